public import Identifiers
public import JSON

/// Somebody has to look at something.
public struct AlertTriggered: Sendable, Equatable {
    public let alertID: AlertID
    public let kind: String
    public let severity: IssueSeverity
    public let message: String
    /// What it is about.
    public let relatedEntityID: UUID128?
    /// Which kind of thing that is.
    public let relatedEntityType: AggregateType?
    public let triggeredAt: Timestamp

    public init(
        alertID: AlertID, kind: String, severity: IssueSeverity, message: String, relatedEntityID: UUID128? = nil,
        relatedEntityType: AggregateType? = nil, triggeredAt: Timestamp
    ) {
        self.alertID = alertID
        self.kind = kind
        self.severity = severity
        self.message = message
        self.relatedEntityID = relatedEntityID
        self.relatedEntityType = relatedEntityType
        self.triggeredAt = triggeredAt
    }
}

extension AlertTriggered: EventPayload {
    public static let type = EventType.alertTriggered

    public var aggregateID: UUID128 { alertID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("alertId", \.alertID, .id()),
        Field("kind", \.kind, .string(length: 1...50)),
        Field("severity", \.severity, .oneOf()),
        Field("message", \.message, .string(length: 1...2_000)),
        Field("relatedEntityId", \.relatedEntityID, .uuid128.optional, "What it is about"),
        Field("relatedEntityType", \.relatedEntityType, .oneOf().optional, "Which kind of thing that is"),
        Field("triggeredAt", \.triggeredAt, .eventTime))
}

/// Somebody needs help.
public struct EmergencyTriggered: Sendable, Equatable {
    public let emergencyID: EmergencyID
    public let bookingID: BookingID?
    public let eventID: EventInstanceID?
    public let triggeredBy: ActorID
    public let triggeredAt: Timestamp
    public let kind: String
    public let description: String
    public let location: GeoPoint?

    public init(
        emergencyID: EmergencyID, bookingID: BookingID? = nil, eventID: EventInstanceID? = nil, triggeredBy: ActorID,
        triggeredAt: Timestamp, kind: String, description: String, location: GeoPoint? = nil
    ) {
        self.emergencyID = emergencyID
        self.bookingID = bookingID
        self.eventID = eventID
        self.triggeredBy = triggeredBy
        self.triggeredAt = triggeredAt
        self.kind = kind
        self.description = description
        self.location = location
    }
}

extension EmergencyTriggered: EventPayload {
    public static let type = EventType.emergencyTriggered

    public var aggregateID: UUID128 { emergencyID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("emergencyId", \.emergencyID, .id()),
        Field("bookingId", \.bookingID, .id().optional),
        Field("eventId", \.eventID, .id().optional),
        Field("triggeredBy", \.triggeredBy, .actor),
        Field("triggeredAt", \.triggeredAt, .eventTime),
        Field("kind", \.kind, .string(length: 1...50)),
        Field("description", \.description, .string(length: 0...2_000)),
        Field("location", \.location, .nested().optional, classified: .pii))
}
