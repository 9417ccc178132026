import EventLoop
import TestKit
import Testing

@Suite("Loop")
struct LoopTests {
    @Test("a task that prefers the loop runs on its thread, before and after each suspension")
    func staysOnLoop() async throws {
        try await withLoop { loop in
            #expect(loop.isCurrent)
            try await loop.sleep(for: .milliseconds(1))
            #expect(loop.isCurrent)
            await Task.yield()
            #expect(loop.isCurrent)
        }
    }

    @Test("heavy work leaves the loop under the global executor's preference and comes back")
    func leavesLoop() async throws {
        try await withLoop { loop in
            let elsewhere = await withTaskExecutorPreference(globalConcurrentExecutor) { !loop.isCurrent }
            #expect(elsewhere)
            #expect(loop.isCurrent)
        }
    }

    @Test("an actor pinned to the loop runs on its thread")
    func pinnedActor() async throws {
        try await withLoop { loop in
            let pinned = Pinned(loop)
            #expect(await pinned.runsOnLoop())
            let elsewhere = await Task.detached { await pinned.runsOnLoop() }.value
            #expect(elsewhere)
        }
    }

    @Test("what other threads hand over runs on the loop, all of it, in each sender's order")
    func execute() async throws {
        try await withLoop { loop in
            let seen = Recorded<[Int: [Int]]>([:])
            let all = Signal()
            await withTaskGroup { group in
                for sender in 0..<4 {
                    group.addTask(executorPreference: globalConcurrentExecutor) {
                        for number in 0..<1000 {
                            loop.execute {
                                loop.checkIsolated()
                                let count = seen.update { seen in
                                    seen[sender, default: []].append(number)
                                    return seen.values.reduce(0) { $0 + $1.count }
                                }
                                if count == 4000 { Task.detached { await all.set() } }
                            }
                        }
                    }
                }
            }
            await all.wait()
            #expect(seen.value == Dictionary(uniqueKeysWithValues: (0..<4).map { ($0, Array(0..<1000)) }))
        }
    }

    @Test("sleeping takes at least the time asked for, and several sleepers wake in the order of their times")
    func sleeping() async throws {
        try await withLoop { loop in
            let order = Recorded<[Int]>([])
            let start = MonotonicTime.now
            try await withThrowingTaskGroup { group in
                for milliseconds in [30, 10, 20] {
                    group.addTask(executorPreference: loop) {
                        try await loop.sleep(until: start + .milliseconds(milliseconds))
                        order.update { $0.append(milliseconds) }
                        #expect(MonotonicTime.now - start >= .milliseconds(milliseconds))
                    }
                }
                try await group.waitForAll()
            }
            #expect(order.value == [10, 20, 30])
        }
    }

    @Test("a cancelled sleeper wakes at once")
    func cancelledSleep() async throws {
        try await withLoop { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(for: .seconds(3600)) }
            await Task.yield()
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
    }

    @Test("a deadline cancels what is under way and says so")
    func deadline() async throws {
        try await withLoop { loop in
            let wasCancelled = Recorded(false)
            await #expect(throws: DeadlineExceeded.self) {
                try await withDeadline(.now + .milliseconds(5), on: loop) {
                    do {
                        try await loop.sleep(for: .seconds(3600))
                    } catch {
                        wasCancelled.update { $0 = Task.isCancelled }
                        throw error
                    }
                }
            }
            #expect(wasCancelled.value)
        }
    }

    @Test("a result or an error in time passes through a deadline unchanged")
    func deadlineMet() async throws {
        try await withLoop { loop in
            let value = try await withDeadline(.now + .seconds(60), on: loop) { 7 }
            #expect(value == 7)
            await #expect(throws: BlockingThreadFull.self) {
                try await withDeadline(.now + .seconds(60), on: loop) { throw BlockingThreadFull() }
            }
        }
    }

    @Test("a deadline inside a deadline ends at the earlier of the two")
    func nestedDeadlines() async throws {
        try await withLoop { loop in
            let start = MonotonicTime.now
            await #expect(throws: DeadlineExceeded.self) {
                try await withDeadline(.now + .milliseconds(5), on: loop) {
                    try await withDeadline(.now + .seconds(3600), on: loop) {
                        try await loop.sleep(for: .seconds(7200))
                    }
                }
            }
            #expect(MonotonicTime.now - start < .seconds(60))
        }
    }

    @Test("cancelling one task of a set leaves the others, and draining waits for all")
    func taskSet() async throws {
        try await withLoop { loop in
            let tasks = TaskSet(on: loop)
            let ended = Recorded<[String]>([])
            let gate = Signal()
            let first = tasks.add {
                // The sleep ends with the cancellation; what it throws says nothing more.
                try? await loop.sleep(for: .seconds(3600))
                ended.update { $0.append("first") }
                await gate.set()
            }
            tasks.add {
                await gate.wait()
                ended.update { $0.append("second") }
            }
            #expect(tasks.count == 2)
            first.cancel()
            await tasks.drained()
            #expect(ended.value == ["first", "second"])
            #expect(tasks.count == 0)
        }
    }
}

private actor Pinned {
    private let loop: Loop
    // Safety: the actor keeps its loop, and the loop its isolation.
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.isolation.asUnownedSerialExecutor() }

    init(_ loop: Loop) {
        self.loop = loop
    }

    func runsOnLoop() async -> Bool {
        let before = loop.isCurrent
        await Task.yield()
        return before && loop.isCurrent
    }
}
