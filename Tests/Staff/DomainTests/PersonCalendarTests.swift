import Identifiers
import Testing

@testable import StaffDomain

@Suite("A person's calendar")
struct PersonCalendarTests {
    /// The way there counts once: an event that ends at 14 and one that begins at 15 leave the hour that the way takes.
    @Test(
        "time is taken from the way there to the end",
        arguments: [(15, 18, true), (14, 18, false), (6, 9, true), (6, 10, false), (11, 12, false)])
    func overlap(_ from: Int, _ to: Int, _ isFree: Bool) throws {
        var calendar = try Samples.calendar(Samples.details(travel: 60))
        let first = try assign(1, to: Samples.booking(1), in: &calendar)
        #expect(first.assignment.status == .accepted)
        let second = try Samples.booking(2, from: from, to: to)
        if isFree {
            _ = try assign(2, to: second, in: &calendar)
        } else {
            #expect(throws: StaffError.calendarTaken(first.assignment.held)) {
                try assign(2, to: second, in: &calendar)
            }
        }
    }

    @Test("a booking takes people as its status says", arguments: BookingStatus.allCases)
    func statuses(_ status: BookingStatus) throws {
        var calendar = try Samples.calendar(Samples.details())
        let booking = try Samples.booking(1, status)
        if CrewPolicy(status) == .takes {
            _ = try assign(1, to: booking, in: &calendar)
        } else {
            #expect(throws: StaffError.bookingTakesNobody(status)) { try assign(1, to: booking, in: &calendar) }
        }
    }

    @Test("nobody is assigned who is inactive, to what is over, twice, or at a rate in other money")
    func refusals() throws {
        var idle = try Samples.calendar(Samples.details(isActive: false))
        #expect(throws: StaffError.inactive) { try assign(1, to: Samples.booking(1), in: &idle) }
        var calendar = try Samples.calendar(Samples.details())
        #expect(throws: StaffError.bookingOver) {
            try assign(1, to: Samples.booking(1, from: -4, to: 0), in: &calendar)
        }
        let there = try assign(1, to: Samples.booking(1, from: -4, to: 1), in: &calendar).assignment
        #expect(throws: StaffError.calendarTaken(there.held)) {
            try assign(2, to: Samples.booking(1, from: 20, to: 24), in: &calendar)
        }
        let euro = try #require(Currency("EUR"))
        var foreign = try Samples.calendar(Samples.details(rate: Money(minorUnits: 9, currency: euro)))
        #expect(throws: StaffError.rateCurrency(euro, booking: .usd)) {
            try assign(1, to: Samples.booking(1), in: &foreign)
        }
        var paid = try Samples.calendar(Samples.details(rate: Money(minorUnits: 9, currency: .usd)))
        #expect(try assign(1, to: Samples.booking(1), in: &paid).assignment.order.hourlyRate == 9)
    }

    @Test("who is released is free; who has checked in checks out, whatever becomes of the booking")
    func release() throws {
        var calendar = try Samples.calendar(Samples.details())
        let first = try assign(1, to: Samples.booking(1), in: &calendar).assignment
        let released = try #require(try calendar.release(first.id, because: "ill", at: Samples.hours(1)))
        #expect(released.assignment.status == .cancelled)
        #expect(released.assignment.version == 2)
        #expect(released.event == .released(reason: "ill"))
        #expect(try calendar.release(first.id, because: "ill", at: Samples.hours(1)) == nil)
        var there = try assign(2, to: Samples.booking(1), in: &calendar).assignment
        there.status = .checkedIn
        var busy = PersonCalendar(of: calendar.person, [there])
        #expect(busy.follow(try Samples.booking(1, .cancelled), at: Samples.hours(11)) == [])
        #expect(throws: StaffError.invalidMove(from: .checkedIn, to: .cancelled)) {
            try busy.release(there.id, because: "x", at: Samples.hours(11))
        }
    }

    @Test("people follow a booking that moves, wait where they are taken, and get the time when it is free")
    func follow() throws {
        var calendar = try Samples.calendar(Samples.details())
        let mover = try assign(1, to: Samples.booking(1), in: &calendar).assignment
        let other = try assign(2, to: Samples.booking(2, from: 20, to: 24), in: &calendar).assignment
        let moved = calendar.follow(try Samples.booking(1, from: 12, to: 16), at: Samples.hours(1))
        #expect(moved.map(\.assignment.conflict) == [nil])
        #expect(moved[0].assignment.window.start == Samples.hours(12))
        #expect(calendar.follow(try Samples.booking(1, from: 12, to: 16), at: Samples.hours(1)) == [], "nothing new")
        let onto = try Samples.booking(1, from: 22, to: 26)
        let waiting = calendar.follow(onto, at: Samples.hours(2))
        #expect(waiting.map(\.assignment.conflict) == [.time])
        #expect(waiting[0].assignment.window == onto.window, "it is told where the booking is")
        #expect(!waiting[0].assignment.holdsTime)
        #expect(calendar.settle([onto.id: onto], at: Samples.hours(2)) == [], "still taken")
        _ = try calendar.release(other.id, because: "x", at: Samples.hours(3))
        let settled = calendar.settle([onto.id: onto], at: Samples.hours(3))
        #expect(settled.map(\.assignment.id) == [mover.id])
        #expect(settled.map(\.assignment.conflict) == [nil])
    }

    @Test("a booking that moves past a certificate's last day leaves a conflict, which a new certificate settles")
    func certificates() throws {
        var held = Certification(kind: .budtenderCertified, number: nil, issuedOn: nil, expiresOn: nil)
        held.expiresOn = try Samples.booking(1).lastDay
        var calendar = try Samples.calendar(Samples.details([held]))
        _ = try calendar.assign(
            Samples.id(1), to: Samples.booking(1), Samples.order("budtender"), by: Samples.actor(), at: Samples.noon)
        let later = try Samples.booking(1, from: 34, to: 38)
        let moved = calendar.follow(later, at: Samples.noon)
        #expect(moved.map(\.assignment.conflict) == [.certification])
        #expect(moved[0].assignment.holdsTime, "the time is theirs all the same")
        held.expiresOn = later.lastDay
        var renewed = PersonCalendar(of: try Samples.person(Samples.details([held])), calendar.assignments)
        #expect(renewed.settle([later.id: later], at: Samples.noon).map(\.assignment.conflict) == [nil])
    }

    @discardableResult
    private func assign(
        _ number: UInt64, to booking: KnownBooking, in calendar: inout PersonCalendar
    ) throws -> AssignmentChange {
        try calendar.assign(
            Samples.id(number), to: booking, Samples.order(), by: Samples.actor(), at: Samples.noon)
    }
}
