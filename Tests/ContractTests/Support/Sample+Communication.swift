import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func communication() throws -> [Sample] { try notifications() + alarms() + gateways() }

    private static func notifications() throws -> [Sample] {
        let id = NotificationID(Samples.uuid(70))
        let sent = NotificationSent(
            notificationID: id, userID: Samples.agent, channel: .push, template: "booking_created",
            relatedEntityID: Samples.booking.uuid, relatedEntityType: .booking, sentAt: Samples.now)
        let failed = CommunicationFailed(
            notificationID: id, userID: Samples.agent, channel: .sms, reason: "The number is not in service",
            attempts: 3, fallbackChannel: .email, failedAt: Samples.hours(1))
        let delivered = MessageDelivered(
            messageID: MessageID(Samples.uuid(71)), conversationID: ConversationID(Samples.uuid(72)),
            userID: Samples.agent, deliveredAt: Samples.now, readAt: Samples.hours(1))
        return [
            try Sample(sent, by: .notifications, version: 1), try Sample(failed, by: .notifications, version: 2),
            try Sample(delivered, by: .notifications, version: 1),
        ]
    }

    private static func alarms() throws -> [Sample] {
        let alert = AlertTriggered(
            alertID: AlertID(Samples.uuid(73)), kind: "compliance", severity: .high,
            message: "A licence runs out before the event", relatedEntityID: Samples.uuid(63),
            relatedEntityType: .license, triggeredAt: Samples.now)
        let emergency = EmergencyTriggered(
            emergencyID: EmergencyID(Samples.uuid(74)), bookingID: Samples.booking, eventID: Samples.date,
            triggeredBy: Samples.agent, triggeredAt: Samples.hours(336), kind: "medical",
            description: "A guest has fainted", location: GeoPoint(latitude: 37.8044, longitude: -122.2712))
        return [
            try Sample(alert, by: .notifications, version: 1), try Sample(emergency, by: .notifications, version: 1),
        ]
    }

    private static func gateways() throws -> [Sample] {
        let gateway = GatewayID(Samples.uuid(80))
        let audit = GatewayAudit(
            gatewayID: gateway, requestID: "req-7", subject: Samples.agent, operation: "booking.create",
            method: "POST", path: "/api/v1/bookings", status: 403, decision: .refused, reason: "FORBIDDEN",
            state: "california", clientAddress: "203.0.113.7", at: Samples.now)
        let counts = GatewayRateCounts(
            gatewayID: gateway, windowStart: Samples.now, windowSeconds: 10,
            counts: [RateCount(subjectDigest: "5f1c0d", requests: 42, writes: 7)])
        return [try Sample(audit, by: .gateway, version: 1), try Sample(counts, by: .gateway, version: 2)]
    }
}
