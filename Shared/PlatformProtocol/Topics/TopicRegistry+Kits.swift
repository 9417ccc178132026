import Identifiers

/// The topics of kit-management: one for each step of a kit, then stock and equipment.
extension TopicRegistry {
    static let kitTopics: [Topic] = [
        kit("kit.assigned", .kitAssignedToActivity, to: [.booking, .compliance, .notifications]),
        kit("kit.released", .kitReleased, to: [.booking, .compliance, .notifications]),
        kit("kit.prepared", .kitPrepared, to: tracked),
        kit("kit.checked_out", .kitCheckedOut, to: tracked),
        kit("kit.shipped", .kitShipped, to: travelling),
        kit("kit.delivered", .kitDelivered, to: travelling),
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
        EventDeclaration(.kitAssignedToActivity, of: .kitAssignment, .typed(KitAssignedToActivity.self)),
        EventDeclaration(.kitReleased, of: .kitAssignment, .typed(KitReleased.self)),
        step(
            .kitPrepared, .actor("preparedBy"), .time("preparedAt"),
            .objects(
                "components", .id("id"), .text("name"), .whole("quantity"),
                .choice("condition", ComponentCondition.self)), .text("notes").optional),
        step(
            .kitCheckedOut, .actor("checkedOutBy"), .time("checkedOutAt"), .actor("checkedOutTo"),
            .time("expectedReturnDate")),
        step(.kitShipped, .actor("shippedBy"), .time("shippedAt"), carrier, route, .time("eta"), custody),
        step(
            .kitDelivered, .time("deliveredAt"), .actor("handedTo"), carrier, custody,
            .number("temperature").optional),
        step(.kitInUse, .actor("startedBy"), .time("startedAt")),
        step(.kitReturnShipped, .actor("shippedBy"), .time("shippedAt"), carrier, route, .time("eta"), custody),
        step(
            .kitReturned, .actor("returnedBy"), .time("returnedAt"), .actor("receivedBy"),
            .choice("condition", ComponentCondition.self), .texts("missingComponents").optional,
            .objects(
                "damagedComponents", .id("id"), .text("description"), .choice("severity", DamageSeverity.self)
            ).optional, .text("notes").optional),
        step(
            .kitInspected, .actor("inspectedBy"), .time("inspectedAt"),
            .choice("condition", EquipmentCondition.self), .text("notes").optional),
        step(.kitClosed, .actor("closedBy"), .time("closedAt")),
        step(.kitLost, .actor("reportedBy"), .time("reportedAt"), .text("lastKnownPlace").optional, .text("reason")),
        step(
            .kitIssueReported, .actor("reportedBy"), .time("reportedAt"), .choice("issueType", KitIssueType.self),
            .text("description"), .choice("impactLevel", IssueImpact.self), .texts("photoUrls").optional,
            .flag("needsImmediate")),
    ]

    static let stockEvents: [EventDeclaration] = [
        EventDeclaration(
            .inventoryUpdated, of: .inventoryItem,
            .members([
                .id("itemId"), .id("warehouseId"), .text("name"), .whole("onHand"), .whole("reserved"),
                .whole("change"), .text("reason"), .time("updatedAt"),
            ])),
        EventDeclaration(
            .equipmentMaintenanceDue, of: .equipment,
            .members([
                .id("equipmentId"), .text("name"), .choice("category", CannabisEquipmentCategory.self),
                .choice("condition", EquipmentCondition.self), .text("maintenanceType"), .day("dueOn"),
                .flag("isOverdue"),
            ])),
    ]

    private static let tracked: [ServiceName] = [.booking, .notifications]
    private static let travelling: [ServiceName] = [.booking, .notifications, .regions]

    private static let carrier: PayloadMember = .object("carrier", .text("name"), .text("trackingNumber"))
    private static let route: PayloadMember = .object("route", .text("from"), .text("to"))
    private static let custody: PayloadMember = .texts("custodySeals")

    private static func kit(_ name: String, _ type: EventType, to consumers: [ServiceName]) -> Topic {
        Topic(name, from: .kits, carries: type, to: consumers, kept: .kits)
    }

    /// `eventId` and `activityId` are there when the kit is for one date or one activity.
    private static func step(_ type: EventType, _ members: PayloadMember...) -> EventDeclaration {
        let head: [PayloadMember] = [
            .id("kitAssignmentId"), .id("bookingId"), .id("eventId").optional, .id("activityId").optional,
            .id("kitInstanceId"),
        ]
        return EventDeclaration(type, of: .kitAssignment, .members(head + members))
    }
}
