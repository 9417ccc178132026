import Identifiers

/// The topics of booking-management about organisations and who belongs to them.
extension TopicRegistry {
    static let organizationTopics: [Topic] = [
        topic("organization.user_invited", .organizationUserInvited),
        topic("organization.user_joined", .organizationUserJoined),
        topic("organization.permissions_changed", .organizationPermissionsChanged),
    ]

    static let organizationEvents: [EventDeclaration] = [
        told(
            .organizationUserInvited, .id("invitationId"), .text("email"), .texts("roles"), .actor("invitedBy"),
            .time("invitedAt"), .time("expiresAt")),
        told(
            .organizationUserJoined, .id("invitationId").optional, .actor("userId"), .texts("roles"),
            .time("joinedAt")),
        told(
            .organizationPermissionsChanged, .actor("userId"), .texts("oldRoles"), .texts("newRoles"),
            .actor("changedBy"), .time("changedAt")),
    ]

    private static func topic(_ name: String, _ type: EventType) -> Topic {
        Topic(name, from: .booking, carries: type, to: [.notifications, .staff], kept: .organizations, .pii)
    }

    private static func told(_ type: EventType, _ members: PayloadMember...) -> EventDeclaration {
        EventDeclaration(type, of: .organization, .members([.id("organizationId")] + members))
    }
}
