/// One event as everybody sees it: who did what to what, when, why, and the state after it.
///
/// Model. An `Envelope` is a value with its payload still encoded; `EventPayload` types read that. It is encoded once,
/// when it is appended to the outbox (`record`), and those bytes are what the event store, the topic and every consumer
/// have. The message's key is the aggregate's id and its headers repeat the envelope as CloudEvents 1.0 in binary mode,
/// so that anybody's tools can route it without reading it.
///
/// Failure. What cannot be read is an `EventFault`, a closed list, and never a trap: messages come from peers. Headers
/// that contradict the body are refused, because two consumers reading one message must not see two events.
///
/// Deliberately not done. No schema registry beside the types of this module; no compression or encryption (the
/// broker's and the fields' own matter); nothing is filled in at random: what a foreign envelope lacks follows from its
/// bytes, so that a second delivery is the same event.

public import Identifiers

/// One event with its payload still encoded.
public struct Envelope: Sendable, Equatable {
    /// A version 7 UUID. Consumers act once for each.
    public let id: EventID
    public let type: EventType
    /// When it happened.
    public let timestamp: Timestamp
    /// Who tells it.
    public let source: ServiceName
    /// The version of the payload's form.
    public let schemaVersion: Int
    /// The story it belongs to; the aggregate's id when it begins one.
    public let correlationID: UUID128
    /// The command or the event that made it happen.
    public let causationID: UUID128
    /// Whose it is; `.platform` for what belongs to no organisation.
    public let organizationID: OrganizationID
    public let clientID: ClientID?
    public let userID: ActorID?
    /// What it is about; the message's key.
    public let aggregateID: UUID128
    /// The aggregate's version after it. A projection that holds this one or a newer one leaves the event alone. Zero
    /// in events of others, which do not count versions: older than everything.
    public let aggregateVersion: Int
    /// One JSON object.
    public let payload: [UInt8]
    public let cannabisContext: CannabisContext?
    public let metadata: EventMetadata

    /// Where it stands.
    public var topic: Topic { type.topic }

    /// What kind of thing it is about.
    public var aggregateType: AggregateType { type.declaration.aggregate }
}

extension Envelope {
    /// Reads the payload as the type the envelope names, which a `Subscription` sees to. A payload about another thing
    /// than the envelope says is refused.
    public func payload<Payload: EventPayload>(as type: Payload.Type) throws(EventFault) -> Payload {
        precondition(Payload.type == self.type, "an envelope was read as another type than its own")
        let payload = try Payload.decode(payload, version: schemaVersion)
        guard payload.aggregateID == aggregateID else { throw .wrongAggregate(Payload.type) }
        return payload
    }
}
