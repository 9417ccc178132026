import TestKit
import Testing

@testable import ServiceRuntime

struct LatchTests {
    @Test("a latch lets everybody through once it is open, whenever they came")
    func opens() async {
        let latch = Latch()
        await withDiscardingTaskGroup { group in
            for _ in 0..<100 { group.addTask { await latch.wait() } }
            group.addTask { latch.open() }
        }
        #expect(latch.isOpen)
        await latch.wait()
        latch.open()
    }

    @Test("a cancelled task stops waiting, whether cancelled before or while it waits")
    func cancelled() async {
        let latch = Latch()
        await withDiscardingTaskGroup { group in
            for _ in 0..<100 { group.addTask { await latch.wait() } }
            group.cancelAll()
            for _ in 0..<100 { group.addTask { await latch.wait() } }
        }
        #expect(!latch.isOpen)
    }
}

struct MockClockTests {
    @Test("sleepers wake when their moment comes, and not before")
    func wakes() async throws {
        let clock = MockClock()
        let woken = Recorded<[Int]>([])
        try await withThrowingDiscardingTaskGroup { group in
            for seconds in [3, 1, 2] {
                group.addTask {
                    try await clock.sleep(for: .seconds(seconds))
                    woken.update { $0.append(seconds) }
                }
            }
            await clock.waitForSleepers(3)
            clock.advance(by: .milliseconds(999))
            #expect(clock.sleepers == 3)
            clock.advance(by: .milliseconds(1))
            #expect(clock.sleepers == 2)
            try await wait(until: "the first wakes") { woken.value == [1] }
            clock.advance(by: .seconds(2))
            #expect(clock.sleepers == 0)
        }
        #expect(woken.value.sorted() == [1, 2, 3])
    }

    @Test("a sleep ends at once when its moment has passed, or its task is cancelled")
    func ends() async throws {
        let clock = MockClock()
        try await clock.sleep(for: .zero)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) { try await clock.sleep(for: .seconds(1)) }
            }
            await clock.waitForSleepers()
            group.cancelAll()
        }
        #expect(clock.sleepers == 0)
    }
}
