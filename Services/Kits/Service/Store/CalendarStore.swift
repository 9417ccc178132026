import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI

/// Locks kits and reads what they are taken for.
struct CalendarStore: Sendable {
    /// Statuses in which a kit is taken, as `KitStates.hold` has them.
    private static let held = KitStates.hold.map(\.rawValue)

    /// A kit's calendar, whose row nobody else has until the transaction ends.
    struct Loaded: Sendable {
        var calendar: KitCalendar
        /// The bookings of what is in conflict.
        var bookings: [BookingID: KnownBooking]
    }

    /// Locks all kits of a booking, in the order that all take, and tells which they are.
    func lockKits(of id: BookingID, in transaction: Transaction) async throws -> [KitID] {
        try await transaction.rows(
            """
            SELECT id FROM kits WHERE id IN (
                SELECT kit_id FROM kit_allocations WHERE booking_id = \(id) AND status = ANY (\(Self.held)))
            ORDER BY id FOR UPDATE
            """
        ).decode(KitID.self)
    }

    /// Locks a kit and reads what it is taken for from a moment on, and, however long ago, by one booking.
    func load(
        _ id: KitID, from: Timestamp, also bookingID: BookingID?, in transaction: Transaction
    ) async throws -> Loaded? {
        var batch = Batch(for: transaction.scope)
        let kit = lockKit(id, in: &batch)
        let allocations = taken(id, from: from, also: bookingID, in: &batch)
        let conflicting = batch.rows(
            """
            SELECT \(BookingStore.columns) FROM known_bookings WHERE id IN (
                SELECT booking_id FROM kit_allocations WHERE kit_id = \(id) AND conflict IS NOT NULL
                    AND status = ANY (\(Self.held)) AND upper(planned) > \(from))
            """
        ) { try KnownBooking($0) }
        let results = try await transaction.run(batch)
        guard let found = try results[kit] else { return nil }
        let known = try results[conflicting].map { ($0.id, $0) }
        return Loaded(
            calendar: KitCalendar(of: found, try results[allocations]),
            bookings: Dictionary(known) { first, _ in first })
    }

    /// Locks a booking and a kit of the caller's organisation, and reads all that an allocation is decided by; nil when
    /// either is not there.
    func load(
        _ bookingID: BookingID, _ kitID: KitID, for caller: Caller, from now: Timestamp, in transaction: Transaction
    ) async throws -> (KnownBooking, KitCalendar)? {
        var batch = Batch(for: transaction.scope)
        let booking = batch.first(
            """
            SELECT \(BookingStore.columns) FROM known_bookings
            WHERE id = \(bookingID) AND organization_id = \(caller.organizationID) FOR UPDATE
            """
        ) { try KnownBooking($0) }
        let kit = lockKit(kitID, in: &batch)
        let allocations = taken(kitID, from: now, also: bookingID, in: &batch)
        let results = try await transaction.run(batch)
        guard let booking = try results[booking], let kit = try results[kit] else { return nil }
        return (booking, KitCalendar(of: kit, try results[allocations]))
    }

    /// The lock is a statement of its own: what comes behind it sees what whoever had the lock before has committed,
    /// in other tables as well.
    private func lockKit(_ id: KitID, in batch: inout Batch) -> Batch.Handle<Kit?> {
        _ = batch.rows("SELECT 1 FROM kits WHERE id = \(id) FOR UPDATE")
        return batch.first("SELECT \(KitStore.columns) FROM kits k WHERE k.id = \(id)") { try Kit($0) }
    }

    private func taken(
        _ id: KitID, from: Timestamp, also bookingID: BookingID?, in batch: inout Batch
    ) -> Batch.Handle<[KitAllocation]> {
        batch.rows(
            """
            SELECT \(AllocationStore.columns) FROM kit_allocations
            WHERE kit_id = \(id) AND status = ANY (\(Self.held))
                AND (upper(planned) > \(from) OR booking_id = \(bookingID))
            """
        ) { try KitAllocation($0) }
    }
}
