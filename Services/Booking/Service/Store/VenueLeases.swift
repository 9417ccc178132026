import BookingDomain
import Identifiers
import PlatformProtocol
import Postgres

/// The windows of venues that bookings hold. Whoever takes one claims the venue first, which makes those who ask at once
/// wait for each other; that no two exclusive ones overlap is held by the table's constraint whatever happens here.
struct VenueLeases: Sendable {
    /// What a booking holds: its dates at its venue, for so long.
    struct Plan: Sendable, Equatable {
        let venue: LocationID
        let dates: [TimeWindow]
        let people: Int
        /// Nil is for good.
        let until: Timestamp?

        /// Nil when nothing is held, or no place is chosen.
        init?(of booking: Booking, at now: Timestamp) throws {
            guard let venue = booking.details.locationID else { return nil }
            switch booking.slotHold(at: now) {
            case .none: return nil
            case .until(let moment): until = moment
            case .firm: until = nil
            }
            self.venue = venue
            dates = try booking.details.dateWindows
            people = booking.details.partySize
        }
    }

    /// Claims the windows of these dates, with what the venue keeps free around them. Nil when there is no such venue
    /// for this organisation.
    func claim(
        _ venue: LocationID, _ dates: [TimeWindow], for booking: BookingID, people: Int, in transaction: Transaction
    ) async throws -> (venue: LocationSnapshot, taken: TimestampRange?)? {
        let row = try await transaction.first(
            """
            SELECT snapshot, claim_venue(id, (
                    SELECT array_agg(tstzrange(
                        lower(date) - make_interval(mins => set_up_minutes),
                        upper(date) + make_interval(mins => tear_down_minutes)))
                    FROM unnest(\(dates.map(\.range))) AS date), \(booking), \(Int32(clamping: people)))
            FROM locations WHERE id = \(venue)
            """)
        guard let (snapshot, taken) = try row?.decode(JSONB<LocationSnapshot>.self, TimestampRange?.self) else {
            return nil
        }
        return (snapshot.value, taken)
    }

    /// Takes windows that were claimed.
    func insert(
        _ windows: [TimeWindow], _ plan: Plan, of booking: Booking, at venue: LocationSnapshot, ids: () -> UUID128,
        at now: Timestamp, in transaction: Transaction
    ) throws {
        for window in windows {
            try transaction.enqueue(
                """
                INSERT INTO leases (
                    id, organization_id, booking_id, venue_id, occupied, setup_minutes, teardown_minutes, is_exclusive,
                    party_size, status, kind, expires_at, created_at)
                VALUES (
                    \(ids()), \(booking.organizationID), \(booking.id), \(plan.venue), \(window.range),
                    \(Int32(clamping: venue.setUpMinutes)), \(Int32(clamping: venue.tearDownMinutes)),
                    \(venue.partiesAtOnce == 1), \(Int32(clamping: plan.people)), 'active', \(plan.kind),
                    \(plan.until), \(now))
                """)
        }
    }

    /// Moves what a booking holds from what it was to what it is after a change, in the transaction of the change:
    /// leases that stay get the new end, others are let go, and missing ones are taken.
    func settle(
        from old: Plan?, of booking: Booking, at venue: LocationSnapshot?, ids: () -> UUID128, at now: Timestamp,
        in transaction: Transaction
    ) async throws {
        guard let plan = try Plan(of: booking, at: now) else {
            return try release(booking, keeping: nil, [], at: now, in: transaction)
        }
        guard plan != old else { return }
        guard
            let claimed = try await claim(plan.venue, plan.dates, for: booking.id, people: plan.people, in: transaction)
        else { throw VenueRefusal.unknown }
        if let taken = claimed.taken { throw TimeConflict(taken) }
        let windows = try plan.windows(at: claimed.venue)
        try release(booking, keeping: plan.venue, windows, at: now, in: transaction)
        let kept = try await transaction.rows(
            """
            UPDATE leases SET kind = \(plan.kind), expires_at = \(plan.until), party_size = \(Int32(clamping: plan.people))
            WHERE booking_id = \(booking.id) AND status = 'active' RETURNING occupied
            """
        ).map { try $0.decode(TimestampRange.self) }
        let missing = windows.filter { !kept.contains($0.range) }
        try insert(missing, plan, of: booking, at: claimed.venue, ids: ids, at: now, in: transaction)
    }

    /// Lets go what is not among the windows to be kept.
    private func release(
        _ booking: Booking, keeping venue: LocationID?, _ windows: [TimeWindow], at now: Timestamp,
        in transaction: Transaction
    ) throws {
        try transaction.enqueue(
            """
            UPDATE leases SET status = 'released', released_at = \(now), release_reason = \(booking.status.rawValue)
            WHERE booking_id = \(booking.id) AND status = 'active'
                AND (venue_id = \(venue) AND occupied = ANY (\(windows.map(\.range)))) IS NOT TRUE
            """)
    }
}

extension VenueLeases.Plan {
    var kind: String { until == nil ? "firm" : "hold" }

    /// What is occupied at the venue. Dates of one booking that overlap with set-up and tear-down are one window: it is
    /// not in its own way.
    func windows(at venue: LocationSnapshot) throws -> [TimeWindow] {
        let buffers = VenueProjection(venue).buffers
        var windows: [TimeWindow] = []
        for date in dates {
            let window = try buffers.occupied(by: date)
            if let last = windows.last, window.start < last.end {
                windows[windows.count - 1] = try TimeWindow(start: last.start, end: max(last.end, window.end))
            } else {
                windows.append(window)
            }
        }
        return windows
    }
}

extension TimeWindow {
    var range: TimestampRange { TimestampRange(start..<end) }
}

extension BookingDetails {
    /// Each date that is named, from its start to its end.
    var dateWindows: [TimeWindow] {
        get throws {
            let duration = start.duration(to: end)
            return try namedDates.map { try TimeWindow(start: $0, end: $0.advanced(by: duration)) }
        }
    }

    /// Who comes, for counting: a party is at least one.
    var partySize: Int { max(1, conditions.expectedAttendance) }
}

extension VenueProjection {
    init(_ location: LocationSnapshot) {
        self.init(
            id: location.id, organizationID: location.organizationID, kind: location.kind, status: location.status,
            policy: location.bookingPolicy, grantedTo: Set(location.grantedTo), state: location.address.state,
            capacity: location.capacity, partiesAtOnce: location.partiesAtOnce,
            buffers: VenueBuffers(setUpMinutes: location.setUpMinutes, tearDownMinutes: location.tearDownMinutes)
                ?? .none)
    }
}

/// Has the constraint's refusal mean what it stands for. Behind a claim it does not come; should anything ever take a
/// lease without one, the answer is the same.
func refusingTakenVenues<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch PostgresError.exclusionViolation(constraint: "leases_no_overlap", _) {
        throw TimeConflict(nil)
    }
}
