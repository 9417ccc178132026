import CLinux
public import EventLoop
import Glibc
import Observability

/// The signals the kernel sends this process, read from a signalfd on a loop.
///
/// `block` must be the first thing `main` does: threads inherit the mask of the thread that makes them, and a signal
/// that any thread leaves unblocked takes its default action there.
public struct ProcessSignals: SignalSource {
    private let loop: Loop

    /// Delivers on `loop`, after `block` was called.
    public init(on loop: Loop) {
        self.loop = loop
    }

    /// Keeps SIGTERM, SIGINT and SIGHUP for `deliver`, and makes a write to a closed pipe or socket an ordinary error.
    public static func block() {
        var signals = set
        // Safety: the set is lent for the call, and the old mask is not asked for.
        let status = unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        precondition(status == 0, "the signal mask is ours to set")
        _ = signal(SIGPIPE, SIG_IGN)
    }

    public func deliver(to group: @escaping @Sendable (ProcessSignal) -> Void) async {
        await withTaskExecutorPreference(loop) {
            let inbox = SignalInbox(Self.set, on: loop)
            await withTaskCancellationHandler {
                await inbox.deliver(to: group)
            } onCancel: {
                loop.execute { inbox.close() }
            }
        }
    }

    private static var set: sigset_t {
        var set = sigset_t()
        // Safety: both calls fill the one set they are lent.
        unsafe sigemptyset(&set)
        for signal in ProcessSignal.allCases { unsafe sigaddset(&set, signal.rawValue) }
        return set
    }
}

/// The descriptor the kernel puts signals into.
private final class SignalInbox: @unchecked Sendable {
    // Safety: made, used and closed on the loop's thread; the cancellation handler only sends it back there.

    private let descriptor: Int32
    private let watch: Watch?
    private var isClosed = false

    init(_ signals: sigset_t, on loop: Loop) {
        var signals = signals
        // Safety: the set is lent for the call.
        descriptor = unsafe signalfd(-1, &signals, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        precondition(descriptor >= 0, "a process without room for one descriptor at its start cannot run")
        // Fails only where the kernel is out of memory for it; the process then runs on and must be killed.
        watch = try? Watch(descriptor, on: loop)
    }

    func deliver(to group: @Sendable (ProcessSignal) -> Void) async {
        while let watch, !isClosed, await watch.readable() == .ready {
            while let signal = next() { group(signal) }
            watch.isReadable = false
        }
        close()
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        watch?.cancel()
        Glibc.close(descriptor)
    }

    private func next() -> ProcessSignal? {
        guard !isClosed else { return nil }
        var record = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        // Safety: one record, lent for the call, and the size is its own.
        guard unsafe read(descriptor, &record, size) == size else { return nil }
        return ProcessSignal(rawValue: Int32(bitPattern: record.ssi_signo))
    }
}
