import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import StaffDomain

/// Locks people and reads their time.
struct CalendarStore: Sendable {
    private let bookings = BookingStore()

    /// A person's calendar, whose row nobody else has until the transaction ends.
    struct Loaded: Sendable {
        var calendar: PersonCalendar
        /// The bookings of what is in conflict.
        var bookings: [BookingID: KnownBooking]
    }

    /// Everything that an assignment is decided by.
    struct Question: Sendable {
        var booking: KnownBooking
        var crew: [StaffOnBooking]
        var calendar: PersonCalendar
    }

    /// Locks everybody who works on a booking, in the order that all take, and tells who they are.
    func lockCrew(of id: BookingID, in transaction: Transaction) async throws -> [StaffID] {
        try await transaction.rows(
            """
            SELECT id FROM staff_profiles WHERE id IN (
                SELECT staff_id FROM assignments
                WHERE booking_id = \(id) AND status IN ('created', 'offered', 'accepted', 'checked_in'))
            ORDER BY id FOR UPDATE
            """
        ).decode(StaffID.self)
    }

    /// Locks a person and reads what of their time is taken from a moment on, and, however long ago, by one booking.
    func load(
        _ id: StaffID, from: Timestamp, also bookingID: BookingID?, in transaction: Transaction
    ) async throws -> Loaded? {
        var batch = Batch(for: transaction.scope)
        let person = lockPerson(id, in: &batch)
        let assignments = taken(of: id, from: from, also: bookingID, in: &batch)
        let conflicting = batch.rows(
            """
            SELECT \(BookingStore.columns) FROM known_bookings WHERE id IN (
                SELECT booking_id FROM assignments WHERE staff_id = \(id) AND conflict IS NOT NULL
                    AND status IN ('created', 'offered', 'accepted', 'checked_in') AND upper(held) > \(from))
            """
        ) { try KnownBooking($0) }
        let results = try await transaction.run(batch)
        guard let found = try results[person] else { return nil }
        let known = try results[conflicting].map { ($0.id, $0) }
        return Loaded(
            calendar: PersonCalendar(of: found, try results[assignments]),
            bookings: Dictionary(known) { first, _ in first })
    }

    /// Locks a booking and a person of the caller's organisation, and reads all that an assignment is decided by; nil
    /// when either is not there.
    func load(
        _ bookingID: BookingID, _ staffID: StaffID, for caller: Caller, from now: Timestamp, in transaction: Transaction
    ) async throws -> Question? {
        var batch = Batch(for: transaction.scope)
        let booking = batch.first(
            """
            SELECT \(BookingStore.columns) FROM known_bookings
            WHERE id = \(bookingID) AND organization_id = \(caller.organizationID) FOR UPDATE
            """
        ) { try KnownBooking($0) }
        let person = lockPerson(staffID, in: &batch)
        let assignments = taken(of: staffID, from: now, also: bookingID, in: &batch)
        let crew = batch.rows(bookings.crew(of: bookingID)) { try StaffOnBooking($0) }
        let results = try await transaction.run(batch)
        guard let booking = try results[booking], let person = try results[person] else { return nil }
        return Question(
            booking: booking, crew: try results[crew],
            calendar: PersonCalendar(of: person, try results[assignments]))
    }

    /// The lock is a statement of its own: what comes behind it sees what whoever had the lock before has committed,
    /// in other tables as well.
    private func lockPerson(_ id: StaffID, in batch: inout Batch) -> Batch.Handle<StaffProfile?> {
        _ = batch.rows("SELECT 1 FROM staff_profiles WHERE id = \(id) FOR UPDATE")
        return batch.first("SELECT \(ProfileStore.columns) FROM staff_profiles p WHERE id = \(id)") {
            try StaffProfile($0)
        }
    }

    private func taken(
        of id: StaffID, from: Timestamp, also bookingID: BookingID?, in batch: inout Batch
    ) -> Batch.Handle<[Assignment]> {
        batch.rows(
            """
            SELECT \(AssignmentStore.columns) FROM assignments
            WHERE staff_id = \(id) AND status IN ('created', 'offered', 'accepted', 'checked_in')
                AND (upper(held) > \(from) OR booking_id = \(bookingID))
            """
        ) { try Assignment($0) }
    }
}
