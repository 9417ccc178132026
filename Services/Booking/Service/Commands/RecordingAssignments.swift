import BookingDomain
import Identifiers
import PlatformProtocol
import Postgres
import ServiceHost

/// Brings a booking's own lists of people and kits to what was told of its assignments, and tells it where they differ.
struct RecordingAssignments: Sendable {
    let tools: ServiceTools

    /// Nothing happens where there is no such booking: the fact is kept and counts once there is.
    func run(_ id: BookingID, told envelope: Envelope, in transaction: Transaction) async throws {
        let changing = ChangingBooking(tools: tools, as: ChangeOrigin(told: envelope, by: tools))
        _ = try await changing.run(id, in: transaction, Self.record)
    }

    static func record(
        _ booking: inout Booking, _ surroundings: BookingSurroundings, _ author: ChangeAuthor, _ now: Timestamp
    ) throws -> [BookingChange] {
        [
            try booking.record(staff: surroundings.assigned.staff, by: author, at: now),
            try booking.record(kits: surroundings.assigned.kits, by: author, at: now),
        ]
    }
}
