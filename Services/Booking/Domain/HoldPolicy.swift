public import Identifiers

/// How long a slot is held for somebody who has not got it yet.
///
/// A draft holds its slot for a while, counted from when it is made or given back; submitting holds it until the
/// decision is due. Neither holds it past the start: by then it has been used or wasted. A hold lapses by the clock
/// alone, without a change of the booking: whoever wants the slot takes it.
public struct HoldPolicy: Sendable, Hashable {
    public let draft: Duration
    public let decision: Duration

    /// An hour to fill in a form and three days to decide, as offices work over a weekend.
    public static let standard = HoldPolicy(unchecked: .seconds(3600), .seconds(72 * 3600))

    /// Nil when one is outside `BookingLimits.hold`, or a draft is held longer than a decision takes: submitting would
    /// shorten the hold.
    public init?(draft: Duration, decision: Duration) {
        guard BookingLimits.hold.contains(draft), BookingLimits.hold.contains(decision), draft <= decision else {
            return nil
        }
        self.init(unchecked: draft, decision)
    }

    private init(unchecked draft: Duration, _ decision: Duration) {
        self.draft = draft
        self.decision = decision
    }

    func draftExpiry(from now: Timestamp, start: Timestamp) -> Timestamp { min(now.advanced(by: draft), start) }

    func decisionDeadline(from now: Timestamp, start: Timestamp) -> Timestamp {
        min(now.advanced(by: decision), start)
    }
}

extension Booking {
    /// How its slot is held.
    public enum SlotHold: Sendable, Equatable {
        case none
        case until(Timestamp)
        case firm
    }

    /// How its slot is held at the moment; a hold whose time is over is none.
    public func slotHold(at now: Timestamp) -> SlotHold {
        switch status {
        case .draft, .changesRequested, .pendingApproval:
            guard let holdExpiresAt, holdExpiresAt > now else { return .none }
            return .until(holdExpiresAt)
        case .approved, .confirmed, .onHold, .inProgress: return .firm
        case .rejected, .completed, .cancelled, .expired, .noShow: return .none
        }
    }
}

/// What a venue keeps free around a booking.
public struct VenueBuffers: Sendable, Hashable {
    public let setUpMinutes: Int
    public let tearDownMinutes: Int

    public static let none = VenueBuffers(unchecked: 0, 0)

    /// Nil outside `BookingLimits.bufferMinutes`.
    public init?(setUpMinutes: Int, tearDownMinutes: Int) {
        let allowed = BookingLimits.bufferMinutes
        guard allowed.contains(setUpMinutes), allowed.contains(tearDownMinutes) else { return nil }
        self.init(unchecked: setUpMinutes, tearDownMinutes)
    }

    private init(unchecked setUpMinutes: Int, _ tearDownMinutes: Int) {
        self.setUpMinutes = setUpMinutes
        self.tearDownMinutes = tearDownMinutes
    }

    /// The window that a lease takes for one date: half-open, so that set-up may begin when the tear-down before it
    /// ends.
    public func occupied(by window: TimeWindow) throws(TimeWindowFault) -> TimeWindow {
        try window.extended(before: .seconds(setUpMinutes * 60), after: .seconds(tearDownMinutes * 60))
    }
}
