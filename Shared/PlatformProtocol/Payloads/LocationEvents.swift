public import Identifiers
public import JSON

/// What the payloads about locations have in common: the location after the change.
public protocol LocationEventPayload: EventPayload {
    var location: LocationSnapshot { get }
}

extension LocationEventPayload {
    public var aggregateID: UUID128 { location.id.uuid }
    public var locationID: LocationID { location.id }
}

/// A location is on file.
public struct LocationCreated: Sendable, Equatable {
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public let location: LocationSnapshot

    public init(
        createdBy: ActorID, createdAt: Timestamp, location: LocationSnapshot
    ) {
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.location = location
    }
}

extension LocationCreated: LocationEventPayload {
    public static let type = EventType.locationCreated

    public static let json = JSONType.openRecord(
        { (_: LocationID, createdBy: ActorID, createdAt: Timestamp, location: LocationSnapshot) in
            Self(createdBy: createdBy, createdAt: createdAt, location: location)
        },
        Field("locationId", \.locationID, .id()),
        Field("createdBy", \.createdBy, .actor),
        Field("createdAt", \.createdAt, .eventTime),
        Field("location", \.location, .nested()))
}

/// Something about a location changed; `changeType` says what.
public struct LocationUpdated: Sendable, Equatable {
    public let changeType: LocationChangeType
    public let changedFields: [String]
    public let updatedBy: ActorID
    public let updatedAt: Timestamp
    public let location: LocationSnapshot

    public init(
        changeType: LocationChangeType, changedFields: [String], updatedBy: ActorID, updatedAt: Timestamp,
        location: LocationSnapshot
    ) {
        self.changeType = changeType
        self.changedFields = changedFields
        self.updatedBy = updatedBy
        self.updatedAt = updatedAt
        self.location = location
    }
}

extension LocationUpdated: LocationEventPayload {
    public static let type = EventType.locationUpdated

    /// Whether effects hang on this event: no type of its own tells the change.
    public var drivesEffects: Bool { changeType.ownEvent == nil }

    public static let json = JSONType.openRecord(
        {
            (
                _: LocationID, changeType: LocationChangeType, changedFields: [String], updatedBy: ActorID,
                updatedAt: Timestamp, location: LocationSnapshot
            ) in
            Self(
                changeType: changeType, changedFields: changedFields, updatedBy: updatedBy, updatedAt: updatedAt,
                location: location)
        },
        Field("locationId", \.locationID, .id()),
        Field("changeType", \.changeType, .oneOf()),
        Field("changedFields", \.changedFields, .array(.string(length: 1...100), count: 0...100)),
        Field("updatedBy", \.updatedBy, .actor),
        Field("updatedAt", \.updatedAt, .eventTime),
        Field("location", \.location, .nested()))
}

extension LocationChangeType {
    /// The type that tells such a change by itself; nil when `LOCATION_UPDATED` alone does.
    public var ownEvent: EventType? {
        switch self {
        case .created: .locationCreated
        case .approved: .locationApproved
        case .rejected: .locationRejected
        case .updated, .submitted, .retired: nil
        }
    }
}

/// A location may be booked.
public struct LocationApproved: Sendable, Equatable {
    public let approvedBy: ActorID
    public let approvedAt: Timestamp
    public let notes: String?
    public let location: LocationSnapshot

    public init(
        approvedBy: ActorID, approvedAt: Timestamp, notes: String? = nil, location: LocationSnapshot
    ) {
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
        self.notes = notes
        self.location = location
    }
}

extension LocationApproved: LocationEventPayload {
    public static let type = EventType.locationApproved

    public static let json = JSONType.openRecord(
        { (_: LocationID, approvedBy: ActorID, approvedAt: Timestamp, notes: String?, location: LocationSnapshot) in
            Self(approvedBy: approvedBy, approvedAt: approvedAt, notes: notes, location: location)
        },
        Field("locationId", \.locationID, .id()),
        Field("approvedBy", \.approvedBy, .actor),
        Field("approvedAt", \.approvedAt, .eventTime),
        Field("notes", \.notes, .string(length: 0...2_000).optional),
        Field("location", \.location, .nested()))
}

/// A location may not be booked.
public struct LocationRejected: Sendable, Equatable {
    public let rejectedBy: ActorID
    public let rejectedAt: Timestamp
    public let reason: String
    public let location: LocationSnapshot

    public init(
        rejectedBy: ActorID, rejectedAt: Timestamp, reason: String, location: LocationSnapshot
    ) {
        self.rejectedBy = rejectedBy
        self.rejectedAt = rejectedAt
        self.reason = reason
        self.location = location
    }
}

extension LocationRejected: LocationEventPayload {
    public static let type = EventType.locationRejected

    public static let json = JSONType.openRecord(
        { (_: LocationID, rejectedBy: ActorID, rejectedAt: Timestamp, reason: String, location: LocationSnapshot) in
            Self(rejectedBy: rejectedBy, rejectedAt: rejectedAt, reason: reason, location: location)
        },
        Field("locationId", \.locationID, .id()),
        Field("rejectedBy", \.rejectedBy, .actor),
        Field("rejectedAt", \.rejectedAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("location", \.location, .nested()))
}
