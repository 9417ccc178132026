import Messaging
import PlatformProtocol
import ServiceHost

/// What other services tell about bookings: what the law says, who works on them, which kits are taken.
///
/// The fact is kept first, whether there is such a booking or not, and whatever its status. Where there is one, its own
/// list is then brought to what all facts together say, which tells it on. A booking that comes later, as from a backup,
/// is brought up to date by the next fact about it or by its next operational check.
struct FactSubscriptions {
    let tools: ServiceTools
    private let facts = FactStore()

    init(tools: ServiceTools) {
        self.tools = tools
    }

    var table: [EventSubscription] {
        let recording = RecordingAssignments(tools: tools)
        return [
            .on(ComplianceChecked.self) { [facts] answer, envelope, transaction in
                try await facts.take(answer, from: envelope, in: transaction)
            },
            staff(StaffAssignmentCreated.self, recording), staff(StaffAssignedToBooking.self, recording),
            staff(StaffAssignmentReleased.self, recording, isReleased: true),
            kit(KitAssignedToActivity.self, recording), kit(KitReleased.self, recording, isReleased: true),
        ]
    }

    private func staff<Payload: StaffAssignmentEventPayload>(
        _ type: Payload.Type, _ recording: RecordingAssignments, isReleased: Bool = false
    ) -> EventSubscription {
        .on(type) { [facts] payload, envelope, transaction in
            let isNews = try await facts.take(
                payload.assignment, isReleased: isReleased, from: envelope, in: transaction)
            if isNews { try await recording.run(payload.bookingID, told: envelope, in: transaction) }
        }
    }

    private func kit<Payload: KitAssignmentEventPayload>(
        _ type: Payload.Type, _ recording: RecordingAssignments, isReleased: Bool = false
    ) -> EventSubscription {
        .on(type) { [facts] payload, envelope, transaction in
            let isNews = try await facts.take(
                payload.assignment, isReleased: isReleased, from: envelope, in: transaction)
            if isNews { try await recording.run(payload.bookingID, told: envelope, in: transaction) }
        }
    }
}
