public import PlatformProtocol
public import Postgres

/// What a service hears and what it does about it, as data.
///
/// ```swift
/// let consumer = try EventConsumer(.staff, subscriptions: [
///     .on(BookingConfirmed.self) { payload, envelope, transaction in … },
///     .on(BookingCancelled.self) { payload, envelope, transaction in … },
/// ])
/// ```
///
/// A handler runs in the transaction that makes its effect, in the organisation of the event, and does nothing else
/// than with that transaction: what is to happen outside it tells through the outbox. It may be run again after it has
/// failed, or after its commit did; the inbox row in its transaction makes it take effect once.
public struct EventConsumer: Sendable {
    /// Whose consumer it is, as the registry names it.
    public let service: ServiceName
    /// What the inbox and the broker's group know it by. Another name is another consumer, which begins with the oldest
    /// events there are.
    public let name: String
    /// The topics, each once.
    public let topics: [Topic]
    let subscriptions: [EventType: EventSubscription]

    /// Refused at start when the registry does not let the service hear one of the types.
    public init(
        _ service: ServiceName, name: String? = nil, subscriptions: [EventSubscription]
    ) throws(RegistryFault) {
        var topics: [Topic] = []
        var byType: [EventType: EventSubscription] = [:]
        for subscription in subscriptions {
            try subscription.authorize(service)
            precondition(byType[subscription.type] == nil, "a consumer handles a type of event in one place")
            byType[subscription.type] = subscription
            if !topics.contains(subscription.type.topic) { topics.append(subscription.type.topic) }
        }
        precondition(!topics.isEmpty, "a consumer hears something")
        self.service = service
        self.name = name ?? service.rawValue
        self.topics = topics
        self.subscriptions = byType
    }

    /// Does what is to be done about one event, in a transaction of its organisation: what the runtime does behind the
    /// inbox. False for a type that nobody here asked for.
    package func handle(_ envelope: Envelope, in transaction: Transaction) async throws -> Bool {
        guard let subscription = subscriptions[envelope.type] else { return false }
        try await subscription.prepare(envelope)(transaction)
        return true
    }
}

/// One type of event and what is done about it.
public struct EventSubscription: Sendable {
    /// What is heard.
    public let type: EventType
    let authorize: @Sendable (ServiceName) throws(RegistryFault) -> Void
    /// Reads the payload, and gives what is to be done in the transaction.
    let prepare: @Sendable (Envelope) throws(EventFault) -> @Sendable (Transaction) async throws -> Void

    /// Has `handler` called for each event of the payload's type.
    public static func on<Payload: EventPayload>(
        _ payload: Payload.Type,
        _ handler: @escaping @Sendable (Payload, Envelope, Transaction) async throws -> Void
    ) -> EventSubscription {
        EventSubscription(
            type: Payload.type,
            authorize: { service throws(RegistryFault) in _ = try Subscription(payload, by: service) },
            prepare: { envelope throws(EventFault) in
                let payload = try envelope.payload(as: Payload.self)
                return { transaction in try await handler(payload, envelope, transaction) }
            })
    }
}
