import CLinux
import Glibc

/// A program that this process has started, and its end, which any number of tasks may wait for.
///
/// It is told apart from a number: the kernel's descriptor of the process wakes the loop, the loop alone collects it,
/// and so no signal ever goes to somebody else who got the number later. By default it is killed when the thread of the
/// loop ends, however that comes about, a kill of the whole process included.
// Safety: everything that changes is used on the loop's thread; a cancellation handler goes there first.
public final class SpawnedProcess: @unchecked Sendable {
    /// How a process ended.
    public enum End: Sendable, Equatable, CustomStringConvertible {
        case exited(Int32)
        case killed(signal: Int32)

        public var description: String {
            switch self {
            case .exited(let status): "ended with status \(status)"
            case .killed(let signal): "was ended by signal \(signal)"
            }
        }
    }

    /// What is started, and how.
    public struct Launch: Sendable {
        /// The program's path.
        public var program: String
        public var arguments: [String]
        public var environment: [String: String]
        /// The file that both its outputs are appended to; made if it is not there, for its owner alone.
        public var output: String
        /// Whether it may live on when we do not.
        public var outlivesUs = false

        public init(_ program: String, _ arguments: [String] = [], environment: [String: String], output: String) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.output = output
        }
    }

    public let pid: Int32
    /// How it ended; nil while it runs.
    public private(set) var end: End?
    private let loop: Loop
    private let descriptor: Int32
    private let watching: TaskSet
    private var waiters: [UInt64: UnsafeContinuation<End?, Never>] = [:]
    private var lastWaiter: UInt64 = 0

    /// Starts it. Must be called on `loop`.
    public init(_ launch: Launch, on loop: Loop) throws(SystemError) {
        loop.checkIsolated()
        let output = open(launch.output, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw SystemError("open") }
        defer { close(output) }
        pid = Self.start(launch, output: output)
        guard pid > 0 else { throw SystemError("execve") }
        descriptor = clinux_process_descriptor(pid)
        guard descriptor >= 0 else {
            let error = SystemError("pidfd_open")
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
            throw error
        }
        self.loop = loop
        watching = TaskSet(on: loop)
        let watch = try Watch(descriptor, on: loop)
        watching.add { [self] in
            while await watch.readable() == .ready {
                watch.isReadable = false
                guard collect() else { continue }
                watch.cancel()
                close(descriptor)
            }
        }
    }

    /// Returns when it has ended; nil when the waiting task was cancelled before.
    public func ended() async -> End? {
        loop.checkIsolated()
        if let end { return end }
        lastWaiter += 1
        let key = lastWaiter
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard end == nil, !Task.isCancelled else { return continuation.resume(returning: end) }
                waiters[key] = continuation
            }
        } onCancel: {
            loop.execute { [self] in waiters.removeValue(forKey: key)?.resume(returning: nil) }
        }
    }

    /// Sends a signal, unless it has ended.
    public func signal(_ number: Int32) {
        loop.checkIsolated()
        if end == nil { kill(pid, number) }
    }

    /// Whether that was its end.
    private func collect() -> Bool {
        var (status, isSignal): (Int32, Int32) = (0, 0)
        switch clinux_collect(pid, &status, &isSignal) {
        case 0: end = isSignal != 0 ? .killed(signal: status) : .exited(status)
        // Somebody else has collected it, and knows how it ended.
        case -1: end = .exited(-1)
        default: return false
        }
        let waiting = waiters.values
        waiters = [:]
        for waiter in waiting { waiter.resume(returning: end) }
        return true
    }

    private static func start(_ launch: Launch, output: Int32) -> Int32 {
        let variables = launch.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return withTexts([launch.program] + launch.arguments) { arguments in
            withTexts(variables) { environment in
                clinux_spawn(launch.program, arguments, environment, output, launch.outlivesUs ? 0 : 1)
            }
        }
    }

    /// Lends texts as C has them: an array of pointers that ends with a null.
    private static func withTexts<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("the array has its null at least") }
            return body(UnsafePointer(start))
        }
    }
}
