import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

extension BookingView: JSONCodable {
    static let jsonName = "Booking"

    /// The members of the snapshot stand beside the rest, as the seeds have them.
    static let json: JSONType<BookingView> = .openRecord(
        Self.init,
        Field("id", \.snapshot.id, .id()),
        Field(
            "version", \.snapshot.version, .integer(1...Int.max), "The aggregate's version that this is the state of"),
        Field("reference", \.snapshot.reference, .string(length: 1...40), "For people: BR-YYYYMMDD-XXXXXX"),
        Field("organizationId", \.snapshot.organizationID, .id()),
        Field("clientId", \.snapshot.clientID, .id().optional),
        Field("createdBy", \.snapshot.createdBy, .actor),
        Field("updatedBy", \.snapshot.updatedBy, .actor),
        Field("cannabisBookingType", \.snapshot.cannabisBookingType, .oneOf()),
        Field("cannabisProducts", \.snapshot.cannabisProducts, .array(.nested(), count: 0...200)),
        Field("operationalRequirements", \.snapshot.operationalRequirements, .nested()),
        Field("title", \.snapshot.title, .string(length: 1...200)),
        Field("description", \.snapshot.description, .string(length: 0...10_000)),
        Field("status", \.snapshot.status, .oneOf()),
        Field("stage", \.snapshot.stage, .oneOf()),
        Field("operationalStatus", \.snapshot.operationalStatus, .oneOf()),
        Field("locationId", \.snapshot.locationID, .id().optional),
        Field("state", \.snapshot.state, .oneOf()),
        Field("region", \.snapshot.region, .string(length: 1...100).optional),
        Field("city", \.snapshot.city, .string(length: 1...100).optional),
        Field("startDateTime", \.snapshot.startDateTime, .dateTime()),
        Field("endDateTime", \.snapshot.endDateTime, .dateTime()),
        Field("timezone", \.snapshot.timezone, .string(length: 1...64), "IANA"),
        Field("eventDates", \.snapshot.eventDates, .array(.dateTime(), count: 0...366), "The start of each date"),
        Field("assignedStaff", \.snapshot.assignedStaff, .array(.id(), count: 0...1_000)),
        Field("assignedKits", \.snapshot.assignedKits, .array(.id(), count: 0...1_000)),
        Field("estimatedCost", \.snapshot.estimatedCost, .minorUnits(BookingLimits.money).optional),
        Field("actualCost", \.snapshot.actualCost, .minorUnits(BookingLimits.money).optional),
        Field("budget", \.snapshot.budget, .minorUnits(BookingLimits.money).optional, "The client's ceiling"),
        Field("currency", \.snapshot.currency, .currency),
        Field("budgetApproved", \.snapshot.budgetApproved, .bool),
        Field("requirements", \.snapshot.requirements, .any.optional, "What else the client asks for"),
        Field("staffRequirements", \.snapshot.staffRequirements, .any.optional),
        Field("equipmentRequirements", \.snapshot.equipmentRequirements, .any.optional),
        Field("metadata", \.snapshot.metadata, .any.optional),
        Field("createdAt", \.snapshot.createdAt, .dateTime()),
        Field("updatedAt", \.snapshot.updatedAt, .dateTime()),
        Field("recurrencePattern", \.recurrencePattern, .nested().optional),
        Field("source", \.source, .string(length: 1...BookingLimits.sourceLengthMax).optional),
        Field("priceSource", \.priceSource, .string(length: 1...50).optional, "Where estimatedCost comes from"),
        Field("progress", \.progress, .nested()),
        Field("figures", \.figures, .nested()),
        Field("location", \.parts.location, .nested().optional),
        Field(
            "staffAssignments", \.parts.staffAssignments, .array(.nested(), count: 0...BookingLimits.staffMax).optional),
        Field("staffCount", \.parts.staffCount, .integer(0...BookingLimits.staffMax).optional),
        Field("kits", \.parts.kits, .array(.nested(), count: 0...BookingLimits.kitsMax).optional),
        Field("compliance", \.parts.compliance, .nested().optional),
        Field("history", \.parts.history, .array(.nested(), count: 0...BookingHistory.entriesMax).optional))

    private init(
        _ id: BookingID, _ version: Int, _ reference: String, _ organizationID: OrganizationID,
        _ clientID: ClientID?, _ createdBy: ActorID, _ updatedBy: ActorID,
        _ cannabisBookingType: CannabisBookingType, _ cannabisProducts: [CannabisProduct],
        _ operationalRequirements: OperationalRequirements, _ title: String, _ description: String,
        _ status: BookingStatus, _ stage: BookingStage, _ operationalStatus: OperationalStatus,
        _ locationID: LocationID?, _ state: USState, _ region: String?, _ city: String?, _ startDateTime: Timestamp,
        _ endDateTime: Timestamp, _ timezone: String, _ eventDates: [Timestamp], _ assignedStaff: [StaffID],
        _ assignedKits: [KitAssignmentID], _ estimatedCost: Int64?, _ actualCost: Int64?, _ budget: Int64?,
        _ currency: Currency, _ budgetApproved: Bool, _ requirements: JSONValue?, _ staffRequirements: JSONValue?,
        _ equipmentRequirements: JSONValue?, _ metadata: JSONValue?, _ createdAt: Timestamp, _ updatedAt: Timestamp,
        _ recurrencePattern: RecurrencePattern?, _ source: String?, _ priceSource: String?,
        _ progress: BookingProgress, _ figures: BookingFiguresView, _ location: LocationSnapshot?,
        _ staffAssignments: [StaffOnBooking]?, _ staffCount: Int?, _ kits: [KitOnBooking]?,
        _ compliance: ComplianceAnswerView?, _ history: [BookingHistoryView]?
    ) {
        snapshot = BookingSnapshot(
            id: id, version: version, reference: reference, organizationID: organizationID, clientID: clientID,
            createdBy: createdBy, updatedBy: updatedBy, cannabisBookingType: cannabisBookingType,
            cannabisProducts: cannabisProducts, operationalRequirements: operationalRequirements, title: title,
            description: description, status: status, stage: stage, operationalStatus: operationalStatus,
            locationID: locationID, state: state, region: region, city: city, startDateTime: startDateTime,
            endDateTime: endDateTime, timezone: timezone, eventDates: eventDates, assignedStaff: assignedStaff,
            assignedKits: assignedKits, estimatedCost: estimatedCost, actualCost: actualCost, budget: budget,
            currency: currency, budgetApproved: budgetApproved, requirements: requirements,
            staffRequirements: staffRequirements, equipmentRequirements: equipmentRequirements, metadata: metadata,
            createdAt: createdAt, updatedAt: updatedAt)
        (self.recurrencePattern, self.source, self.priceSource) = (recurrencePattern, source, priceSource)
        (self.progress, self.figures) = (progress, figures)
        parts = BookingPartsView(
            location: location, staffAssignments: staffAssignments, staffCount: staffCount, kits: kits,
            compliance: compliance, history: history)
    }
}
