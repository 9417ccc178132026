public import Identifiers
public import JSON

/// A booking after a change: everything another service needs to know of it.
public struct BookingSnapshot: Sendable, Equatable {
    public let id: BookingID
    /// The aggregate's version that this is the state of.
    public let version: Int
    /// For people: BR-YYYYMMDD-XXXXXX.
    public let reference: String
    public let organizationID: OrganizationID
    public let clientID: ClientID?
    public let createdBy: ActorID
    public let updatedBy: ActorID
    public let cannabisBookingType: CannabisBookingType
    public let cannabisProducts: [CannabisProduct]
    public let operationalRequirements: OperationalRequirements
    public let title: String
    public let description: String
    public let status: BookingStatus
    public let stage: BookingStage
    public let operationalStatus: OperationalStatus
    public let locationID: LocationID?
    public let state: USState
    public let region: String?
    public let city: String?
    public let startDateTime: Timestamp
    public let endDateTime: Timestamp
    /// IANA.
    public let timezone: String
    /// The start of each date.
    public let eventDates: [Timestamp]
    public let assignedStaff: [StaffID]
    public let assignedKits: [KitAssignmentID]
    /// In minor units of `currency`.
    public let estimatedCost: Int64?
    /// In minor units of `currency`.
    public let actualCost: Int64?
    /// The client's ceiling, in minor units of `currency`.
    public let budget: Int64?
    public let currency: Currency
    public let budgetApproved: Bool
    /// What else the client asks for.
    public let requirements: JSONValue?
    public let staffRequirements: JSONValue?
    public let equipmentRequirements: JSONValue?
    public let metadata: JSONValue?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: BookingID, version: Int, reference: String, organizationID: OrganizationID, clientID: ClientID? = nil,
        createdBy: ActorID, updatedBy: ActorID, cannabisBookingType: CannabisBookingType,
        cannabisProducts: [CannabisProduct], operationalRequirements: OperationalRequirements, title: String,
        description: String, status: BookingStatus, stage: BookingStage, operationalStatus: OperationalStatus,
        locationID: LocationID? = nil, state: USState, region: String? = nil, city: String? = nil,
        startDateTime: Timestamp, endDateTime: Timestamp, timezone: String, eventDates: [Timestamp],
        assignedStaff: [StaffID], assignedKits: [KitAssignmentID], estimatedCost: Int64? = nil,
        actualCost: Int64? = nil, budget: Int64? = nil, currency: Currency, budgetApproved: Bool,
        requirements: JSONValue? = nil, staffRequirements: JSONValue? = nil, equipmentRequirements: JSONValue? = nil,
        metadata: JSONValue? = nil, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.version = version
        self.reference = reference
        self.organizationID = organizationID
        self.clientID = clientID
        self.createdBy = createdBy
        self.updatedBy = updatedBy
        self.cannabisBookingType = cannabisBookingType
        self.cannabisProducts = cannabisProducts
        self.operationalRequirements = operationalRequirements
        self.title = title
        self.description = description
        self.status = status
        self.stage = stage
        self.operationalStatus = operationalStatus
        self.locationID = locationID
        self.state = state
        self.region = region
        self.city = city
        self.startDateTime = startDateTime
        self.endDateTime = endDateTime
        self.timezone = timezone
        self.eventDates = eventDates
        self.assignedStaff = assignedStaff
        self.assignedKits = assignedKits
        self.estimatedCost = estimatedCost
        self.actualCost = actualCost
        self.budget = budget
        self.currency = currency
        self.budgetApproved = budgetApproved
        self.requirements = requirements
        self.staffRequirements = staffRequirements
        self.equipmentRequirements = equipmentRequirements
        self.metadata = metadata
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

extension BookingSnapshot: JSONCodable {
    /// The most an amount of a booking may be, in minor units.
    private static let money: Int64 = 1_000_000_000_000

    public static let json: JSONType<BookingSnapshot> = .openRecord(
        Self.init,
        Field("id", \.id, .id()),
        Field("version", \.version, .integer(1...Int.max), "The aggregate's version that this is the state of"),
        Field("reference", \.reference, .string(length: 1...40), "For people: BR-YYYYMMDD-XXXXXX"),
        Field("organizationId", \.organizationID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("createdBy", \.createdBy, .actor),
        Field("updatedBy", \.updatedBy, .actor),
        Field("cannabisBookingType", \.cannabisBookingType, .oneOf()),
        Field("cannabisProducts", \.cannabisProducts, .array(.nested(), count: 0...200)),
        Field("operationalRequirements", \.operationalRequirements, .nested()),
        Field("title", \.title, .string(length: 1...200)),
        Field("description", \.description, .string(length: 0...10_000)),
        Field("status", \.status, .oneOf()),
        Field("stage", \.stage, .oneOf()),
        Field("operationalStatus", \.operationalStatus, .oneOf()),
        Field("locationId", \.locationID, .id().optional),
        Field("state", \.state, .oneOf()),
        Field("region", \.region, .string(length: 1...100).optional),
        Field("city", \.city, .string(length: 1...100).optional),
        Field("startDateTime", \.startDateTime, .eventTime),
        Field("endDateTime", \.endDateTime, .eventTime),
        Field("timezone", \.timezone, .string(length: 1...64), "IANA"),
        Field("eventDates", \.eventDates, .array(.eventTime, count: 0...366), "The start of each date"),
        Field("assignedStaff", \.assignedStaff, .array(.id(), count: 0...1_000)),
        Field("assignedKits", \.assignedKits, .array(.id(), count: 0...1_000)),
        Field("estimatedCost", \.estimatedCost, .minorUnits(0...money).optional),
        Field("actualCost", \.actualCost, .minorUnits(0...money).optional),
        Field("budget", \.budget, .minorUnits(0...money).optional, "The client's ceiling"),
        Field("currency", \.currency, .currency),
        Field("budgetApproved", \.budgetApproved, .bool),
        Field("requirements", \.requirements, .any.optional, "What else the client asks for"),
        Field("staffRequirements", \.staffRequirements, .any.optional),
        Field("equipmentRequirements", \.equipmentRequirements, .any.optional),
        Field("metadata", \.metadata, .any.optional),
        Field("createdAt", \.createdAt, .eventTime),
        Field("updatedAt", \.updatedAt, .eventTime))
}
