import Identifiers
import KitsDomain
import Postgres
import ResourceAPI
import ServiceHost

/// Puts a kit on file.
struct CreatingKit: Sendable {
    let tools: ServiceTools
    let caller: Caller
    let id: KitID

    func run(_ profile: KitProfile, in transaction: Transaction) throws -> Kit {
        let kit = try Kit(id, of: caller.organizationID, profile, by: caller.actor, at: tools.clock.now)
        try KitStore().insert(kit, in: transaction)
        return kit
    }
}
