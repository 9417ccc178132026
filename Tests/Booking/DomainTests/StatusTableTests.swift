import BookingDomain
import Identifiers
import Testing

@Suite("The table of statuses")
struct StatusTableTests {
    /// Written down a second time, from the documents: 001's machine word for word, then what was settled.
    static let expected: [BookingStatus: [BookingStatus]] = [
        .draft: [.pendingApproval, .cancelled],
        .pendingApproval: [.approved, .cancelled, .changesRequested, .rejected, .expired],
        .approved: [.confirmed, .cancelled, .onHold],
        .confirmed: [.inProgress, .cancelled, .onHold, .noShow],
        .inProgress: [.completed, .cancelled],
        .onHold: [.approved, .cancelled],
        .completed: [], .cancelled: [],
        .changesRequested: [.pendingApproval, .cancelled],
        .rejected: [.draft],
        .expired: [], .noShow: [],
    ]

    static let pairs = BookingStatus.allCases.flatMap { from in BookingStatus.allCases.map { (from, $0) } }

    @Test("a pair is in the table exactly when the documents name it", arguments: pairs)
    func pair(from: BookingStatus, to: BookingStatus) throws {
        let isAllowed = try #require(Self.expected[from]).contains(to)
        #expect((BookingLifecycle.statuses.fact(from: from, to: to) != nil) == isAllowed)
    }

    @Test(
        "a booking follows every pair of the table and refuses every other, telling what is allowed", arguments: pairs)
    func moves(from: BookingStatus, to: BookingStatus) throws {
        var booking = try Sample.booking(from)
        let before = booking
        let allowed = try #require(Self.expected[from])
        func move() throws -> BookingChange {
            try booking.changeStatus(
                to: to, reason: "because", on: Sample.grounds(booking), by: Sample.author(), at: Sample.moment(of: to))
        }
        guard allowed.contains(to) else {
            let error = try #require(throws: BookingError.self) { _ = try move() }
            guard case .transitionRefused(let refusedFrom, let refusedTo, let told) = error else {
                Issue.record("another error: \(error)")
                return
            }
            #expect(refusedFrom == from && refusedTo == to)
            #expect(Set(told) == Set(allowed))
            #expect(booking == before)
            return
        }
        let change = try move()
        #expect(booking.status == to)
        #expect(change.history?.fromStatus == from)
        #expect(change.history?.toStatus == to)
    }

    @Test("a rejected booking becomes a draft only if whoever rejected it allowed that")
    func resubmission() throws {
        var booking = try Sample.booking(.pendingApproval)
        _ = try booking.reject(reason: "no", allowResubmission: false, by: Sample.author(), at: Sample.now)
        #expect(booking.allowedNext.isEmpty)
        #expect(throws: BookingError.resubmissionNotAllowed) {
            try booking.resubmit(holds: .standard, by: Sample.author(), at: Sample.now)
        }
        #expect(try Sample.booking(.rejected).allowedNext == [.draft])
    }

    static let reasons: [(BookingStatus, BookingStatus, String)] = [
        (.draft, .pendingApproval, "Booking submitted for approval"),
        (.pendingApproval, .approved, "Booking approved by manager"),
        (.approved, .confirmed, "Booking confirmed with staff and location"),
        (.confirmed, .inProgress, "Booking started"),
        (.inProgress, .completed, "Booking completed successfully"),
        (.draft, .cancelled, "Booking cancelled before submission"),
        (.pendingApproval, .cancelled, "Booking rejected during approval"),
        (.approved, .cancelled, "Approved booking cancelled"),
        (.confirmed, .cancelled, "Confirmed booking cancelled"),
        (.inProgress, .cancelled, "Active booking cancelled"),
    ]

    @Test("ten moves have a text of their own, all others the same one")
    func reasonTexts() {
        for move in BookingLifecycle.statuses.moves {
            let text = Self.reasons.first { $0 == move.from && $1 == move.to && !$2.isEmpty }?.2
            #expect(move.fact.reason == text ?? "Status updated", "\(move.from) to \(move.to)")
        }
        #expect(BookingLifecycle.statuses.moves.count { $0.fact.reason != "Status updated" } == Self.reasons.count)
    }

    @Test("the type of a move follows from where it leads")
    func types() {
        for move in BookingLifecycle.statuses.moves {
            let expected: BookingTransitionType =
                switch (move.from, move.to) {
                case (_, .cancelled): .cancellation
                case (_, .completed): .completion
                case (_, .pendingApproval): .submission
                case (.pendingApproval, .approved): .approval
                default: .progression
                }
            #expect(move.fact.type == expected, "\(move.from) to \(move.to)")
        }
    }

    static let hour: Int64 = 3600
    static let impacts: [(BookingStatus, Int64, ImpactLevel)] = [
        (.cancelled, 24 * hour - 1, .high), (.cancelled, 24 * hour, .medium), (.cancelled, 72 * hour - 1, .medium),
        (.cancelled, 72 * hour, .low), (.cancelled, -1, .high), (.inProgress, 0, .high), (.completed, 0, .medium),
        (.onHold, hour, .low),
    ]

    @Test("a cancellation upsets the more the nearer the start is", arguments: impacts)
    func impact(to: BookingStatus, secondsBefore: Int64, expected: ImpactLevel) throws {
        var booking = try Sample.booking(to == .completed ? .inProgress : .confirmed)
        let change = try booking.changeStatus(
            to: to, on: Sample.grounds(booking), by: Sample.author(),
            at: Sample.start.advanced(by: .seconds(-secondsBefore)))
        guard case .statusChanged(let told) = change.events.first?.event else {
            Issue.record("the move is not told first")
            return
        }
        #expect(told.impact == expected)
    }

    @Test("nothing leads out of what is over")
    func finals() {
        #expect(BookingLifecycle.statuses.finals == [.completed, .cancelled, .expired, .noShow])
    }
}
