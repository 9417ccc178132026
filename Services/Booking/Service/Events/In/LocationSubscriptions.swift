import Messaging
import PlatformProtocol

/// What geographic-management tells of places. Each event carries the whole location, so they may come in any order.
struct LocationSubscriptions {
    private let facts = FactStore()

    var table: [EventSubscription] {
        [
            on(LocationCreated.self), on(LocationUpdated.self), on(LocationApproved.self), on(LocationRejected.self),
        ]
    }

    private func on<Payload: LocationEventPayload>(_ type: Payload.Type) -> EventSubscription {
        .on(type) { [facts] payload, envelope, transaction in
            try await facts.take(payload.location, from: envelope, in: transaction)
        }
    }
}
