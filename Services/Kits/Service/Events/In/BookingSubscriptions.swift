import KitsDomain
import Messaging
import PlatformProtocol
import Postgres
import ServiceHost

/// What is heard of bookings. Each event carries the booking after it, so all of them mean the same: this is its state
/// now, and the kits follow.
struct BookingSubscriptions: Sendable {
    let tools: ServiceTools

    var table: [EventSubscription] {
        [
            follow(BookingCreated.self), follow(BookingUpdated.self), follow(BookingStatusChanged.self),
            follow(BookingSubmitted.self), follow(BookingApproved.self), follow(BookingRejected.self),
            follow(BookingChangesRequested.self), follow(BookingConfirmed.self), follow(BookingCheckedIn.self),
            follow(BookingCompleted.self), follow(BookingCancelled.self), follow(BookingExpired.self),
        ]
    }

    private func follow<Payload: BookingEventPayload>(_ type: Payload.Type) -> EventSubscription {
        .on(type) { [tools] payload, envelope, transaction in
            try await FollowingBooking(tools: tools, envelope: envelope).run(payload.booking, in: transaction)
        }
    }
}
