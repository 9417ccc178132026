import Identifiers

/// The topics of kit-management: one for each step of a kit, then stock and equipment.
extension TopicRegistry {
    static let kitTopics: [Topic] = [
        kit("kit.assigned", .kitAssignedToActivity, to: [.booking, .compliance, .notifications]),
        kit("kit.released", .kitReleased, to: [.booking, .compliance, .notifications]),
        kit("kit.prepared", .kitPrepared, to: tracked),
        kit("kit.checked_out", .kitCheckedOut, to: tracked, .pii),
        kit("kit.shipped", .kitShipped, to: travelling),
        kit("kit.delivered", .kitDelivered, to: travelling, .pii),
        kit("kit.in_use", .kitInUse, to: tracked),
        kit("kit.return_shipped", .kitReturnShipped, to: travelling),
        kit("kit.returned", .kitReturned, to: travelling),
        kit("kit.inspected", .kitInspected, to: tracked),
        kit("kit.closed", .kitClosed, to: tracked),
        kit("kit.lost", .kitLost, to: tracked),
        kit("kit.issue_reported", .kitIssueReported, to: tracked),
        kit("inventory.updated", .inventoryUpdated, to: [.booking]),
        kit("equipment.maintenance_due", .equipmentMaintenanceDue, to: [.notifications, .compliance]),
    ]

    static let kitEvents: [EventDeclaration] = [
        EventDeclaration(KitAssignedToActivity.self, of: .kitAssignment),
        EventDeclaration(KitReleased.self, of: .kitAssignment),
        EventDeclaration(KitPrepared.self, of: .kitAssignment),
        EventDeclaration(KitCheckedOut.self, of: .kitAssignment),
        EventDeclaration(KitShipped.self, of: .kitAssignment),
        EventDeclaration(KitDelivered.self, of: .kitAssignment),
        EventDeclaration(KitInUse.self, of: .kitAssignment),
        EventDeclaration(KitReturnShipped.self, of: .kitAssignment),
        EventDeclaration(KitReturned.self, of: .kitAssignment),
        EventDeclaration(KitInspected.self, of: .kitAssignment),
        EventDeclaration(KitClosed.self, of: .kitAssignment),
        EventDeclaration(KitLost.self, of: .kitAssignment),
        EventDeclaration(KitIssueReported.self, of: .kitAssignment),
    ]

    static let stockEvents: [EventDeclaration] = [
        EventDeclaration(InventoryUpdated.self, of: .inventoryItem),
        EventDeclaration(EquipmentMaintenanceDue.self, of: .equipment),
    ]

    private static let tracked: [ServiceName] = [.booking, .notifications]
    private static let travelling: [ServiceName] = [.booking, .notifications, .regions]

    private static func kit(
        _ name: String, _ type: EventType, to consumers: [ServiceName],
        _ classification: DataClassification = .confidential
    ) -> Topic {
        Topic(name, from: .kits, carries: type, to: consumers, kept: .kits, classification)
    }
}
