import Identifiers
import JSON
import KitsService
import PlatformProtocol
import ServiceTestKit
import Testing

@Suite("Kits follow bookings")
struct FollowingBookingTests {
    @Test("the kits of a booking are released when it ends", arguments: [BookingStatus.cancelled, .rejected, .expired])
    func released(_ status: BookingStatus) async throws {
        try await withService(KitManagement.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 2)
            for _ in 0..<2 {
                #expect(try await site.allocate(try await site.stock(), to: booking).status == 201)
            }
            try await site.hear(booking.becoming(status), version: 3)
            #expect(try await site.get("\(kits)?status=closed&total=true")["page", "total"] == 2)
            #expect(try await site.toldTypes().suffix(2) == [.kitReleased, .kitReleased])
            try await site.hear(booking.becoming(status), version: 3)
            #expect(try await site.told().count == 4)
            #expect(try await site.allocate(try await site.stock(), to: booking).status == 422)
        }
    }

    @Test("a cancellation that is heard before the booking was wins over what comes late")
    func late() async throws {
        try await withService(KitManagement.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking.becoming(.cancelled), version: 5)
            try await site.hear(booking.becoming(.draft), version: 1)
            try await site.hear(booking, version: 4)
            #expect(try await site.allocate(try await site.stock(), to: booking).status == 422)
        }
    }

    /// What is heard of two bookings after both have taken one kit.
    private enum Step: CaseIterable {
        case firstOntoSecond, firstToTheNextWeek, firstAcrossTheLine, secondCancelled, firstRepeated, firstCreatedLate

        func happen(_ first: TestBooking, _ second: TestBooking) -> (TestBooking, Int) {
            let nextWeek = first.moved(to: second.start.advanced(by: .seconds(7 * 86_400)))
            var across = nextWeek
            across.state = .nevada
            return switch self {
            case .firstOntoSecond, .firstRepeated: (first.moved(to: second.start), 3)
            case .firstToTheNextWeek: (nextWeek, 4)
            case .firstAcrossTheLine: (across, 5)
            case .secondCancelled: (second.becoming(.cancelled), 3)
            case .firstCreatedLate: (first.becoming(.draft), 1)
            }
        }
    }

    @Test(
        "the same is heard in every order, and the end is the same",
        arguments: [
            [Step.firstOntoSecond, .firstRepeated, .secondCancelled, .firstCreatedLate],
            [.firstOntoSecond, .firstToTheNextWeek, .firstAcrossTheLine, .firstCreatedLate],
            [.firstOntoSecond, .firstToTheNextWeek, .secondCancelled, .firstRepeated],
        ])
    private func anyOrder(_ steps: [Step]) async throws {
        try await withService(KitManagement.self) { site in
            var ends: [[String]: [[Step]]] = [:]
            for (number, order) in permutations(of: steps).enumerated() {
                let first = TestBooking(2 * number + 1, from: site.hours(24))
                let second = TestBooking(2 * number + 2, from: site.hours(48))
                try await site.hear(first, version: 2)
                try await site.hear(second, version: 2)
                let instance = try await site.stock()
                for booking in [first, second] {
                    #expect(try await site.allocate(instance, to: booking).status == 201)
                }
                for step in order {
                    let (booking, version) = step.happen(first, second)
                    try await site.hear(booking, version: version)
                }
                let list = try await site.get("\(kits)?instanceId=\(instance)")
                guard case .array(let items) = list["items"] else { throw Unreadable() }
                let end = items.map { item in
                    let which = "bookingId".step(into: item) == .string(first.id.description) ? "first" : "second"
                    return "\(which) \(["status", "conflict", "startTime"].map { $0.step(into: item) })"
                }
                ends[end.sorted(), default: []].append(order)
            }
            #expect(ends.count == 1, "\(ends)")
        }
    }

    private struct Unreadable: Error {}

    @Test("a booking that moves leaves conflicts that are told, seen and settled by themselves")
    func conflicts() async throws {
        try await withService(KitManagement.self) { site in
            let first = TestBooking(1, from: site.hours(24))
            let second = TestBooking(2, from: site.hours(48))
            try await site.hear(first, version: 1)
            try await site.hear(second, version: 1)
            let instance = try await site.stock()
            let one = "\(kits)/\(try await site.allocate(instance, to: first).text("id"))"
            let two = "\(kits)/\(try await site.allocate(instance, to: second).text("id"))"
            try await site.hear(first.moved(to: second.start), version: 2)
            #expect(try await site.get(one)["conflict"] == "time")
            _ = try await site.post("\(two)/release")
            #expect(try await site.get(one)["conflict"] == .null)
            var across = first.moved(to: second.start)
            across.state = .nevada
            try await site.hear(across, version: 3)
            #expect(try await site.get(one)["conflict"] == "state_line")
            #expect(
                try await site.told().suffix(1).map {
                    try $0.payload(as: KitAssignedToActivity.self).assignment.conflict
                }
                    == [.stateLine])
        }
    }
}
