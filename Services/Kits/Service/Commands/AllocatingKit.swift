import Identifiers
import KitsDomain
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost

/// Takes a kit for a booking.
struct AllocatingKit: Sendable {
    let tools: ServiceTools
    let caller: Caller
    let id: KitAssignmentID

    func run(
        _ bookingID: BookingID, _ kitID: KitID, notes: String?, in transaction: Transaction
    ) async throws -> KitAllocation {
        let now = tools.clock.now
        guard
            let (booking, calendar) = try await CalendarStore().load(
                bookingID, kitID, for: caller, from: now, in: transaction)
        else { throw Problem(.notFound, detail: "The booking or the kit is not known here.") }
        var free = calendar
        let change = try free.allocate(id, to: booking, notes: notes, by: caller.actor, at: now)
        try await AllocationStore().insert(change.allocation, in: transaction)
        let teller = Telling(outbox: tools.outbox, cause: caller.cause, actor: caller.actor, transaction: transaction)
        try teller.tell(change)
        return change.allocation
    }
}
