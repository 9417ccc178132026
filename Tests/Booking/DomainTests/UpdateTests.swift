import BookingDomain
import Identifiers
import Testing

@Suite("Changing a booking")
struct UpdateTests {
    typealias Edit = @Sendable (inout BookingDetails) -> Void

    static let later: Edit = {
        $0.start = $0.start.advanced(by: .seconds(3600))
        $0.end = $0.end.advanced(by: .seconds(3600))
    }

    /// The policy of C49, each boundary with its neighbour.
    static let approvals: [(String, [BookingField], Bool, Edit)] = [
        ("title", [.title], false, { $0.title = "Other" }),
        ("date", [.start, .end], true, later),
        ("end alone", [.end], true, { $0.end = $0.end.advanced(by: .seconds(60)) }),
        ("zone", [.timeZone], true, { $0.timeZone = "America/Phoenix" }),
        ("dates", [.eventDates], true, { $0.eventDates = [$0.start] }),
        ("location", [.locationID], true, { $0.locationID = nil }),
        ("state", [.state], true, { $0.state = .nevada }),
        ("type", [.bookingType], true, { $0.type = .privateParty }),
        ("city", [.city], false, { $0.city = "Boulder" }),
        ("attendance", [.conditions], false, { $0.conditions.expectedAttendance = 41 }),
        ("budget 10 % up", [.budget], false, { $0.budget = Sample.usd(220_000) }),
        ("budget a cent more", [.budget], true, { $0.budget = Sample.usd(220_001) }),
        ("budget down", [.budget], false, { $0.budget = Sample.usd(1) }),
        ("no ceiling any more", [.budget], true, { $0.budget = nil }),
    ]

    @Test("an approved booking needs a new approval for some changes, and then waits on hold", arguments: approvals)
    func reapproval(name: String, fields: [BookingField], needed: Bool, edit: Edit) throws {
        for status in [BookingStatus.approved, .confirmed] {
            var booking = try Sample.booking(status)
            var details = booking.details
            edit(&details)
            let change = try booking.update(to: details, by: Sample.author(), at: Sample.now)
            #expect(change.events.first?.event == .updated(fields, needsReapproval: needed))
            #expect(change.events.count == (needed ? 2 : 1))
            #expect(booking.status == (needed ? .onHold : status))
            #expect(booking.needsReapproval == needed && booking.budgetApproved == !needed)
            #expect((change.history != nil) == needed)
        }
    }

    @Test(
        "before an approval nothing needs another",
        arguments: [BookingStatus.draft, .pendingApproval, .changesRequested])
    func unapproved(status: BookingStatus) throws {
        var booking = try Sample.booking(status)
        var details = booking.details
        Self.later(&details)
        let change = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        #expect(change.events.map(\.event) == [.updated([.start, .end], needsReapproval: false)])
        #expect(booking.status == status && booking.window.start == details.start)
    }

    @Test("who resumes a changed booking agrees to the changes")
    func agreed() throws {
        var booking = try Sample.booking(.approved)
        var details = booking.details
        Self.later(&details)
        _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        details.title = "Small change after the big one"
        let second = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        #expect(second.events.map(\.event) == [.updated([.title], needsReapproval: true)])
        _ = try booking.resume(compliance: nil, by: Sample.author(), at: Sample.now)
        #expect(booking.status == .approved && !booking.needsReapproval && booking.budgetApproved)
    }

    static let editable: [(BookingStatus, BookingField, Bool)] = BookingStatus.allCases.flatMap { status in
        let isPlanned = [.draft, .pendingApproval, .changesRequested, .approved, .confirmed, .onHold].contains(status)
        let isHeld = [.inProgress, .completed].contains(status)
        let rows: [(BookingStatus, BookingField, Bool)] = [
            (status, .title, isPlanned), (status, .description, isPlanned || isHeld), (status, .actualCost, isHeld),
        ]
        return rows
    }

