import Synchronization

/// The tasks of one owner on one loop, each of which can be cancelled by itself: what a server keeps its connections
/// in. A discarding task group would do, but it can only cancel all of its children, and a client that vanishes must
/// end its own request and no other.
///
/// Structured in effect: the owner calls `drained` before it goes, and nothing outlives that.
public final class TaskSet: Sendable {
    private let loop: Loop
    private let state = Mutex(State())

    private struct State {
        var tasks: [UInt64: Task<Void, Never>] = [:]
        var lastKey: UInt64 = 0
        var waiters: [UnsafeContinuation<Void, Never>] = []
    }

    public init(on loop: Loop) {
        self.loop = loop
    }

    public var count: Int { state.withLock { $0.tasks.count } }

    /// Starts `operation` on the loop. The returned task is for cancelling it.
    @discardableResult
    public func add(_ operation: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        state.withLock { state in
            state.lastKey += 1
            let key = state.lastKey
            let task = Task.detached(executorPreference: loop) { [self] in
                await operation()
                remove(key)
            }
            state.tasks[key] = task
            return task
        }
    }

    public func cancelAll() {
        let tasks = state.withLock { Array($0.tasks.values) }
        for task in tasks { task.cancel() }
    }

    /// Suspends until no task is left.
    public func drained() async {
        await withUnsafeContinuation { continuation in
            let isEmpty = state.withLock { state in
                guard !state.tasks.isEmpty else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func remove(_ key: UInt64) {
        let waiters = state.withLock { state in
            state.tasks[key] = nil
            guard state.tasks.isEmpty else { return [UnsafeContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
