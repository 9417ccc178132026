/// A value that is made once, by whoever asks first, while the others wait. A failure is kept as well.
actor OnceAsync<Value: Sendable> {
    private enum State {
        /// Nobody has asked. Can transition to: making.
        case untouched
        /// Somebody makes it, and these wait. Can transition to: made.
        case making(waiters: [CheckedContinuation<Void, Never>])
        case made(Result<Value, LocalPostgresError>)
    }

    private var state = State.untouched

    func value(
        _ make: @Sendable () async throws(LocalPostgresError) -> Value
    ) async throws(LocalPostgresError) -> Value {
        if case .making = state {
            await withCheckedContinuation { continuation in
                guard case .making(let waiters) = state else { return continuation.resume() }
                state = .making(waiters: waiters + [continuation])
            }
        }
        if case .made(let result) = state { return try result.get() }
        state = .making(waiters: [])
        let result: Result<Value, LocalPostgresError>
        do throws(LocalPostgresError) {
            result = .success(try await make())
        } catch {
            result = .failure(error)
        }
        if case .making(let waiters) = state {
            for waiter in waiters { waiter.resume() }
        }
        state = .made(result)
        return try result.get()
    }
}
