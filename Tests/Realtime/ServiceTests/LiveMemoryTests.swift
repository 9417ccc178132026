import EventLoop
import Identifiers
import RealtimeDomain
import TestKit
import Testing

@testable import RealtimeService

@Suite("What is kept for those who come back")
struct LiveMemoryTests {
    private static func organization(_ number: UInt64) -> OrganizationID {
        OrganizationID(UUID128(high: 2, low: number))
    }

    private static func limits(_ each: Int, _ all: Int, bytes: Int = .max) -> HubLimits {
        var limits = HubLimits()
        (limits.keptPerOrganization, limits.keptMax, limits.keptBytesMax) = (each, all, bytes)
        return limits
    }

    @Test("agrees with a list that is searched, whatever is remembered in whatever order")
    func model() {
        var random = SeededRandom(seed: 11)
        for (each, all) in [(1, 1), (3, 5), (4, 100), (50, 20), (7, 13)] {
            var memory = LiveMemory(Self.limits(each, all))
            var model: [(organization: UInt64, id: UInt64, at: UInt64)] = []
            for number in 1...600 as ClosedRange<UInt64> {
                let organization = random.below(5)
                let at = number * 10
                let frame = LiveFrame(live(number), tag: InstanceTag(1))
                memory.remember(
                    frame, of: organization == 0 ? .platform : Self.organization(organization),
                    at: MonotonicTime(nanoseconds: at))
                model.append((organization, number, at))
                if model.count(where: { $0.organization == organization }) > each,
                    let oldest = model.firstIndex(where: { $0.organization == organization })
                {
                    model.remove(at: oldest)
                }
                if model.count > all { model.removeFirst() }
                #expect(memory.count == model.count)
                let asked = 1 + random.below(number)
                let asker = 1 + random.below(4)
                let overlap: Duration? = random.below(2) == 0 ? nil : .nanoseconds(30)
                let row = model.filter { $0.organization == asker || $0.organization == 0 }
                let known = row.first { $0.id == asked }
                let expected = known.map { known in
                    row.filter { $0.id != asked && ($0.id > asked || overlap != nil && $0.at + 30 >= known.at) }.map(
                        \.id)
                }
                let got = memory.after(
                    EventID(UUID128(high: 7, low: asked)), of: Self.organization(asker), overlap: overlap)
                #expect(got?.map { $0.id.uuid.low } == expected)
            }
        }
    }

    @Test("stays within its bytes, and keeps at least the latest")
    func bytes() {
        let one = LiveFrame(live(1), tag: InstanceTag(1)).bytes
        var memory = LiveMemory(Self.limits(100, 100, bytes: one * 3))
        for number in 1...10 as ClosedRange<UInt64> {
            memory.remember(LiveFrame(live(number % 9 + 1), tag: InstanceTag(1)), of: acme, at: .now)
            #expect(memory.bytes <= one * 3 && memory.count <= 3)
        }
        #expect(memory.count == 3)
        var tiny = LiveMemory(Self.limits(100, 100, bytes: 1))
        for number in 1...3 as ClosedRange<UInt64> {
            tiny.remember(LiveFrame(live(number), tag: InstanceTag(1)), of: acme, at: .now)
            #expect(tiny.count == 1)
        }
    }
}
