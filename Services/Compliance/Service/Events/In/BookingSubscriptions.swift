import ComplianceDomain
import Messaging
import PlatformProtocol

/// What the law has to look at again. A cancelled booking is not judged any more: what was found about it stays.
struct BookingSubscriptions {
    let judging: JudgingBooking

    var table: [EventSubscription] {
        [
            .on(BookingCreated.self) { [judging] payload, envelope, transaction in
                try await judging.run(payload.booking, told: envelope, in: transaction)
            },
            .on(BookingUpdated.self) { [judging] payload, envelope, transaction in
                try await judging.run(payload.booking, told: envelope, in: transaction)
            },
        ]
    }
}
