public import Identifiers

/// One command of a saga, as whoever carries it out gets it.
public struct SagaCommand: Sendable, Hashable {
    /// The saga that it belongs to.
    public let sagaID: UUID128
    /// Whose saga it is.
    public let organizationID: OrganizationID
    /// The step that is done or undone.
    public let step: String
    public let direction: SagaDirection
    /// What caused the saga, for what is told on its account.
    public let correlationID: UUID128
    /// Who began it; nil when it was no person.
    public let startedBy: ActorID?

    /// A command as it was received.
    public init(
        sagaID: UUID128, organizationID: OrganizationID, step: String, direction: SagaDirection,
        correlationID: UUID128, startedBy: ActorID? = nil
    ) {
        (self.sagaID, self.organizationID, self.step) = (sagaID, organizationID, step)
        (self.direction, self.correlationID, self.startedBy) = (direction, correlationID, startedBy)
    }

    /// The idempotency key: the same for every repetition.
    public var id: UUID128 { SagaMachine.command(sagaID, step, direction) }

    /// That of the way forward: what an undoing undoes, and what a participant keeps its memory under.
    public var forwardID: UUID128 { SagaMachine.command(sagaID, step, .forward) }
}
