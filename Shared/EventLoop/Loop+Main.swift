import Synchronization

extension Loop {
    /// Turns a loop on the calling thread, which is the program's main one, until `body` has returned.
    ///
    /// An `async` main would hand the main thread to Dispatch, which there waits for signals with every one of them
    /// unblocked: a SIGTERM that the process means to read from a descriptor would end it instead.
    public static func runMain<Value: Sendable>(
        _ body: @escaping @Sendable (Loop) async throws -> Value
    ) throws -> Value {
        let loop = try Loop()
        let result = MainResult<Value>()
        Task.detached(executorPreference: loop) {
            do {
                result.set(.success(try await body(loop)))
            } catch {
                result.set(.failure(error))
            }
            loop.stop()
        }
        loop.run()
        guard let end = result.value else { preconditionFailure("the loop stops only when the body has ended") }
        return try end.get()
    }
}

private final class MainResult<Value: Sendable>: Sendable {
    private let state = Mutex<Result<Value, any Error>?>(nil)

    var value: Result<Value, any Error>? { state.withLock { $0 } }

    func set(_ value: Result<Value, any Error>) {
        state.withLock { $0 = value }
    }
}
