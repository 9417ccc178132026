import Identifiers
import KitsDomain
import Messaging
import PlatformProtocol
import Postgres

/// Writes down what became of allocations, and tells it.
struct Telling: Sendable {
    let outbox: Outbox
    let cause: EventCause
    let actor: ActorID
    let transaction: Transaction
    private let store = AllocationStore()

    init(outbox: Outbox, cause: EventCause, actor: ActorID, transaction: Transaction) {
        (self.outbox, self.cause, self.actor, self.transaction) = (outbox, cause, actor, transaction)
    }

    /// Changes of allocations that were there, in the order in which they were decided: each finds the kit free
    /// because those before it are written.
    func save(_ changes: [KitChange]) async throws {
        for change in changes {
            try await store.save(change.allocation, in: transaction)
            try tell(change)
        }
    }

    /// A booking has a kit, or has it at another time than was told before, or gives it back.
    func tell(_ change: KitChange) throws {
        let allocation = change.allocation
        let snapshot = KitAssignmentSnapshot(allocation)
        switch change.event {
        case .assigned, .moved:
            try outbox.append(
                KitAssignedToActivity(assignment: snapshot), version: allocation.version, cause: cause,
                in: transaction)
        case .released(let reason):
            let payload = KitReleased(
                releasedBy: actor, releasedAt: allocation.updatedAt, reason: reason, assignment: snapshot)
            try outbox.append(payload, version: allocation.version, cause: cause, in: transaction)
        }
    }
}

extension KitAssignmentSnapshot {
    init(_ allocation: KitAllocation) {
        let (terms, planned) = (allocation.terms, allocation.planned)
        self.init(
            id: allocation.id, version: allocation.version, organizationID: allocation.organizationID,
            bookingID: allocation.bookingID, kitTemplateID: terms.template.id, kitInstanceID: allocation.kitID,
            status: allocation.status, conflict: allocation.conflict, quantity: 1, startTime: planned.start,
            endTime: planned.end, isPlantTouching: terms.isPlantTouching, state: terms.homeState,
            assignedBy: allocation.assignedBy, assignedAt: allocation.assignedAt, updatedAt: allocation.updatedAt,
            notes: allocation.notes)
    }
}
