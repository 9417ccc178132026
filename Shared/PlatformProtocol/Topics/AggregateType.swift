/// What an event is about: the thing whose id is the message's key and whose version orders its events.
public enum AggregateType: String, CaseIterable, Sendable {
    case booking
    case eventInstance = "event_instance"
    case activity
    case organization
    case staffProfile = "staff_profile"
    case staffAssignment = "staff_assignment"
    case kitAssignment = "kit_assignment"
    case inventoryItem = "inventory_item"
    case equipment
    /// What the compliance service knows about one booking. It has the booking's id and versions of its own, so the
    /// answers to one booking stay in order.
    case bookingCompliance = "booking_compliance"
    case violation
    case audit
    case license
    case regulation
    case location
    case region
    case complianceZone = "compliance_zone"
    case territory
    case notification
    case message
    case alert
    case emergency
    case gateway

    /// The member of payloads that has its id.
    public var idMember: String {
        switch self {
        case .booking, .bookingCompliance: "bookingId"
        case .eventInstance: "eventId"
        case .activity: "activityId"
        case .organization: "organizationId"
        case .staffProfile: "staffId"
        case .staffAssignment: "assignmentId"
        case .kitAssignment: "kitAssignmentId"
        case .inventoryItem: "itemId"
        case .equipment: "equipmentId"
        case .violation: "violationId"
        case .audit: "auditId"
        case .license: "licenseId"
        case .regulation: "regulationId"
        case .location: "locationId"
        case .region: "regionId"
        case .complianceZone: "zoneId"
        case .territory: "territoryId"
        case .notification: "notificationId"
        case .message: "messageId"
        case .alert: "alertId"
        case .emergency: "emergencyId"
        case .gateway: "gatewayId"
        }
    }
}
