import Messaging
import PlatformProtocol
import RealtimeDomain

/// What makes a notification. A move of a booking that has a type of its own is notified by that type; the general event
/// does it for the others, so that nobody is told twice.
struct NotificationSubscriptions {
    let storing: StoringNotification

    var table: [EventSubscription] {
        [
            .on(BookingStatusChanged.self) { [storing] payload, envelope, transaction in
                guard payload.drivesEffects else { return }
                let kind = payload.newStatus.notification(from: payload.oldStatus)
                try storing.run(kind, about: envelope, in: transaction)
            },
            on(BookingCreated.self), on(BookingSubmitted.self), on(BookingApproved.self), on(BookingRejected.self),
            on(BookingChangesRequested.self), on(BookingConfirmed.self), on(BookingCheckedIn.self),
            on(BookingCompleted.self), on(BookingCancelled.self), on(BookingExpired.self),
            on(StaffAssignedToBooking.self), on(StaffAssignmentReleased.self), on(ComplianceViolationDetected.self),
            on(LocationApproved.self), on(LocationRejected.self),
        ]
    }

    private func on<Payload: EventPayload>(_ type: Payload.Type) -> EventSubscription {
        .on(type) { [storing] _, envelope, transaction in
            let kind = HeardEvent(rawValue: envelope.type.rawValue)?.notification
            try storing.run(kind, about: envelope, in: transaction)
        }
    }
}
