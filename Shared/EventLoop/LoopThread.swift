import CLinux
import Glibc
import Synchronization

/// A loop and the thread that turns it. The thread ends with `stop`, which waits for it.
public final class LoopThread: Sendable {
    public let loop: Loop
    private let thread: Mutex<pthread_t?>

    /// Starts the thread. `name` (at most 15 bytes, the kernel's limit) shows in `top -H` and in stack traces.
    public init(name: String) throws(SystemError) {
        let loop = try Loop()
        self.loop = loop
        var handle = pthread_t()
        // Safety: this retain is balanced by the thread's takeRetainedValue, or below if there is no thread.
        let start = Unmanaged.passRetained(ThreadStart(loop, name: String(name.prefix(15))))
        let status = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                // Safety: the argument is the retained ThreadStart that pthread_create was given.
                let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
                clinux_name_thread(start.name)
                start.loop.run()
                return nil
            }, start.toOpaque())
        guard status == 0 else {
            start.release()
            throw SystemError("pthread_create", code: status)
        }
        thread = Mutex(handle)
    }

    /// Ends the loop and waits for its thread. Must not be called from the loop itself.
    public func stop() {
        precondition(!loop.isCurrent, "a loop's thread cannot wait for itself")
        loop.stop()
        guard let handle = thread.withLock({ $0.take() }) else { return }
        pthread_join(handle, nil)
    }
}

private final class ThreadStart {
    let loop: Loop
    let name: String

    init(_ loop: Loop, name: String) {
        self.loop = loop
        self.name = name
    }
}
