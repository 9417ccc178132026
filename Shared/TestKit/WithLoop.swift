public import EventLoop

/// Runs `body` on a loop of its own, whose thread ends with it.
public func withLoop<Value: Sendable>(_ body: @escaping @Sendable (Loop) async throws -> Value) async throws -> Value {
    let thread = try LoopThread(name: "test")
    let result = await Task.detached(executorPreference: thread.loop) {
        do {
            return Result<Value, any Error>.success(try await body(thread.loop))
        } catch {
            return .failure(error)
        }
    }.value
    await Task.detached { thread.stop() }.value
    return try result.get()
}
