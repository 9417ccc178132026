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
        EventDeclaration(NotificationSent.self, of: .notification),
        EventDeclaration(MessageDelivered.self, of: .message),
        EventDeclaration(CommunicationFailed.self, of: .notification),
        EventDeclaration(AlertTriggered.self, of: .alert),
        EventDeclaration(EmergencyTriggered.self, of: .emergency),
    ]

    static let gatewayEvents: [EventDeclaration] = [
        EventDeclaration(GatewayAudit.self, of: .gateway),
        EventDeclaration(GatewayRateCounts.self, of: .gateway),
    ]

    private static func topic(_ name: String, _ type: EventType, to consumers: [ServiceName]) -> Topic {
        Topic(name, from: .notifications, carries: type, to: consumers, kept: .notifications, .pii)
    }
}
