public import Identifiers
public import JSON

/// A service's right to publish: everything it tells goes through one of these, made at start.
public struct EventPublisher: Sendable {
    public let service: ServiceName
    /// The types it may publish.
    public let types: Set<EventType>

    /// Refused at start when the registry does not name the service among the publishers of one of the types.
    public init(_ service: ServiceName, publishes payloads: [any EventPayload.Type]) throws(RegistryFault) {
        for payload in payloads where !payload.type.topic.publishers.contains(service) {
            throw .notPublished(payload.type, by: service)
        }
        self.service = service
        types = Set(payloads.map { $0.type })
    }

    /// One event.
    ///
    /// - Parameters:
    ///   - payload: what it carries; its type was named when the publisher was made.
    ///   - id: a version 7 id of this event alone.
    ///   - now: when it happened.
    ///   - version: the aggregate's version after it; of several events of one change each takes the next.
    ///   - organizationID: whose it is.
    ///   - clientID: the brand it is done for.
    ///   - cause: what all events of one command share.
    ///   - context: what regulators would want to know.
    ///   - metadata: what else the event is to carry along.
    /// - Returns: the event, which nobody has seen before its `record` is in an outbox.
    /// - Throws: `notPublished` for a type that was not named when the publisher was made.
    public func envelope<Payload: EventPayload>(
        _ payload: Payload, id: EventID, at now: Timestamp, version: Int, organizationID: OrganizationID,
        clientID: ClientID? = nil, cause: EventCause, context: CannabisContext? = nil, metadata: JSONObject = [:]
    ) throws(RegistryFault) -> Envelope {
        guard types.contains(Payload.type) else { throw .notPublished(Payload.type, by: service) }
        precondition(version > 0, "an aggregate has version 1 after its first event")
        return Envelope(
            id: id, type: Payload.type, timestamp: now, source: service, schemaVersion: Payload.schemaVersion,
            correlationID: cause.correlationID ?? payload.aggregateID, causationID: cause.causationID,
            organizationID: organizationID, clientID: clientID, userID: cause.userID,
            aggregateID: payload.aggregateID, aggregateVersion: version, payload: payload.jsonBytes(),
            cannabisContext: context,
            metadata: EventMetadata(requestID: cause.requestID, traceparent: cause.traceparent, others: metadata))
    }
}
