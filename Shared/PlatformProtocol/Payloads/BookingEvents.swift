public import Identifiers
public import JSON

/// What the payloads about bookings have in common: the booking after the change. The members that repeat parts of it
/// are for readers who look no further; ours read the booking.
public protocol BookingEventPayload: EventPayload {
    var booking: BookingSnapshot { get }
}

extension BookingEventPayload {
    public var aggregateID: UUID128 { booking.id.uuid }
    public var bookingID: BookingID { booking.id }
    public var clientID: ClientID? { booking.clientID }
    public var title: String { booking.title }
    public var status: BookingStatus { booking.status }
}

/// A booking exists; it is a draft.
public struct BookingCreated: Sendable, Equatable {
    public let createdBy: ActorID
    /// Guessed from the title; never a rule's ground.
    public let cannabisOperationType: String
    public let requiredStaffSkills: [String]
    public let locationRequirements: LocationRequirements?
    public let booking: BookingSnapshot

    public init(
        createdBy: ActorID, cannabisOperationType: String, requiredStaffSkills: [String],
        locationRequirements: LocationRequirements? = nil, booking: BookingSnapshot
    ) {
        self.createdBy = createdBy
        self.cannabisOperationType = cannabisOperationType
        self.requiredStaffSkills = requiredStaffSkills
        self.locationRequirements = locationRequirements
        self.booking = booking
    }
}

extension BookingCreated: BookingEventPayload {
    public static let type = EventType.bookingCreated

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, _: String, _: BookingStatus, createdBy: ActorID,
                cannabisOperationType: String, requiredStaffSkills: [String],
                locationRequirements: LocationRequirements?, booking: BookingSnapshot
            ) in
            Self(
                createdBy: createdBy, cannabisOperationType: cannabisOperationType,
                requiredStaffSkills: requiredStaffSkills, locationRequirements: locationRequirements, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("title", \.title, .string(length: 1...200)),
        Field("status", \.status, .oneOf()),
        Field("createdBy", \.createdBy, .actor),
        Field(
            "cannabisOperationType", \.cannabisOperationType, .string(length: 1...50),
            "Guessed from the title; never a rule's ground"),
        Field("requiredStaffSkills", \.requiredStaffSkills, .array(.string(length: 1...100), count: 0...100)),
        Field("locationRequirements", \.locationRequirements, .nested().optional),
        Field("booking", \.booking, .nested()))
}

/// What the place of a booking offers.
public struct LocationRequirements: Sendable, Equatable {
    public let type: String
    public let capacity: Int?
    public let amenities: [String]
    public let accessibility: [String]

    public init(
        type: String, capacity: Int? = nil, amenities: [String], accessibility: [String]
    ) {
        self.type = type
        self.capacity = capacity
        self.amenities = amenities
        self.accessibility = accessibility
    }
}

extension LocationRequirements: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("type", \.type, .string(length: 1...100)),
        Field("capacity", \.capacity, .integer(0...1_000_000).optional),
        Field("amenities", \.amenities, .array(.string(length: 1...100), count: 0...100)),
        Field("accessibility", \.accessibility, .array(.string(length: 1...100), count: 0...100)))
}

/// Something of a booking other than its status changed.
public struct BookingUpdated: Sendable, Equatable {
    public let updatedBy: ActorID
    public let updatedAt: Timestamp
    public let changedFields: [String]
    public let needsReapproval: Bool
    public let booking: BookingSnapshot

    public init(
        updatedBy: ActorID, updatedAt: Timestamp, changedFields: [String], needsReapproval: Bool,
        booking: BookingSnapshot
    ) {
        self.updatedBy = updatedBy
        self.updatedAt = updatedAt
        self.changedFields = changedFields
        self.needsReapproval = needsReapproval
        self.booking = booking
    }
}

extension BookingUpdated: BookingEventPayload {
    public static let type = EventType.bookingUpdated

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, updatedBy: ActorID, updatedAt: Timestamp, changedFields: [String],
                needsReapproval: Bool, booking: BookingSnapshot
            ) in
            Self(
                updatedBy: updatedBy, updatedAt: updatedAt, changedFields: changedFields,
                needsReapproval: needsReapproval, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("updatedBy", \.updatedBy, .actor),
        Field("updatedAt", \.updatedAt, .eventTime),
        Field("changedFields", \.changedFields, .array(.string(length: 1...100), count: 0...100)),
        Field("needsReapproval", \.needsReapproval, .bool),
        Field("booking", \.booking, .nested()))
}

/// A booking reached another stage.
public struct BookingStageAdvanced: Sendable, Equatable {
    public let oldStage: BookingStage
    public let newStage: BookingStage
    public let changedBy: ActorID
    public let changedAt: Timestamp
    /// It went back.
    public let isRework: Bool
    public let reason: String?
    public let booking: BookingSnapshot

    public init(
        oldStage: BookingStage, newStage: BookingStage, changedBy: ActorID, changedAt: Timestamp, isRework: Bool,
        reason: String? = nil, booking: BookingSnapshot
    ) {
        self.oldStage = oldStage
        self.newStage = newStage
        self.changedBy = changedBy
        self.changedAt = changedAt
        self.isRework = isRework
        self.reason = reason
        self.booking = booking
    }
}

extension BookingStageAdvanced: BookingEventPayload {
    public static let type = EventType.bookingStageAdvanced

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, oldStage: BookingStage, newStage: BookingStage, changedBy: ActorID,
                changedAt: Timestamp, isRework: Bool, reason: String?, booking: BookingSnapshot
            ) in
            Self(
                oldStage: oldStage, newStage: newStage, changedBy: changedBy, changedAt: changedAt, isRework: isRework,
                reason: reason, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("oldStage", \.oldStage, .oneOf()),
        Field("newStage", \.newStage, .oneOf()),
        Field("changedBy", \.changedBy, .actor),
        Field("changedAt", \.changedAt, .eventTime),
        Field("isRework", \.isRework, .bool, "It went back"),
        Field("reason", \.reason, .string(length: 0...2_000).optional),
        Field("booking", \.booking, .nested()))
}
