import Identifiers
import PlatformProtocol
import Postgres
import RegionsDomain
import ResourceAPI
import ServiceHost

/// Moves the review of a location on: submits, approves or rejects it.
struct ReviewingLocation: Sendable {
    typealias Move = @Sendable (inout Location, Timestamp) throws(LocationError) -> LocationEvent

    let tools: ServiceTools
    let caller: Caller
    private let store = LocationStore()

    init(tools: ServiceTools, caller: Caller) {
        (self.tools, self.caller) = (tools, caller)
    }

    func run(
        _ id: LocationID, expecting version: ExpectedVersion, _ move: Move, in transaction: Transaction
    ) async throws -> Location {
        guard var location = try await store.lock(id, for: caller, in: transaction),
            !caller.isLimitedToOwn || location.createdBy == caller.actor
        else { throw Problem(.notFound) }
        try version.check(against: location.version)
        let event = try move(&location, tools.clock.now)
        try store.saveReview(location, in: transaction)
        try tools.outbox.append(event, of: location, by: caller, in: transaction)
        return location
    }
}
