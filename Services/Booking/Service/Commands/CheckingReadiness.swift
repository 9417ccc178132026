import BookingDomain
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Looks at everything a booking needs, item by item, writes down what the check found and tells it.
struct CheckingReadiness: Sendable {
    let tools: ServiceTools
    let origin: ChangeOrigin

    func run(
        _ id: BookingID, expecting version: ExpectedVersion, remarks: JSONValue?, in transaction: Transaction
    ) async throws -> BookingSurroundings? {
        try await ChangingBooking(tools: tools, as: origin).run(
            id, expecting: version, remarks: remarks, in: transaction
        ) { booking, surroundings, author, now in
            let recorded = try RecordingAssignments.record(&booking, surroundings, author, now)
            let readiness = Readiness(of: booking, given: surroundings.facts)
            return recorded + [booking.record(check: readiness, by: author, at: now)]
        }
    }
}
