/// A service's right to hear one type of event. There is none for what the registry does not declare.
public struct Subscription<Payload: EventPayload>: Sendable {
    public let consumer: ServiceName
    public let topic: Topic

    /// Refused at start when the registry does not name the service among the topic's consumers.
    public init(_ payload: Payload.Type = Payload.self, by consumer: ServiceName) throws(RegistryFault) {
        guard Payload.type.topic.consumers.contains(consumer) else {
            throw .notConsumed(Payload.type, by: consumer)
        }
        self.consumer = consumer
        topic = Payload.type.topic
    }

    /// The payload of an event; nil for one of another type on the same topic.
    public func payload(of envelope: Envelope) throws(EventFault) -> Payload? {
        guard envelope.type == Payload.type else { return nil }
        return try envelope.payload(as: Payload.self)
    }
}
