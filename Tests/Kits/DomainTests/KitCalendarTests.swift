import Identifiers
import Testing

@testable import KitsDomain

@Suite("A kit's calendar")
struct KitCalendarTests {
    private static let noon = Timestamp(secondsSinceEpoch: 1_790_000_000)
    private static let organization = OrganizationID(UUID128(high: 3, low: 4))

    private static func hours(_ count: Int) -> Timestamp { noon.advanced(by: .seconds(count * 3_600)) }

    private static func actor() throws -> ActorID { try #require(ActorID("maker")) }

    /// A kit in California: an hour to prepare, two on the way.
    private static func profile(
        _ touches: Bool = true, _ condition: EquipmentCondition = .good, _ contents: [KitComponent] = []
    ) -> KitProfile {
        KitProfile(
            name: "Demo kit", template: .productDemoKit, contents: contents, condition: condition,
            homeState: .california, warehouse: nil, isPlantTouching: touches, preparationMinutes: 60,
            transitMinutes: 120)
    }

    private static func calendar(_ profile: KitProfile = profile()) throws -> KitCalendar {
        let kit = try Kit(KitID(UUID128(high: 5, low: 6)), of: organization, profile, by: actor(), at: noon)
        return KitCalendar(of: kit, [])
    }

    private static func booking(
        _ number: UInt64, _ status: BookingStatus = .approved, from: Int = 20, to: Int = 24,
        in state: USState = .california
    ) throws -> KnownBooking {
        KnownBooking(
            id: BookingID(UUID128(high: 7, low: number)), organizationID: organization, version: 1, title: "Launch",
            status: status, state: state, window: try TimeWindow(start: hours(from), end: hours(to)))
    }

    @discardableResult
    private static func allocate(
        _ number: UInt64, to booking: KnownBooking, in calendar: inout KitCalendar
    ) throws -> KitAllocation {
        try calendar.allocate(
            KitAssignmentID(UUID128(high: 9, low: number)), to: booking, notes: nil, by: actor(), at: noon
        ).allocation
    }

    @Test(
        "a kit is taken from its preparation until it is back",
        arguments: [(29, 30, true), (28, 30, false), (14, 15, true), (14, 16, false), (21, 22, false)])
    func planned(_ from: Int, _ to: Int, _ isFree: Bool) throws {
        var calendar = try Self.calendar()
        let first = try Self.allocate(1, to: Self.booking(1), in: &calendar)
        #expect(first.planned.start == Self.hours(17))
        #expect(first.planned.end == Self.hours(26))
        let second = try Self.booking(2, from: from, to: to)
        if isFree {
            try Self.allocate(2, to: second, in: &calendar)
        } else {
            #expect(throws: KitError.taken(first.planned)) { try Self.allocate(2, to: second, in: &calendar) }
        }
    }

    @Test("what touches the plant stays in its state; what does not may leave it")
    func stateLine() throws {
        let away = try Self.booking(1, in: .nevada)
        var calendar = try Self.calendar()
        #expect(throws: KitError.crossesStateLine(home: .california, booking: .nevada)) {
            try Self.allocate(1, to: away, in: &calendar)
        }
        var clean = try Self.calendar(Self.profile(false))
        try Self.allocate(1, to: away, in: &clean)
        // A booking that moves across the line leaves a conflict, and the kit is still its own.
        let home = try Self.allocate(2, to: Self.booking(2), in: &calendar)
        let crossing = try Self.booking(2, in: .nevada)
        let moved = calendar.follow(crossing, at: Self.noon)
        #expect(moved.map(\.allocation.id) == [home.id])
        #expect(moved.map(\.allocation.conflict) == [.stateLine])
        #expect(calendar.allocations[0].holdsKit)
        #expect(calendar.follow(try Self.booking(2), at: Self.noon).map(\.allocation.conflict) == [nil])
    }

    @Test("a kit that needs work is not taken", arguments: EquipmentCondition.allCases)
    func condition(_ condition: EquipmentCondition) throws {
        var calendar = try Self.calendar(Self.profile(true, condition))
        if [.excellent, .good, .fair].contains(condition) {
            try Self.allocate(1, to: Self.booking(1), in: &calendar)
        } else {
            #expect(throws: KitError.unfit(condition)) { try Self.allocate(1, to: Self.booking(1), in: &calendar) }
        }
    }

