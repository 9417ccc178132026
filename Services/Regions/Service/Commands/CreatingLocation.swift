import Identifiers
import Postgres
import RegionsDomain
import ResourceAPI
import ServiceHost

/// Puts a location on file.
struct CreatingLocation: Sendable {
    let tools: ServiceTools
    let caller: Caller
    let id: LocationID

    func run(_ profile: LocationProfile, in transaction: Transaction) throws -> Location {
        let location = try Location(id, of: caller.organizationID, profile, by: caller.actor, at: tools.clock.now)
        try LocationStore().insert(location, in: transaction)
        try tools.outbox.append(.created, of: location, by: caller, in: transaction)
        return location
    }
}
