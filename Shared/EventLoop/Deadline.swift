/// The time given to an operation has passed.
public struct DeadlineExceeded: Error, Equatable {
    public init() {}
}

/// Runs `operation` on the loop and cancels it when `moment` comes; the operation is always waited for, so nothing
/// of it runs on behind the caller's back. Throws `DeadlineExceeded` when the deadline ended it.
///
/// Deadlines nest: the operation's own deadlines may only be shorter. Socket operations take their deadline directly,
/// which costs no task; this is for whole use cases.
public func withDeadline<Value: Sendable>(
    _ moment: MonotonicTime, on loop: Loop, _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask(executorPreference: loop) { try await operation() }
        group.addTask(executorPreference: loop) {
            try await loop.sleep(until: moment)
            return nil
        }
        defer { group.cancelAll() }
        switch try await group.next() {
        case .some(.some(let value)): return value
        case .some(.none), .none: break
        }
        group.cancelAll()
        do {
            // The operation may have finished in spite of the cancellation: then its result stands.
            if case .some(.some(let value)) = try await group.next() { return value }
        } catch is CancellationError {
            throw DeadlineExceeded()
        } catch StreamFault.cancelled {
            throw DeadlineExceeded()
        }
        throw DeadlineExceeded()
    }
}
