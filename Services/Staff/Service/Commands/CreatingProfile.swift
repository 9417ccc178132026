import Identifiers
import Postgres
import ResourceAPI
import ServiceHost
import StaffDomain

/// Puts somebody on file.
struct CreatingProfile: Sendable {
    let tools: ServiceTools
    let caller: Caller
    let id: StaffID

    func run(_ details: StaffDetails, in transaction: Transaction) async throws -> StaffProfile {
        let profile = try StaffProfile(id, of: caller.organizationID, details, by: caller.actor, at: tools.clock.now)
        try await ProfileStore().insert(profile, in: transaction)
        return profile
    }
}
