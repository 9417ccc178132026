import Identifiers

/// The operations of geographic-management.
extension PermissionTable {
    static let regions: [Operation] = [
        row(.get, "/states", "listOperatingStates", .people.union(.service), .reads, .internal),
        row(.get, "/states/{state}", "getOperatingState", .people.union(.service), .reads, .internal),
        row(.get, "/cities", "listCities", .people.union(.service), .reads, .internal),
        row(.get, "/zones", "listComplianceZones", .people.union(.service), .reads, .internal),
        row(.post, "/zones", "createComplianceZone", .officers, .writes, .internal),
        row(.put, "/zones/{zoneId}", "replaceComplianceZone", .officers, .writes, .internal),
        row(.get, "/territories", "listTerritories", .crews.union(.service), .reads),
        row(.post, "/territories", "createTerritory", .planners, .writes),
        row(.put, "/territories/{territoryId}", "replaceTerritory", .planners, .writes),

        row(.get, "/locations", "listLocations", readers, own: owners, .reads),
        row(.post, "/locations", "createLocation", .planners, own: [.client, .venue], .writes),
        row(.get, "/locations/nearby", "findNearbyLocations", readers, own: owners, .reads),
        row(.post, "/locations/geocode", "geocodeAddress", readers, own: [.client, .venue], .reads),
        row(.get, "/locations/{locationId}", "getLocation", readers, own: owners, .reads),
        row(.put, "/locations/{locationId}", "replaceLocation", .planners, own: .venue, .writes),
        row(.delete, "/locations/{locationId}", "retireLocation", .planners, own: .venue, .writes),
        row(.post, "/locations/{locationId}/submit", "submitLocation", .planners, own: [.client, .venue], .writes),
        row(.post, "/locations/{locationId}/approve", "approveLocation", .officers, .writes),
        row(.post, "/locations/{locationId}/reject", "rejectLocation", .officers, .writes),
        row(.post, "/locations/{locationId}/confirm", "confirmLocation", .crews, own: .venue, .writes),
        row(
            .post, "/locations/{locationId}/issues", "reportLocationIssue", .crews, own: [.brandAgent, .venue],
            .writes),

        row(.get, "/bookings", "listRegionalBookings", .planners.union(.service), .reads),
        row(.post, "/estimate", "estimateRegionalCost", .planners.union(.service), own: .client, .reads),
        row(.post, "/optimize", "optimizeStaffAssignment", .planners.union(.service), .writes, .restricted),
        row(.get, "/optimize/{jobId}", "getOptimization", .planners.union(.service), .reads, .restricted),
        row(.delete, "/optimize/{jobId}", "cancelOptimization", .planners.union(.service), .writes, .restricted),

        row(.get, "", "listRegions", .people.union(.service), .reads, .internal),
        row(.get, "/{regionId}", "getRegion", .people.union(.service), .reads, .internal),
        row(.get, "/{regionId}/metrics", "getRegionalMetrics", .planners, .reads, .restricted),
    ]

    private static let readers: RoleSet = .crews.union([.complianceOfficer, .service])
    private static let owners: RoleSet = [.brandAgent, .client, .venue, .guest]

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.regions, method, "/api/v1/regions\(path)", name, roles, own: own, classification, effect)
    }
}
