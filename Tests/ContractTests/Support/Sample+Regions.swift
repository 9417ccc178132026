import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func regions() throws -> [Sample] { try locations() + locationUses() + territories() }

    private static func locations() throws -> [Sample] {
        let created = LocationCreated(
            createdBy: Samples.manager, createdAt: Samples.now, location: Samples.locationSnapshot(.draft, version: 2))
        let updated = LocationUpdated(
            changeType: .submitted, changedFields: ["status"], updatedBy: Samples.manager, updatedAt: Samples.hours(1),
            location: Samples.locationSnapshot(.pendingApproval, version: 3))
        let approved = LocationApproved(
            approvedBy: Samples.manager, approvedAt: Samples.hours(1), notes: "Seen",
            location: Samples.locationSnapshot(.approved, version: 5))
        let rejected = LocationRejected(
            rejectedBy: Samples.manager, rejectedAt: Samples.hours(1), reason: "No second exit",
            location: Samples.locationSnapshot(.rejected, version: 5))
        return [
            try Sample(created, by: .regions, version: 2), try Sample(updated, by: .regions, version: 3),
            try Sample(approved, by: .regions, version: 5), try Sample(rejected, by: .regions, version: 5),
        ]
    }

    private static func locationUses() throws -> [Sample] {
        func use(_ version: Int) -> LocationUse {
            LocationUse(eventID: Samples.date, location: Samples.locationSnapshot(.approved, version: version))
        }
        let confirmed = LocationConfirmed(
            use: use(6), confirmedBy: Samples.manager, confirmedAt: Samples.hours(3),
            contactPerson: ContactPerson(name: "Bo", phone: "+15105550123", email: "bo@lakeside.example.com"),
            specialInstructions: "No nails in the walls", accessDetails: "The gate opens at eight")
        let issue = LocationIssueReported(
            use: use(7), reportedBy: Samples.agent, reportedAt: Samples.hours(336), issueType: .access,
            description: "The gate is locked", impactLevel: .major, photoURLs: ["https://photos.example.com/3.jpg"],
            needsImmediate: true)
        return [try Sample(confirmed, by: .regions, version: 6), try Sample(issue, by: .regions, version: 7)]
    }

    private static func territories() throws -> [Sample] {
        let territory = TerritoryID(Samples.uuid(21))
        let staff = RegionStaffAssigned(
            regionID: RegionID(Samples.uuid(22)), staffID: Samples.staff, territoryID: territory,
            assignedBy: Samples.manager, assignedAt: Samples.now)
        let zone = ComplianceZoneUpdated(
            zoneID: ComplianceZoneID(Samples.uuid(23)), name: "Oakland waterfront", state: .california,
            legality: .fullyLegal, updatedBy: Samples.manager, updatedAt: Samples.now)
        let optimized = TerritoryOptimized(
            territoryID: territory, jobID: OptimizationJobID(Samples.uuid(24)), assignments: 118, unfilledSeats: 2,
            cost: JSONDecimal(units: 1_482_075, scale: 2), gap: JSONDecimal(units: 3, scale: 3),
            optimizedAt: Samples.now)
        return [
            try Sample(staff, by: .regions, version: 8), try Sample(zone, by: .regions, version: 2),
            try Sample(optimized, by: .regions, version: 4),
        ]
    }
}
