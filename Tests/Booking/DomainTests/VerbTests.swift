import BookingDomain
import Identifiers
import Testing

@Suite("What is done to a booking")
struct VerbTests {
    private func names(_ change: BookingChange) -> [String] {
        change.events.map { told in String(describing: told.event).prefix { $0 != "(" }.description }
    }

    static let tellings: [(BookingStatus, BookingStatus, [String])] = [
        (.draft, .pendingApproval, ["statusChanged", "submitted", "stageAdvanced"]),
        (.changesRequested, .pendingApproval, ["statusChanged", "submitted"]),
        (.pendingApproval, .approved, ["statusChanged", "approved", "stageAdvanced"]),
        (.pendingApproval, .rejected, ["statusChanged", "rejected"]),
        (.pendingApproval, .changesRequested, ["statusChanged", "changesRequested"]),
        (.pendingApproval, .expired, ["statusChanged", "expired", "stageAdvanced"]),
        (.approved, .confirmed, ["statusChanged", "confirmed", "stageAdvanced"]),
        (.approved, .onHold, ["statusChanged"]),
        (.onHold, .approved, ["statusChanged"]),
        (.confirmed, .inProgress, ["statusChanged", "checkedIn", "stageAdvanced"]),
        (.confirmed, .noShow, ["statusChanged", "stageAdvanced"]),
        (.confirmed, .cancelled, ["statusChanged", "cancelled", "stageAdvanced"]),
        (.inProgress, .completed, ["statusChanged", "completed", "stageAdvanced"]),
        (.rejected, .draft, ["statusChanged"]),
    ]

    @Test("a move is told by the general event, then by its own, then by that of the stage", arguments: tellings)
    func told(from: BookingStatus, to: BookingStatus, expected: [String]) throws {
        var booking = try Sample.booking(from)
        let version = booking.version
        let change = try booking.changeStatus(
            to: to, reason: "because", on: Sample.grounds(booking), by: Sample.author("she", .guest),
            at: Sample.moment(of: to))
        #expect(names(change) == expected)
        #expect(change.events.map(\.version) == Array(version + 1...version + expected.count))
        #expect(booking.version == version + expected.count && change.history?.version == booking.version)
        #expect(change.by.kind == .guest && booking.updatedBy.text == "she")
    }