    @Test("a booking takes, keeps and releases kits as its status says", arguments: BookingStatus.allCases)
    func statuses(_ status: BookingStatus) throws {
        var empty = try Self.calendar()
        let booking = try Self.booking(1, status)
        if [.approved, .confirmed, .inProgress].contains(status) {
            try Self.allocate(1, to: booking, in: &empty)
        } else {
            #expect(throws: KitError.bookingTakesNothing(status)) { try Self.allocate(1, to: booking, in: &empty) }
        }
        var calendar = try Self.calendar()
        try Self.allocate(1, to: Self.booking(1), in: &calendar)
        let changes = calendar.follow(booking, at: Self.noon)
        if [.rejected, .cancelled, .expired].contains(status) {
            #expect(changes.map(\.event) == [.released(reason: "booking \(status.rawValue)")])
            #expect(changes.map(\.allocation.status) == [.closed])
            #expect(calendar.allocations.isEmpty)
        } else {
            #expect(changes.isEmpty)
        }
    }

    @Test("an allocation moves along the table; only what is in the warehouse is given back unused")
    func moves() throws {
        let path: [KitAssignmentStatus] = [
            .assigned, .prepared, .checkedOut, .shipped, .delivered, .inUse, .returnShipped, .returned, .inspected,
            .closed,
        ]
        for (from, to) in zip(path, path.dropFirst()) { #expect(KitStates.moves(from: from).contains(to)) }
        for status in KitAssignmentStatus.allCases {
            let moves = KitStates.moves(from: status)
            #expect(!moves.contains(status))
            #expect(KitStates.hold.contains(status) == !moves.isEmpty, "\(status)")
            #expect(KitStates.isReleasable(status) == [.assigned, .prepared].contains(status))
            if KitStates.isReleasable(status) { #expect(moves.contains(.closed)) }
        }
        var calendar = try Self.calendar()
        var out = try Self.allocate(1, to: Self.booking(1), in: &calendar)
        out.status = .shipped
        var busy = KitCalendar(of: calendar.kit, [out])
        #expect(busy.follow(try Self.booking(1, .cancelled), at: Self.noon).isEmpty, "it has to come back first")
        #expect(throws: KitError.notReleasable(.shipped)) {
            try busy.release(out.id, because: "x", at: Self.noon)
        }
    }

    @Test("kits follow a booking, wait where they are taken, and are had when they are free")
    func follow() throws {
        var calendar = try Self.calendar()
        let mover = try Self.allocate(1, to: Self.booking(1), in: &calendar)
        let other = try Self.allocate(2, to: Self.booking(2, from: 50, to: 54), in: &calendar)
        let onto = try Self.booking(1, from: 52, to: 56)
        #expect(calendar.follow(onto, at: Self.noon).map(\.allocation.conflict) == [.time])
        #expect(calendar.settle([onto.id: onto], at: Self.noon).isEmpty)
        _ = try calendar.release(other.id, because: "x", at: Self.noon)
        let settled = calendar.settle([onto.id: onto], at: Self.noon)
        #expect(settled.map(\.allocation.id) == [mover.id])
        #expect(settled.map(\.allocation.conflict) == [nil])
        #expect(settled.map(\.allocation.version) == [3])
    }

    @Test("a kit has a name, names nothing twice, and can be planned")
    func profiles() throws {
        let scale = KitComponent(name: "Scale", quantity: 1, condition: .good)
        var twice = Self.profile(true, .good, [scale, KitComponent(name: "scale", quantity: 2, condition: .fair)])
        #expect(throws: KitError.repeatedComponent) { try twice.check() }
        twice.contents = [scale]
        try twice.check()
        twice.transitMinutes = 20_161
        #expect(throws: KitError.planningOutOfRange) { try twice.check() }
        var blank = Self.profile()
        blank.name = " "
        #expect(throws: KitError.blankName) { try blank.check() }
    }

    @Test("the five templates have ids that never change")
    func templates() {
        #expect(Set(KitTemplateName.allCases.map(\.id)).count == 5)
        #expect(KitTemplateName.productDemoKit.id == KitTemplateName.productDemoKit.id)
    }
}
