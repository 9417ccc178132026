import TestKit
import Testing

@testable import EventLoop

@Suite("Timer wheel")
struct TimerWheelTests {
    /// Advances to `tick` and returns the ids that went off, in order.
    private func fire(_ wheel: inout TimerWheel, at tick: UInt64) -> [TimerID] {
        var fired: [TimerID] = []
        while let due = wheel.popDue(at: tick) { fired.append(due.id) }
        return fired
    }

    @Test(
        "a timer goes off at its tick and not one before",
        arguments: [1, 2, 63, 64, 65, 4095, 4096, 262_143, 262_144, 1 << 30, TimerWheel.reach, TimerWheel.reach * 3]
            as [UInt64])
    func exact(tick: UInt64) {
        var wheel = TimerWheel(at: 17)
        let id = wheel.register {}
        wheel.arm(id, at: 17 + tick)
        #expect(fire(&wheel, at: 17 + tick - 1).isEmpty)
        #expect(fire(&wheel, at: 17 + tick) == [id])
        #expect(wheel.armedCount == 0)
    }

    @Test("what is armed for the past goes off at the next advance")
    func past() {
        var wheel = TimerWheel(at: 1000)
        let id = wheel.register {}
        wheel.arm(id, at: 3)
        #expect(wheel.nextTick == 1000)
        #expect(fire(&wheel, at: 1000) == [id])
    }

    @Test("equal ticks go off in the order they were armed")
    func order() {
        var wheel = TimerWheel()
        let ids = (0..<5).map { _ in wheel.register {} }
        for id in ids { wheel.arm(id, at: 200) }
        #expect(fire(&wheel, at: 5000) == ids)
    }

    @Test("a disarmed, rearmed or unregistered timer does not go off at its old tick")
    func changed() {
        var wheel = TimerWheel()
        let disarmed = wheel.register {}
        let rearmed = wheel.register {}
        let gone = wheel.register {}
        for id in [disarmed, rearmed, gone] { wheel.arm(id, at: 100) }
        wheel.disarm(disarmed)
        wheel.arm(rearmed, at: 300)
        wheel.unregister(gone)
        #expect(fire(&wheel, at: 299).isEmpty)
        #expect(fire(&wheel, at: 300) == [rearmed])
    }

    @Test("an id outlived by its timer does nothing to the timer that took its place")
    func stale() {
        var wheel = TimerWheel()
        let old = wheel.register {}
        wheel.unregister(old)
        let new = wheel.register {}
        wheel.arm(new, at: 5)
        wheel.disarm(old)
        wheel.arm(old, at: 1)
        #expect(fire(&wheel, at: 5) == [new])
    }

    @Test("random arming, disarming and advancing agree with a sorted list", arguments: 0..<40 as Range<UInt64>)
    func model(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var now = random.next() % 100_000
        var wheel = TimerWheel(at: now)
        let ids = (0..<60).map { _ in wheel.register {} }
        var armed: [Int: UInt64] = [:]
        for step in 0..<2000 {
            let index = Int(random.next() % UInt64(ids.count))
            switch random.next() % 4 {
            case 0, 1:
                let tick = now + (random.next() >> (24 + random.next() % 40))
                wheel.arm(ids[index], at: tick)
                armed[index] = tick
            case 2:
                wheel.disarm(ids[index])
                armed[index] = nil
            default:
                now += random.next() >> (34 + random.next() % 30)
                let expected = armed.filter { $0.value <= now }
                if let next = wheel.nextTick, let first = armed.values.min() {
                    #expect(next <= max(first, wheel.elapsed), "seed \(seed), step \(step): the loop would oversleep")
                }
                let fired = fire(&wheel, at: now)
                #expect(
                    Set(fired.map(\.index)) == Set(expected.keys.map { ids[$0].index }), "seed \(seed), step \(step)")
                #expect(fired.count == expected.count)
                for key in expected.keys { armed[key] = nil }
            }
            #expect(wheel.armedCount == armed.count)
        }
    }
}
