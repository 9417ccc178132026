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
        EventDeclaration(LocationUpdated.self, of: .location, effects: .drivesWhenAlone),
        EventDeclaration(LocationCreated.self, of: .location),
        EventDeclaration(LocationApproved.self, of: .location),
        EventDeclaration(LocationRejected.self, of: .location),
        EventDeclaration(LocationConfirmed.self, of: .location),
        EventDeclaration(LocationIssueReported.self, of: .location),
        EventDeclaration(RegionStaffAssigned.self, of: .region),
        EventDeclaration(ComplianceZoneUpdated.self, of: .complianceZone),
        EventDeclaration(TerritoryOptimized.self, of: .territory),
    ]

    private static let everyone: [ServiceName] = [.booking, .staff, .kits, .compliance, .notifications]
    private static let watchers: [ServiceName] = [.staff, .compliance, .notifications]
}
