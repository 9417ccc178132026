public import Identifiers
public import JSON

/// There is more or less of something in stock than before.
public struct InventoryUpdated: Sendable, Equatable {
    public let itemID: InventoryItemID
    public let warehouseID: WarehouseID
    public let name: String
    /// How many there are.
    public let onHand: Int
    /// How many of them are promised.
    public let reserved: Int
    /// What this added to `onHand`.
    public let change: Int
    public let reason: String
    public let updatedAt: Timestamp

    public init(
        itemID: InventoryItemID, warehouseID: WarehouseID, name: String, onHand: Int, reserved: Int, change: Int,
        reason: String, updatedAt: Timestamp
    ) {
        self.itemID = itemID
        self.warehouseID = warehouseID
        self.name = name
        self.onHand = onHand
        self.reserved = reserved
        self.change = change
        self.reason = reason
        self.updatedAt = updatedAt
    }
}

extension InventoryUpdated: EventPayload {
    public static let type = EventType.inventoryUpdated

    public var aggregateID: UUID128 { itemID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("itemId", \.itemID, .id()),
        Field("warehouseId", \.warehouseID, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("onHand", \.onHand, .integer(0...1_000_000_000), "How many there are"),
        Field("reserved", \.reserved, .integer(0...1_000_000_000), "How many of them are promised"),
        Field("change", \.change, .integer(-1_000_000_000...1_000_000_000), "What this added to `onHand`"),
        Field("reason", \.reason, .string(length: 1...200)),
        Field("updatedAt", \.updatedAt, .eventTime))
}

/// A piece of equipment has to be looked after.
public struct EquipmentMaintenanceDue: Sendable, Equatable {
    public let equipmentID: EquipmentID
    public let name: String
    public let category: CannabisEquipmentCategory
    public let condition: EquipmentCondition
    public let maintenanceType: MaintenanceKind
    public let dueOn: CalendarDay
    public let isOverdue: Bool

    public init(
        equipmentID: EquipmentID, name: String, category: CannabisEquipmentCategory, condition: EquipmentCondition,
        maintenanceType: MaintenanceKind, dueOn: CalendarDay, isOverdue: Bool
    ) {
        self.equipmentID = equipmentID
        self.name = name
        self.category = category
        self.condition = condition
        self.maintenanceType = maintenanceType
        self.dueOn = dueOn
        self.isOverdue = isOverdue
    }
}

extension EquipmentMaintenanceDue: EventPayload {
    public static let type = EventType.equipmentMaintenanceDue

    public var aggregateID: UUID128 { equipmentID.uuid }

    public static let json = JSONType.openRecord(
        Self.init,
        Field("equipmentId", \.equipmentID, .id()),
        Field("name", \.name, .string(length: 1...200)),
        Field("category", \.category, .oneOf()),
        Field("condition", \.condition, .oneOf()),
        Field("maintenanceType", \.maintenanceType, .oneOf()),
        Field("dueOn", \.dueOn, .day),
        Field("isOverdue", \.isOverdue, .bool))
}

/// How a piece of equipment is looked after.
public enum MaintenanceKind: String, CaseIterable, Sendable {
    case maintenance, calibration, inspection
}
