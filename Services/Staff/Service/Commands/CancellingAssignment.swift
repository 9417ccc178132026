import Identifiers
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceHost
import StaffDomain

/// Gives a person's time back, which may settle a conflict of another assignment of theirs.
struct CancellingAssignment: Sendable {
    let tools: ServiceTools
    let caller: Caller
    private let store = AssignmentStore()

    init(tools: ServiceTools, caller: Caller) {
        (self.tools, self.caller) = (tools, caller)
    }

    func run(
        _ id: StaffAssignmentID, expecting version: ExpectedVersion, because reason: String, in transaction: Transaction
    ) async throws -> Assignment {
        guard let seen = try await store.find(id, for: caller, in: transaction) else { throw Problem(.notFound) }
        let now = tools.clock.now
        let loaded = try await CalendarStore().load(
            seen.staffID, from: min(now, seen.window.start), also: seen.bookingID, in: transaction)
        // The person is locked only now: what was seen before may be over.
        guard var loaded, let current = try await store.find(id, for: caller, in: transaction) else {
            throw Problem(.notFound)
        }
        try version.check(against: current.version)
        guard let change = try loaded.calendar.release(id, because: reason, at: now) else {
            throw StaffError.invalidMove(from: current.status, to: .cancelled)
        }
        let teller = Telling(outbox: tools.outbox, cause: caller.cause, actor: caller.actor, transaction: transaction)
        try await teller.save([change] + loaded.calendar.settle(loaded.bookings, at: now))
        return change.assignment
    }
}
