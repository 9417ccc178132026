import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Gives a kit back unused, which may settle a conflict of another allocation of it.
struct ReleasingKit: Sendable {
    let tools: ServiceTools
    let caller: Caller
    private let store = AllocationStore()

    init(tools: ServiceTools, caller: Caller) {
        (self.tools, self.caller) = (tools, caller)
    }

    func run(
        _ id: KitAssignmentID, expecting version: ExpectedVersion, because reason: String, in transaction: Transaction
    ) async throws -> KitAllocation {
        guard let seen = try await store.find(id, for: caller, in: transaction) else { throw Problem(.notFound) }
        let now = tools.clock.now
        let loaded = try await CalendarStore().load(
            seen.kitID, from: min(now, seen.usage.start), also: seen.bookingID, in: transaction)
        // The kit is locked only now: what was seen before may be over.
        guard var loaded, let current = try await store.find(id, for: caller, in: transaction) else {
            throw Problem(.notFound)
        }
        try version.check(against: current.version)
        guard let change = try loaded.calendar.release(id, because: reason, at: now) else {
            throw KitError.notReleasable(current.status)
        }
        let teller = Telling(outbox: tools.outbox, cause: caller.cause, actor: caller.actor, transaction: transaction)
        try await teller.save([change] + loaded.calendar.settle(loaded.bookings, at: now))
        return change.allocation
    }
}
