import EventLoop
import Synchronization
import TestKit
import Testing

@Suite("Blocking thread")
struct BlockingThreadTests {
    @Test("a blocking call runs elsewhere, its result or error comes back to the loop")
    func returns() async throws {
        try await withLoop { loop in
            let thread = try BlockingThread()
            let elsewhere = try await thread.run { !loop.isCurrent }
            #expect(elsewhere)
            #expect(loop.isCurrent)
            await #expect(throws: DeadlineExceeded.self) { try await thread.run { throw DeadlineExceeded() } }
            await Task.detached { thread.stop() }.value
        }
    }

    @Test("one call more than the queue holds is refused, and the others are served", .timeLimit(.minutes(1)))
    func bounded() async throws {
        let thread = try BlockingThread()
        let tally = Tally()
        await withTaskGroup { group in
            for _ in 0...LoopLimits.blockingCalls {
                group.addTask {
                    do {
                        try await thread.run {
                            while !tally.mayGo.load(ordering: .acquiring) { continue }
                        }
                        tally.accepted.add(1, ordering: .relaxed)
                    } catch {
                        tally.refused.add(1, ordering: .relaxed)
                        tally.mayGo.store(true, ordering: .releasing)
                    }
                }
            }
        }
        #expect(tally.accepted.load(ordering: .relaxed) == LoopLimits.blockingCalls)
        #expect(tally.refused.load(ordering: .relaxed) == 1)
        thread.stop()
    }
}

private final class Tally: Sendable {
    let accepted = Atomic<Int>(0)
    let refused = Atomic<Int>(0)
    /// The first call holds the thread until one has been refused.
    let mayGo = Atomic<Bool>(false)
}
