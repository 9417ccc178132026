public import Identifiers
public import JSON

/// Somebody was told something.
public struct NotificationSent: Sendable, Equatable {
    public let notificationID: NotificationID
    public let userID: ActorID
    public let channel: CommunicationChannel
    public let template: String
    /// What it is about.
    public let relatedEntityID: UUID128?
    /// Which kind of thing that is.
    public let relatedEntityType: AggregateType?
    public let sentAt: Timestamp

    public init(
        notificationID: NotificationID, userID: ActorID, channel: CommunicationChannel, template: String,
        relatedEntityID: UUID128? = nil, relatedEntityType: AggregateType? = nil, sentAt: Timestamp
    ) {
        self.notificationID = notificationID
        self.userID = userID
        self.channel = channel
        self.template = template
        self.relatedEntityID = relatedEntityID
        self.relatedEntityType = relatedEntityType
        self.sentAt = sentAt
    }
}

extension NotificationSent: EventPayload {
    public static let type = EventType.notificationSent

    public var aggregateID: UUID128 { notificationID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("notificationId", \.notificationID, .id()),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("channel", \.channel, .oneOf()),
        Field("template", \.template, .string(length: 1...100)),
        Field("relatedEntityId", \.relatedEntityID, .uuid128.optional, "What it is about"),
        Field("relatedEntityType", \.relatedEntityType, .oneOf().optional, "Which kind of thing that is"),
        Field("sentAt", \.sentAt, .eventTime))
}

/// Somebody could not be told.
public struct CommunicationFailed: Sendable, Equatable {
    public let notificationID: NotificationID
    public let userID: ActorID
    public let channel: CommunicationChannel
    public let reason: String
    public let attempts: Int
    /// What is tried instead.
    public let fallbackChannel: CommunicationChannel?
    public let failedAt: Timestamp

    public init(
        notificationID: NotificationID, userID: ActorID, channel: CommunicationChannel, reason: String, attempts: Int,
        fallbackChannel: CommunicationChannel? = nil, failedAt: Timestamp
    ) {
        self.notificationID = notificationID
        self.userID = userID
        self.channel = channel
        self.reason = reason
        self.attempts = attempts
        self.fallbackChannel = fallbackChannel
        self.failedAt = failedAt
    }
}

extension CommunicationFailed: EventPayload {
    public static let type = EventType.communicationFailed

    public var aggregateID: UUID128 { notificationID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("notificationId", \.notificationID, .id()),
        Field("userId", \.userID, .actor, classified: .pii),
        Field("channel", \.channel, .oneOf()),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("attempts", \.attempts, .integer(1...1_000)),
        Field("fallbackChannel", \.fallbackChannel, .oneOf().optional, "What is tried instead"),
        Field("failedAt", \.failedAt, .eventTime))
}

/// What somebody wrote arrived.
public struct MessageDelivered: Sendable, Equatable {
    public let messageID: MessageID
    public let conversationID: ConversationID
    /// Who has it.
    public let userID: ActorID
    public let deliveredAt: Timestamp
    public let readAt: Timestamp?

    public init(
        messageID: MessageID, conversationID: ConversationID, userID: ActorID, deliveredAt: Timestamp,
        readAt: Timestamp? = nil
    ) {
        self.messageID = messageID
        self.conversationID = conversationID
        self.userID = userID
        self.deliveredAt = deliveredAt
        self.readAt = readAt
    }
}

extension MessageDelivered: EventPayload {
    public static let type = EventType.messageDelivered

    public var aggregateID: UUID128 { messageID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("messageId", \.messageID, .id()),
        Field("conversationId", \.conversationID, .id()),
        Field("userId", \.userID, .actor, "Who has it", classified: .pii),
        Field("deliveredAt", \.deliveredAt, .eventTime),
        Field("readAt", \.readAt, .eventTime.optional))
}

/// How somebody is reached.
public enum CommunicationChannel: String, CaseIterable, Sendable {
    /// A connection that is open.
    case live
    /// The notification centre, for when they look.
    case inApp = "in_app"
    case push, sms, email, webhook
}