    @Test("what may be changed depends on the status", arguments: editable)
    func fields(status: BookingStatus, field: BookingField, isAllowed: Bool) throws {
        var booking = try Sample.booking(status)
        let before = booking
        var details = booking.details
        switch field {
        case .title: details.title = "Other"
        case .description: details.description = "Other"
        default: details.actualCost = Sample.usd(7)
        }
        if isAllowed {
            _ = try booking.update(to: details, by: Sample.author(), at: Sample.end)
            #expect(booking.details == details)
        } else {
            #expect(throws: BookingError.notEditable([field], in: status)) {
                try booking.update(to: details, by: Sample.author(), at: Sample.end)
            }
            #expect(booking == before)
        }
    }

    @Test("every field that differs is told, in the order of the table")
    func everyField() {
        let old = Sample.details()
        var new = old
        new.clientID = ClientID(UUID128(high: 1, low: 1))
        new.region = "Front Range"
        new.recurrence = CalendarDay(year: 2027, month: 1, day: 1).map {
            Recurrence(frequency: .weekly, interval: 1, endDate: $0)
        }
        new.requirements = Sample.document("{}")
        new.staffRequirements = nil
        new.equipmentRequirements = nil
        new.metadata = Sample.document("{}")
        #expect(
            new.changedFields(from: old) == [
                .clientID, .region, .recurrence, .requirements, .staffRequirements, .equipmentRequirements, .metadata,
            ])
        #expect(old.changedFields(from: old).isEmpty)
    }

    @Test("nothing changed is nothing told")
    func nothing() throws {
        var booking = try Sample.booking(.approved)
        let before = booking
        #expect(try booking.update(to: booking.details, by: Sample.author("x"), at: Sample.end).isEmpty)
        #expect(booking == before)
    }

    @Test("only a start that moves has to lie ahead")
    func past() throws {
        let afterStart = Sample.start.advanced(by: .seconds(60))
        var booking = try Sample.booking(.confirmed)
        var details = booking.details
        details.title = "Other"
        _ = try booking.update(to: details, by: Sample.author(), at: afterStart)
        details.start = afterStart.advanced(by: .microseconds(-1))
        #expect(throws: BookingError.invalid([BookingFault(.start, .inThePast)])) {
            try booking.update(to: details, by: Sample.author(), at: afterStart)
        }
        details.start = afterStart
        _ = try booking.update(to: details, by: Sample.author(), at: afterStart)
        #expect(booking.window.start == afterStart)
    }

    @Test("a start that comes nearer brings the deadline along")
    func deadline() throws {
        var booking = try Sample.booking(.pendingApproval)
        var details = booking.details
        details.start = Sample.now.advanced(by: .seconds(60))
        _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        #expect(booking.holdExpiresAt == details.start)
    }

    @Test("another currency drops an estimate in the old one")
    func currency() throws {
        var booking = try Sample.draft()
        _ = try booking.record(
            estimate: CostEstimate(Sample.usd(9), .rateCard), by: Sample.author(), at: Sample.now)
        var details = booking.details
        details.currency = try #require(Currency("EUR"))
        details.budget = nil
        details.staffRequirements = nil
        let change = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        #expect(booking.estimate == nil)
        #expect(
            change.events.map(\.event)
                == [.updated([.currency, .budget, .staffRequirements, .estimatedCost], needsReapproval: false)])
    }

    @Test("a booking beyond a draft does not move to a state where the platform does not operate")
    func planned() throws {
        var details = Sample.details()
        details.state = .texas
        for status in [BookingStatus.draft, .changesRequested, .pendingApproval, .approved] {
            var booking = try Sample.booking(status)
            if [.draft, .changesRequested].contains(status) {
                _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
            } else {
                #expect(throws: BookingError.stateNotOperable(.texas)) {
                    try booking.update(to: details, by: Sample.author(), at: Sample.now)
                }
            }
        }
    }

    @Test("facts of other services are recorded once and make an earlier check stale")
    func recorded() throws {
        var booking = try Sample.booking(.approved)
        let readiness = Readiness(of: booking, given: Sample.goodFacts)
        let check = booking.record(check: readiness, by: try Sample.author(), at: Sample.now)
        #expect(check.events.map(\.event) == [.operationalVerified(.verified, readiness.items)])
        #expect(booking.operationalStatus == .verified)
        #expect(try booking.record(staff: [Sample.staff], by: Sample.author(), at: Sample.now).isEmpty)
        let change = try booking.record(staff: [], by: Sample.author("staff", .system), at: Sample.now)
        #expect(change.events.map(\.event) == [.updated([.assignedStaff], needsReapproval: false)])
        #expect(booking.operationalStatus == .pending && change.history == nil)
        #expect(throws: BookingError.invalid([BookingFault(.assignedKits, .repeated)])) {
            try booking.record(kits: [Sample.kit, Sample.kit], by: Sample.author(), at: Sample.now)
        }
    }

    @Test("as many people and kits as there is room for, and not one more")
    func room() throws {
        var booking = try Sample.draft()
        let people = (1...1001).map { StaffID(UUID128(high: 2, low: $0)) }
        let kits = (1...1001).map { KitAssignmentID(UUID128(high: 2, low: $0)) }
        _ = try booking.record(staff: Array(people.dropLast()), by: Sample.author(), at: Sample.now)
        _ = try booking.record(kits: Array(kits.dropLast()), by: Sample.author(), at: Sample.now)
        #expect(throws: BookingError.invalid([BookingFault(.assignedStaff, .tooMany(max: 1000))])) {
            try booking.record(staff: people, by: Sample.author(), at: Sample.now)
        }
        #expect(throws: BookingError.invalid([BookingFault(.assignedKits, .tooMany(max: 1000))])) {
            try booking.record(kits: kits, by: Sample.author(), at: Sample.now)
        }
    }
}
