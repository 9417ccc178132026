import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import StaffService
import Testing

@Suite("People follow bookings")
struct FollowingBookingTests {
    @Test("who works on a booking is released when it ends", arguments: [BookingStatus.cancelled, .rejected, .expired])
    func released(_ status: BookingStatus) async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 2)
            let robin = try await site.hire("robin")
            let alex = try await site.hire("alex")
            for person in [robin, alex] { #expect(try await site.assign(person, to: booking).status == 201) }
            try await site.hear(booking.becoming(status), version: 3)
            #expect(try await site.get("\(assignments)?status=cancelled&total=true")["page", "total"] == 2)
            let told = try await site.told().suffix(2)
            #expect(told.map(\.type) == [.staffAssignmentReleased, .staffAssignmentReleased])
            #expect(
                try told.map { try $0.payload(as: StaffAssignmentReleased.self).reason }.allSatisfy {
                    $0 == "booking \(status.rawValue)"
                })
            // Heard again, it does nothing; and nobody is added.
            try await site.hear(booking.becoming(status), version: 3)
            #expect(try await site.told().count == 4)
            #expect(try await site.assign(robin, to: booking).status == 422)
        }
    }

    @Test("a cancellation that is heard before the booking was wins over what comes late")
    func late() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking.becoming(.cancelled), version: 5)
            try await site.hear(booking.becoming(.draft), version: 1)
            try await site.hear(booking, version: 4)
            let robin = try await site.hire("robin")
            let refused = try await site.assign(robin, to: booking)
            #expect(refused.status == 422)
            #expect(refused["status"] != "approved")
        }
    }

    @Test("a certificate that no longer reaches the event leaves a conflict, which a new one settles")
    func certificate() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 1)
            let day = site.hours(72).description.prefix(10)
            let held = #","certifications":[{"kind":"first_aid_cpr","expiresOn":"\#(day)"}]"#
            let robin = try await site.hire("robin", held)
            let one = try await site.assign(robin, to: booking, #","specialRequirements":["first_aid_cpr"]"#)
            #expect(one.status == 201, "\(one)")
            try await site.hear(booking.moved(to: site.hours(24 * 7)), version: 2)
            let path = "\(assignments)/\(one.text("id"))"
            #expect(try await site.get(path)["conflict"] == "certification")
            let renewed = #"{"certifications":[{"kind":"first_aid_cpr"}],"expectedVersion":1}"#
            #expect(try await site.send("PATCH", "\(profiles)/\(robin)", renewed).status == 200)
            #expect(try await site.get(path)["conflict"] == .null)
            let told = try await site.told()
            #expect(told.map(\.aggregateVersion) == [1, 2, 3])
            #expect(
                try told.map { try $0.payload(as: StaffAssignedToBooking.self).assignment.conflict } == [
                    nil, .certification, nil,
                ])
        }
    }

    /// What is heard of two bookings after somebody was assigned to both.
    private enum Step: CaseIterable {
        case firstOntoSecond, firstToTheNextWeek, secondCancelled, firstRepeated, firstCreatedLate

        func happen(_ first: TestBooking, _ second: TestBooking) -> (TestBooking, Int) {
            let onto = first.moved(to: second.start)
            return switch self {
            case .firstOntoSecond, .firstRepeated: (onto, 3)
            case .firstToTheNextWeek: (first.moved(to: second.start.advanced(by: .seconds(7 * 86_400))), 4)
            case .secondCancelled: (second.becoming(.cancelled), 3)
            case .firstCreatedLate: (first.becoming(.draft), 1)
            }
        }
    }

    @Test(
        "the same is heard in every order, and the end is the same",
        arguments: [
            [Step.firstOntoSecond, .firstRepeated, .secondCancelled, .firstCreatedLate],
            [.firstOntoSecond, .firstToTheNextWeek, .firstRepeated, .firstCreatedLate],
            [.firstOntoSecond, .firstToTheNextWeek, .secondCancelled, .firstRepeated],
        ])
    private func anyOrder(_ steps: [Step]) async throws {
        try await withService(StaffAssignment.self) { site in
            var ends: [[String]: [[Step]]] = [:]
            for (number, order) in permutations(of: steps).enumerated() {
                let first = TestBooking(2 * number + 1, from: site.hours(24))
                let second = TestBooking(2 * number + 2, from: site.hours(48))
                try await site.hear(first, version: 2)
                try await site.hear(second, version: 2)
                let robin = try await site.hire("robin\(number)")
                for booking in [first, second] { #expect(try await site.assign(robin, to: booking).status == 201) }
                for step in order {
                    let (booking, version) = step.happen(first, second)
                    try await site.hear(booking, version: version)
                }
                let list = try await site.get("\(assignments)?staffId=\(robin)")
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

    @Test("a booking that moves onto another leaves a conflict that is told, seen and settled by itself")
    func conflict() async throws {
        try await withService(StaffAssignment.self) { site in
            let first = TestBooking(1, from: site.hours(24))
            let second = TestBooking(2, from: site.hours(48))
            try await site.hear(first, version: 1)
            try await site.hear(second, version: 1)
            let robin = try await site.hire("robin")
            let one = "\(assignments)/\(try await site.assign(robin, to: first).text("id"))"
            let two = "\(assignments)/\(try await site.assign(robin, to: second).text("id"))"
            try await site.hear(first.moved(to: second.start), version: 2)
            #expect(try await site.get(one)["conflict"] == "time")
            #expect(try await site.get(one)["status"] == "accepted")
            #expect(try await site.get("\(assignments)?conflict=time&total=true")["page", "total"] == 1)
            let told = try #require(try await site.told().last)
            #expect(try told.payload(as: StaffAssignedToBooking.self).assignment.conflict == .time)
            _ = try await site.post("\(two)/cancel")
            #expect(try await site.get(one)["conflict"] == .null)
            #expect(
                try await site.toldTypes().suffix(2) == [.staffAssignmentReleased, .staffAssignedToBooking])
        }
    }
}
