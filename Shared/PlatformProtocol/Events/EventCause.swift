public import Identifiers

/// Why something happens: what all events of one command, or of one handled event, have in common.
public struct EventCause: Sendable, Equatable {
    /// The command, or the event, that made it happen. Events with the same one were decided together.
    public var causationID: UUID128
    /// The whole story it belongs to. Nil begins one, named by the aggregate.
    public var correlationID: UUID128?
    public var userID: ActorID?
    public var requestID: String?
    public var traceparent: String?

    /// A command of a caller; `id` is made for this one attempt.
    public static func command(
        _ id: UUID128, by userID: ActorID?, requestID: String? = nil, traceparent: String? = nil
    ) -> EventCause {
        EventCause(
            causationID: id, correlationID: nil, userID: userID, requestID: requestID, traceparent: traceparent)
    }

    /// What follows from an event that was handled: the same story, on behalf of the same person.
    public static func event(_ envelope: Envelope) -> EventCause {
        EventCause(
            causationID: envelope.id.uuid, correlationID: envelope.correlationID, userID: envelope.userID,
            requestID: envelope.metadata.requestID, traceparent: envelope.metadata.traceparent)
    }
}
