import Identifiers

/// The topics of realtime-communication, and those of the gateways.
extension TopicRegistry {
    static let communicationTopics: [Topic] = [
        topic("notification.sent", .notificationSent, to: [.booking, .notifications]),
        topic("message.delivered", .messageDelivered, to: [.booking, .notifications]),
        topic("communication.failed", .communicationFailed, to: [.booking, .notifications]),
        topic("alert.triggered", .alertTriggered, to: [.booking, .regions, .notifications]),
        Topic(
            "emergency.triggered", from: .notifications, .booking, carries: .emergencyTriggered,
            to: [.notifications, .staff, .booking], kept: .notifications, .pii),
    ]

    static let gatewayTopics: [Topic] = [
        Topic(
            "gateway.audit", from: .gateway, carries: .gatewayAudit, to: [.notifications], kept: .topicOnly, .pii),
        Topic(
            "gateway.rate_counts", from: .gateway, carries: .gatewayRateCounts, to: [.gateway], kept: .topicOnly,
            .internal, partitions: 1),
    ]

    static let communicationEvents: [EventDeclaration] = [
        told(
            .notificationSent, of: .notification, .id("notificationId"), .actor("userId"), .text("channel"),
            .text("template"), .id("relatedEntityId").optional, .text("relatedEntityType").optional, .time("sentAt")),
        told(
            .messageDelivered, of: .message, .id("messageId"), .id("conversationId"), .actor("userId"),
            .time("deliveredAt"), .time("readAt").optional),
        told(
            .communicationFailed, of: .notification, .id("notificationId"), .actor("userId"), .text("channel"),
            .text("reason"), .whole("attempts"), .text("fallbackChannel").optional, .time("failedAt")),
        told(
            .alertTriggered, of: .alert, .id("alertId"), .text("kind"), .choice("severity", IssueSeverity.self),
            .text("message"), .id("relatedEntityId").optional, .text("relatedEntityType").optional,
            .time("triggeredAt")),
        told(
            .emergencyTriggered, of: .emergency, .id("emergencyId"), .id("bookingId").optional,
            .id("eventId").optional, .actor("triggeredBy"), .time("triggeredAt"), .text("kind"), .text("description"),
            .object("location", .number("latitude"), .number("longitude")).optional),
    ]

    static let gatewayEvents: [EventDeclaration] = [
        told(
            .gatewayAudit, of: .gateway, .id("gatewayId"), .text("requestId"), .actor("subject").optional,
            .text("operation"), .text("method"), .text("path"), .whole("status"), .text("decision"),
            .text("reason").optional,
            .text("state").optional, .text("clientAddress"), .time("at")),
        told(
            .gatewayRateCounts, of: .gateway, .id("gatewayId"), .time("windowStart"), .whole("windowSeconds"),
            .objects("counts", .text("subjectDigest"), .whole("requests"), .whole("writes"))),
    ]

    private static func topic(_ name: String, _ type: EventType, to consumers: [ServiceName]) -> Topic {
        Topic(name, from: .notifications, carries: type, to: consumers, kept: .notifications, .pii)
    }

    private static func told(
        _ type: EventType, of aggregate: AggregateType, _ members: PayloadMember...
    ) -> EventDeclaration {
        EventDeclaration(type, of: aggregate, .members(members))
    }
}
