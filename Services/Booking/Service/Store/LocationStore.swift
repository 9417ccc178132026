import Identifiers
import PlatformProtocol
import Postgres

/// The copies of locations. Which of them the organisation sees, row-level security says.
struct LocationStore: Sendable {
    func find(_ id: LocationID, in transaction: Transaction) async throws -> LocationSnapshot? {
        try await transaction.first("SELECT snapshot FROM locations WHERE id = \(id)")?
            .decode(JSONB<LocationSnapshot>.self).value
    }
}
