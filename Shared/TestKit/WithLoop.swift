// TestKit: what tests of several modules share.
//
// Purpose: time that a test moves (MockClock), waiting for a state instead of sleeping (Waiting), values that tasks
// record (Recorded), a loop for one test (WithLoop), chance that repeats (SeededRandom), and a network that misbehaves
// on purpose (FaultProxy, RawConnection). Model: small independent pieces, each of which a test starts and ends.
// Failure: what does not come throws WaitTimedOut with the last state seen. Not here: expectations, which belong into
// the tests themselves, and anything that a program of ours links.

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
