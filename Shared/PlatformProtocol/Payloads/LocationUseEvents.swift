public import Identifiers
public import JSON

/// A location on one of the dates that it is booked for.
public struct LocationUse: Sendable, Equatable {
    public let eventID: EventInstanceID
    /// The location after the change.
    public let location: LocationSnapshot

    public init(eventID: EventInstanceID, location: LocationSnapshot) {
        self.eventID = eventID
        self.location = location
    }
}

/// What the payloads about a location's dates begin with.
public protocol LocationUsePayload: LocationEventPayload {
    var use: LocationUse { get }
}

extension LocationUsePayload {
    public var location: LocationSnapshot { use.location }

    static var useHead: JSONFieldGroup<Self, LocationUse> {
        JSONFieldGroup(
            { (eventID: EventInstanceID, _: LocationID, location: LocationSnapshot) in
                LocationUse(eventID: eventID, location: location)
            },
            Field("eventId", \.use.eventID, .id()),
            Field("locationId", \.locationID, .id()),
            Field("location", \.use.location, .nested()))
    }
}

/// A location takes a date.
public struct LocationConfirmed: Sendable, Equatable {
    public let use: LocationUse
    public let confirmedBy: ActorID
    public let confirmedAt: Timestamp
    public let contactPerson: ContactPerson?
    public let specialInstructions: String?
    public let accessDetails: String?

    public init(
        use: LocationUse, confirmedBy: ActorID, confirmedAt: Timestamp, contactPerson: ContactPerson? = nil,
        specialInstructions: String? = nil, accessDetails: String? = nil
    ) {
        self.use = use
        self.confirmedBy = confirmedBy
        self.confirmedAt = confirmedAt
        self.contactPerson = contactPerson
        self.specialInstructions = specialInstructions
        self.accessDetails = accessDetails
    }
}

extension LocationConfirmed: LocationUsePayload {
    public static let type = EventType.locationConfirmed

    public static let json = JSONType.openRecord(
        Self.init, useHead,
        Field("confirmedBy", \.confirmedBy, .actor),
        Field("confirmedAt", \.confirmedAt, .eventTime),
        Field("contactPerson", \.contactPerson, .nested().optional, classified: .pii),
        Field("specialInstructions", \.specialInstructions, .string(length: 0...2_000).optional),
        Field("accessDetails", \.accessDetails, .string(length: 0...2_000).optional, classified: .confidential))
}

/// Whom to ask at a location.
public struct ContactPerson: Sendable, Equatable {
    public let name: String
    public let phone: String
    public let email: String

    public init(
        name: String, phone: String, email: String
    ) {
        self.name = name
        self.phone = phone
        self.email = email
    }
}

extension ContactPerson: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("name", \.name, .string(length: 1...200)),
        Field("phone", \.phone, .string(length: 8...16, format: .phone)),
        Field("email", \.email, .string(length: 3...320, format: .email)))
}

/// Something is wrong with a location on a date.
public struct LocationIssueReported: Sendable, Equatable {
    public let use: LocationUse
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let issueType: LocationIssueType
    public let description: String
    public let impactLevel: IssueImpact
    public let photoURLs: [String]?
    /// Somebody has to act now.
    public let needsImmediate: Bool

    public init(
        use: LocationUse, reportedBy: ActorID, reportedAt: Timestamp, issueType: LocationIssueType, description: String,
        impactLevel: IssueImpact, photoURLs: [String]? = nil, needsImmediate: Bool
    ) {
        self.use = use
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.issueType = issueType
        self.description = description
        self.impactLevel = impactLevel
        self.photoURLs = photoURLs
        self.needsImmediate = needsImmediate
    }
}

extension LocationIssueReported: LocationUsePayload {
    public static let type = EventType.locationIssueReported

    public static let json = JSONType.openRecord(
        Self.init, useHead,
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("issueType", \.issueType, .oneOf()),
        Field("description", \.description, .string(length: 1...2_000)),
        Field("impactLevel", \.impactLevel, .oneOf()),
        Field("photoUrls", \.photoURLs, .photoURLs.optional),
        Field("needsImmediate", \.needsImmediate, .bool, "Somebody has to act now"))
}
