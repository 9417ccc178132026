import Synchronization

/// A thread for calls that block (name resolution, `rd_kafka_flush`, `PQcancel`): they queue for it instead of
/// stopping a loop or eating the two threads of the cooperative pool. The queue is bounded.
public final class BlockingThread: Sendable {
    private let thread: LoopThread
    private let waiting = Atomic<Int>(0)

    public init(name: String = "blocking") throws(SystemError) {
        thread = try LoopThread(name: name)
    }

    /// Runs `call` on the thread and returns to the caller's executor with its result. A call that has begun is
    /// waited for even when the task is cancelled: nobody else knows when what it uses is free again.
    public func run<Value: Sendable>(_ call: @escaping @Sendable () throws -> Value) async throws -> Value {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= LoopLimits.blockingCalls else {
            throw BlockingThreadFull()
        }
        return try await withUnsafeThrowingContinuation { continuation in
            thread.loop.execute { continuation.resume(with: Result { try call() }) }
        }
    }

    public func stop() {
        thread.stop()
    }
}

/// Too many blocking calls are waiting already.
public struct BlockingThreadFull: Error, Equatable {
    public init() {}
}
