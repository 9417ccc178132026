/// Where a kit's assignment stands, in the order it goes through.
public enum KitAssignmentStatus: String, CaseIterable, Sendable {
    case assigned, prepared
    case checkedOut = "checked_out"
    case shipped, delivered
    case inUse = "in_use"
    case returnShipped = "return_shipped"
    case returned, inspected, closed, lost
}

/// Why the assignment of a kit cannot stay as it is: its booking was moved to where the kit is taken, or into a state that
/// the kit may not enter.
public enum KitAssignmentConflict: String, CaseIterable, Sendable {
    case time
    case stateLine = "state_line"
}

/// The condition of a piece of equipment.
public enum EquipmentCondition: String, CaseIterable, Sendable {
    case excellent, good, fair
    case needsMaintenance = "needs_maintenance"
    case outOfService = "out_of_service"
}

/// The condition of a kit's component. `damaged` is found on return only.
public enum ComponentCondition: String, CaseIterable, Sendable {
    case excellent, good, fair, poor, damaged
}

/// How badly a component is damaged.
public enum DamageSeverity: String, CaseIterable, Sendable {
    case minor, moderate, severe
}

/// What a piece of equipment is.
public enum CannabisEquipmentCategory: String, CaseIterable, Sendable {
    case precisionScales = "precision_scales"
    case testingEquipment = "testing_equipment"
    case storageContainers = "storage_containers"
    case displayCases = "display_cases"
    case securityEquipment = "security_equipment"
    case pointOfSale = "point_of_sale"
    case inventoryTracking = "inventory_tracking"
    case ageVerification = "age_verification"
    case packagingEquipment = "packaging_equipment"
    case extractionTools = "extraction_tools"
}