    @Test("submitting holds the slot until the decision is due, and no longer than until the start")
    func deadline() throws {
        let booking = try Sample.booking(.pendingApproval)
        #expect(booking.holdExpiresAt == Sample.now.advanced(by: .seconds(72 * 3600)))
        #expect(booking.moments.submitted == Sample.now)
        var late = try Sample.draft()
        let hourBefore = Sample.start.advanced(by: .seconds(-3600))
        _ = try late.submit(compliance: nil, holds: .standard, by: Sample.author(), at: hourBefore)
        #expect(late.holdExpiresAt == Sample.start)
        var tooLate = try Sample.draft()
        #expect(throws: BookingError.alreadyBegun(start: Sample.start)) {
            try tooLate.submit(compliance: nil, holds: .standard, by: Sample.author(), at: Sample.start)
        }
    }

    @Test("approval makes the slot firm and approves the budget; after the deadline it is refused")
    func approval() throws {
        let deadline = try #require(Sample.booking(.pendingApproval).holdExpiresAt)
        var booking = try Sample.booking(.pendingApproval)
        let lastMoment = deadline.advanced(by: .microseconds(-1))
        _ = try booking.approve(compliance: nil, notes: "fine", by: Sample.author(), at: lastMoment)
        #expect(booking.slotHold(at: lastMoment) == .firm && booking.budgetApproved && booking.holdExpiresAt == nil)
        var late = try Sample.booking(.pendingApproval)
        #expect(throws: BookingError.decisionTooLate(deadline: deadline)) {
            try late.approve(compliance: nil, by: Sample.author(), at: deadline)
        }
    }

    @Test("it expires at the deadline and not before")
    func expiry() throws {
        var booking = try Sample.booking(.pendingApproval)
        let deadline = try #require(booking.holdExpiresAt)
        #expect(throws: BookingError.notExpired(deadline: deadline)) {
            try booking.expire(by: Sample.author("sweep", .system), at: deadline.advanced(by: .microseconds(-1)))
        }
        _ = try booking.expire(by: Sample.author("sweep", .system), at: deadline)
        #expect(booking.status == .expired && booking.slotHold(at: deadline) == .none)
    }

    static let laws: [(ComplianceDecision, Bool)] = [
        (.compliant, true), (.conditional, true), (.nonCompliant, false), (.notPermitted, false),
    ]

    @Test("what the law refuses is neither submitted, approved nor resumed", arguments: laws)
    func law(decision: ComplianceDecision, isAdmitted: Bool) throws {
        let standing = Sample.standing(decision)
        let refusal = BookingError.complianceRefused(decision)
        func expect(_ step: () throws -> Void) {
            if isAdmitted {
                #expect(throws: Never.self) { try step() }
            } else {
                #expect(throws: refusal) { try step() }
            }
        }
        expect {
            var draft = try Sample.draft()
            _ = try draft.submit(compliance: standing, holds: .standard, by: Sample.author(), at: Sample.now)
        }
        expect {
            var pending = try Sample.booking(.pendingApproval)
            _ = try pending.approve(compliance: standing, by: Sample.author(), at: Sample.now)
        }
        expect {
            var held = try Sample.booking(.onHold)
            _ = try held.resume(compliance: standing, by: Sample.author(), at: Sample.now)
        }
    }

    @Test("a refusal of what the booking was before does not count any more")
    func staleLaw() throws {
        var booking = try Sample.draft()
        var details = booking.details
        details.conditions.hasConsumption = true
        _ = try booking.update(to: details, by: Sample.author(), at: Sample.now)
        #expect(booking.legalVersion == 2)
        var fresh = booking
        _ = try booking.submit(
            compliance: Sample.standing(.nonCompliant, of: 1), holds: .standard, by: Sample.author(), at: Sample.now)
        #expect(throws: BookingError.complianceRefused(.nonCompliant)) {
            try fresh.submit(
                compliance: Sample.standing(.nonCompliant, of: 2), holds: .standard, by: Sample.author(),
                at: Sample.now)
        }
    }

    @Test("a rejection needs a reason and lets the slot go")
    func rejection() throws {
        var booking = try Sample.booking(.pendingApproval)
        #expect(throws: BookingError.invalid([BookingFault(.reason, .required)])) {
            try booking.reject(reason: " ", allowResubmission: true, by: Sample.author(), at: Sample.now)
        }
        #expect(throws: BookingError.invalid([BookingFault(.reason, .tooLong(max: 2000))])) {
            try booking.reject(
                reason: String(repeating: "x", count: 2001), allowResubmission: true, by: Sample.author(),
                at: Sample.now)
        }
        _ = try booking.reject(
            reason: String(repeating: "x", count: 2000), allowResubmission: true, by: Sample.author(), at: Sample.now)
        #expect(booking.slotHold(at: Sample.now) == .none)
        _ = try booking.resubmit(holds: .standard, by: Sample.author(), at: Sample.now)
        #expect(booking.slotHold(at: Sample.now) != .none && !booking.allowsResubmission)
    }

    @Test("changes that are asked for name a field and a reason, all faults at once")
    func changes() throws {
        var booking = try Sample.booking(.pendingApproval)
        #expect(throws: BookingError.invalid([BookingFault(.changes, .required)])) {
            try booking.requestChanges([], holds: .standard, by: Sample.author(), at: Sample.now)
        }
        let wrong = BookingError.invalid([
            BookingFault(.changes, .required, at: 1, part: "field"),
            BookingFault(.changes, .required, at: 1, part: "reason"),
        ])
        #expect(throws: wrong) {
            try booking.requestChanges(
                [AskedChange(field: "title", reason: "too loud"), AskedChange(field: "", reason: " ")],
                holds: .standard, by: Sample.author(), at: Sample.now)
        }
        let one = AskedChange(field: "title", reason: "too loud", suggestedValue: "Quiet evening")
        #expect(throws: BookingError.invalid([BookingFault(.changes, .tooMany(max: 100))])) {
            try booking.requestChanges(
                Array(repeating: one, count: 101), holds: .standard, by: Sample.author(), at: Sample.now)
        }
        let change = try booking.requestChanges([one], holds: .standard, by: Sample.author(), at: Sample.now)
        #expect(change.events.last?.event == .changesRequested([one]))
        #expect(booking.holdExpiresAt == Sample.now.advanced(by: .seconds(3600)))
    }

    @Test("confirming and starting need what gates them", arguments: [BookingStatus.approved, .confirmed])
    func gates(status: BookingStatus) throws {
        var booking = try Sample.booking(status)
        let nothing = Readiness(of: booking, given: ReadinessFacts())
        let blocking = nothing.blocking(status == .approved ? .confirm : .start)
        #expect(blocking.map(\.kind) == [.venue, .compliance])
        #expect(throws: BookingError.notReady(blocking)) {
            if status == .approved {
                try booking.confirm(given: nothing, by: Sample.author(), at: Sample.now)
            } else {
                try booking.start(given: nothing, by: Sample.author(), at: Sample.start)
            }
        }
    }

    @Test("it starts a day early at most; that nobody came is known at the start and not before")
    func early() throws {
        let earliest = Sample.start.advanced(by: .seconds(-86_400))
        var booking = try Sample.booking(.confirmed)
        let readiness = Readiness(of: booking, given: Sample.goodFacts)
        #expect(throws: BookingError.tooEarly(notBefore: earliest)) {
            try booking.start(given: readiness, by: Sample.author(), at: earliest.advanced(by: .microseconds(-1)))
        }
        #expect(throws: BookingError.tooEarly(notBefore: Sample.start)) {
            try booking.markNoShow(by: Sample.author(), at: Sample.start.advanced(by: .microseconds(-1)))
        }
        _ = try booking.start(given: readiness, by: Sample.author(), at: earliest)
        #expect(booking.moments.checkedIn == earliest)
    }

    @Test("a cancellation records who and why, and the table's reason when none is given")
    func cancellation() throws {
        var booking = try Sample.booking(.approved)
        let change = try booking.cancel(by: Sample.author("she"), at: Sample.now)
        #expect(booking.cancellation?.by.text == "she")
        #expect(booking.cancellation?.reason == "Approved booking cancelled")
        #expect(change.history?.reason == "Approved booking cancelled")
        #expect(booking.moments.cancelled == Sample.now && booking.slotHold(at: Sample.now) == .none)
    }

    @Test("completing takes the cost, in the booking's currency")
    func completion() throws {
        var booking = try Sample.booking(.inProgress)
        let euro = Money(minorUnits: 1, currency: try #require(Currency("EUR")))
        #expect(throws: BookingError.invalid([BookingFault(.actualCost, .otherCurrency)])) {
            try booking.complete(actualCost: euro, by: Sample.author(), at: Sample.end)
        }
        _ = try booking.complete(actualCost: Sample.usd(5), by: Sample.author(), at: Sample.end)
        #expect(booking.details.actualCost == Sample.usd(5))
    }

    @Test("a clock that steps back does not take the booking back")
    func clock() throws {
        var booking = try Sample.booking(.approved)
        _ = try booking.hold(by: Sample.author(), at: Sample.now.advanced(by: .seconds(-5)))
        #expect(booking.updatedAt == Sample.now)
    }
}
