public import Identifiers
public import JSON

/// What the payloads about organisations have in common.
public protocol OrganizationEventPayload: EventPayload {
    var organizationID: OrganizationID { get }
}

extension OrganizationEventPayload {
    public var aggregateID: UUID128 { organizationID.uuid }
}

/// Somebody was asked to join an organisation.
public struct OrganizationUserInvited: Sendable, Equatable {
    public let organizationID: OrganizationID
    public let invitationID: InvitationID
    public let email: String
    public let roles: [Role]
    public let invitedBy: ActorID
    public let invitedAt: Timestamp
    public let expiresAt: Timestamp

    public init(
        organizationID: OrganizationID, invitationID: InvitationID, email: String, roles: [Role], invitedBy: ActorID,
        invitedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.organizationID = organizationID
        self.invitationID = invitationID
        self.email = email
        self.roles = roles
        self.invitedBy = invitedBy
        self.invitedAt = invitedAt
        self.expiresAt = expiresAt
    }
}

extension OrganizationUserInvited: OrganizationEventPayload {
    public static let type = EventType.organizationUserInvited

    public static let json = JSONType.openRecord(
        Self.init,
        Field("organizationId", \.organizationID, .id()),
        Field("invitationId", \.invitationID, .id()),
        Field("email", \.email, .string(length: 3...320, format: .email), classified: .pii),
        Field("roles", \.roles, .array(.oneOf(), count: 1...Role.allCases.count)),
        Field("invitedBy", \.invitedBy, .actor),
        Field("invitedAt", \.invitedAt, .eventTime),
        Field("expiresAt", \.expiresAt, .eventTime))
}

/// Somebody belongs to an organisation.
public struct OrganizationUserJoined: Sendable, Equatable {
    public let organizationID: OrganizationID
    /// None when they founded it.
    public let invitationID: InvitationID?
    public let userID: ActorID
    public let roles: [Role]
    public let joinedAt: Timestamp

    public init(
        organizationID: OrganizationID, invitationID: InvitationID? = nil, userID: ActorID, roles: [Role],
        joinedAt: Timestamp
    ) {
        self.organizationID = organizationID
        self.invitationID = invitationID
        self.userID = userID
        self.roles = roles
        self.joinedAt = joinedAt
    }
}

extension OrganizationUserJoined: OrganizationEventPayload {
    public static let type = EventType.organizationUserJoined

    public static let json = JSONType.openRecord(
        Self.init,
        Field("organizationId", \.organizationID, .id()),
        Field("invitationId", \.invitationID, .id().optional, "None when they founded it"),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("roles", \.roles, .array(.oneOf(), count: 1...Role.allCases.count)),
        Field("joinedAt", \.joinedAt, .eventTime))
}

/// Somebody may do other things than before.
public struct OrganizationPermissionsChanged: Sendable, Equatable {
    public let organizationID: OrganizationID
    public let userID: ActorID
    public let oldRoles: [Role]
    /// None when they left.
    public let newRoles: [Role]
    public let changedBy: ActorID
    public let changedAt: Timestamp

    public init(
        organizationID: OrganizationID, userID: ActorID, oldRoles: [Role], newRoles: [Role], changedBy: ActorID,
        changedAt: Timestamp
    ) {
        self.organizationID = organizationID
        self.userID = userID
        self.oldRoles = oldRoles
        self.newRoles = newRoles
        self.changedBy = changedBy
        self.changedAt = changedAt
    }
}

extension OrganizationPermissionsChanged: OrganizationEventPayload {
    public static let type = EventType.organizationPermissionsChanged

    public static let json = JSONType.openRecord(
        Self.init,
        Field("organizationId", \.organizationID, .id()),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("oldRoles", \.oldRoles, .array(.oneOf(), count: 0...Role.allCases.count)),
        Field("newRoles", \.newRoles, .array(.oneOf(), count: 0...Role.allCases.count), "None when they left"),
        Field("changedBy", \.changedBy, .actor),
        Field("changedAt", \.changedAt, .eventTime))
}
