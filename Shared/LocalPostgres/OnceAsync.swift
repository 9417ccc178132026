/// A value that is made once, by whoever asks first, while the others wait. A failure is kept as well.
package actor OnceAsync<Value: Sendable, Failure: Error> {
    private enum State {
        /// Nobody has asked. Can transition to: making.
        case untouched
        /// Somebody makes it, and these wait. Can transition to: made.
        case making(waiters: [CheckedContinuation<Void, Never>])
        case made(Result<Value, Failure>)
    }

    private var state = State.untouched

    package init() {}

    package func value(
        _ make: @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        if case .making = state {
            await withCheckedContinuation { continuation in
                guard case .making(let waiters) = state else { return continuation.resume() }
                state = .making(waiters: waiters + [continuation])
            }
        }
        if case .made(let result) = state { return try result.get() }
        state = .making(waiters: [])
        let result: Result<Value, Failure>
        do throws(Failure) {
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
