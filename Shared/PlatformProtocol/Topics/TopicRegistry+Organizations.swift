import Identifiers

/// The topics of booking-management about organisations and who belongs to them.
extension TopicRegistry {
    static let organizationTopics: [Topic] = [
        topic("organization.user_invited", .organizationUserInvited),
        topic("organization.user_joined", .organizationUserJoined),
        topic("organization.permissions_changed", .organizationPermissionsChanged),
    ]

    static let organizationEvents: [EventDeclaration] = [
        EventDeclaration(OrganizationUserInvited.self, of: .organization),
        EventDeclaration(OrganizationUserJoined.self, of: .organization),
        EventDeclaration(OrganizationPermissionsChanged.self, of: .organization),
    ]

    private static func topic(_ name: String, _ type: EventType) -> Topic {
        Topic(name, from: .booking, carries: type, to: [.notifications, .staff], kept: .organizations, .pii)
    }
}
