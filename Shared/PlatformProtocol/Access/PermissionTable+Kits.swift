import Identifiers

/// The operations of kit-management.
extension PermissionTable {
    static let kits: [Operation] = [
        row(.get, "/templates", "listKitTemplates", readers, own: .client, .reads, .internal),
        row(.post, "/templates", "createKitTemplate", .planners, .writes, .internal),
        row(.get, "/templates/{templateId}", "getKitTemplate", readers, own: .client, .reads, .internal),
        row(.put, "/templates/{templateId}", "replaceKitTemplate", .planners, .writes, .internal),
        row(.delete, "/templates/{templateId}", "deleteKitTemplate", .planners, .writes, .internal),

        row(.get, "/instances", "listKitInstances", readers, .reads),
        row(.post, "/instances", "createKitInstance", .crews, .writes),
        row(.get, "/instances/{instanceId}", "getKitInstance", readers, .reads),

        row(.get, "/items", "listItems", readers, .reads),
        row(.post, "/items", "createItem", .crews, .writes),
        row(.get, "/items/{itemId}", "getItem", readers, .reads),
        row(.put, "/items/{itemId}", "replaceItem", .crews, .writes),
        row(.post, "/items/{itemId}/maintenance", "recordMaintenance", .crews, .writes),
        row(.post, "/items/{itemId}/calibration", "recordCalibration", .crews, .writes),
        row(.post, "/items/{itemId}/damage", "reportDamage", .crews, own: .brandAgent, .writes),
        row(.get, "/items/{itemId}/custody", "getItemCustody", custodians, .reads, .restricted),

        row(.get, "/inventory", "listInventory", readers, .reads),
        row(.post, "/inventory/check", "checkInventory", readers, .reads),
        row(.post, "/inventory/reserve", "reserveInventory", .planners.union(.service), .writes),
        row(.post, "/inventory/release", "releaseInventory", .planners.union(.service), .writes),
        row(.post, "/inventory/adjust", "adjustInventory", .crews, .writes),
        row(.get, "/maintenance/due", "listMaintenanceDue", readers, .reads),

        row(.get, "", "listKits", readers, own: .brandAgent, .reads),
        row(.post, "", "allocateKit", .planners.union(.service), .writes),
        row(.get, "/{kitId}", "getKit", readers, own: .brandAgent, .reads),
        row(.post, "/{kitId}/release", "releaseKit", .planners.union(.service), .writes),
        row(.post, "/{kitId}/prepare", "prepareKit", .crews, .writes),
        row(.post, "/{kitId}/check-out", "checkOutKit", .crews, own: .brandAgent, .writes),
        row(.post, "/{kitId}/ship", "shipKit", .crews, .writes),
        row(.post, "/{kitId}/tracking", "recordKitTracking", .crews.union(.service), .writes),
        row(.post, "/{kitId}/deliver", "deliverKit", .crews, own: [.brandAgent, .venue], .writes),
        row(.post, "/{kitId}/use", "startKitUse", .crews, own: .brandAgent, .writes),
        row(.post, "/{kitId}/return-shipment", "shipKitBack", .crews, own: .brandAgent, .writes),
        row(.post, "/{kitId}/return", "returnKit", .crews, own: .brandAgent, .writes),
        row(.post, "/{kitId}/inspect", "inspectKit", .crews, .writes),
        row(.post, "/{kitId}/close", "closeKit", .crews, .writes),
        row(.post, "/{kitId}/lost", "reportKitLost", .crews, .writes),
        row(.post, "/{kitId}/issues", "reportKitIssue", .crews, own: .brandAgent, .writes),
        row(.post, "/{kitId}/handovers", "recordHandover", .crews, own: .brandAgent, .writes, .restricted),
        row(.get, "/{kitId}/custody", "getKitCustody", custodians, .reads, .restricted),
    ]

    private static let readers: RoleSet = .crews.union([.complianceOfficer, .service])
    private static let custodians: RoleSet = .crews.union(.complianceOfficer)

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.kits, method, "/api/v1/kits\(path)", name, roles, own: own, classification, effect)
    }
}
