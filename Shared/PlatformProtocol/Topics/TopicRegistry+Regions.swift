import Identifiers

/// The topics of geographic-management.
extension TopicRegistry {
    static let regionTopics: [Topic] = [
        Topic(
            "location.updated", from: .regions,
            carries: .locationUpdated, .locationConfirmed, .locationIssueReported, to: everyone, kept: .locations,
            .pii),
        Topic("location.created", from: .regions, carries: .locationCreated, to: everyone, kept: .locations),
        Topic("location.approved", from: .regions, carries: .locationApproved, to: everyone, kept: .locations),
        Topic("location.rejected", from: .regions, carries: .locationRejected, to: everyone, kept: .locations),
        Topic(
            "region.staff_assigned", from: .regions, carries: .regionStaffAssigned, to: watchers, kept: .locations,
            .pii),
        Topic(
            "compliance_zone.updated", from: .regions, carries: .complianceZoneUpdated, to: watchers,
            kept: .locations, .internal),
        Topic("territory.optimized", from: .regions, carries: .territoryOptimized, to: watchers, kept: .locations),
    ]

    /// `LOCATION_UPDATED` tells every change and says which. A change with a type of its own is told by both.
    static let regionEvents: [EventDeclaration] = [
        EventDeclaration(.locationUpdated, of: .location, .typed(LocationUpdated.self), effects: .drivesWhenAlone),
        EventDeclaration(.locationCreated, of: .location, .typed(LocationCreated.self)),
        EventDeclaration(.locationApproved, of: .location, .typed(LocationApproved.self)),
        EventDeclaration(.locationRejected, of: .location, .typed(LocationRejected.self)),
        told(
            .locationConfirmed, of: .location, .id("eventId"), .id("locationId"), .actor("confirmedBy"),
            .time("confirmedAt"),
            .object("contactPerson", .text("name"), .text("phone"), .text("email")).optional,
            .text("specialInstructions").optional, .text("accessDetails").optional),
        told(
            .locationIssueReported, of: .location, .id("eventId"), .id("locationId"), .actor("reportedBy"),
            .time("reportedAt"), .choice("issueType", LocationIssueType.self), .text("description"),
            .choice("impactLevel", IssueImpact.self), .texts("photoUrls").optional, .flag("needsImmediate")),
        told(
            .regionStaffAssigned, of: .region, .id("regionId"), .id("staffId"), .id("territoryId").optional,
            .actor("assignedBy"), .time("assignedAt")),
        told(
            .complianceZoneUpdated, of: .complianceZone, .id("zoneId"), .text("name"),
            .choice("state", USState.self), .choice("legality", CannabisLegalityStatus.self), .actor("updatedBy"),
            .time("updatedAt")),
        told(
            .territoryOptimized, of: .territory, .id("territoryId"), .id("jobId"), .whole("assignments"),
            .whole("unfilledSeats"), .number("cost"), .number("gap"), .time("optimizedAt")),
    ]

    private static let everyone: [ServiceName] = [.booking, .staff, .kits, .compliance, .notifications]
    private static let watchers: [ServiceName] = [.staff, .compliance, .notifications]

    private static func told(
        _ type: EventType, of aggregate: AggregateType, _ members: PayloadMember...
    ) -> EventDeclaration {
        EventDeclaration(type, of: aggregate, .members(members))
    }
}
