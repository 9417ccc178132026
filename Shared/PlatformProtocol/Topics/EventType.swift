/// Every type of event there is. The raw value is the `type` in the envelope; which topic it stands on, what it carries
/// and who hears it is in the `TopicRegistry`. Types are added, never renamed.
public enum EventType: String, CaseIterable, Sendable {
    // Bookings.
    case bookingCreated = "BOOKING_CREATED"
    case bookingStatusChanged = "BOOKING_STATUS_CHANGED"
    case bookingSubmitted = "BOOKING_SUBMITTED"
    case bookingApproved = "BOOKING_APPROVED"
    case bookingRejected = "BOOKING_REJECTED"
    case bookingChangesRequested = "BOOKING_CHANGES_REQUESTED"
    case bookingUpdated = "BOOKING_UPDATED"
    case bookingCancelled = "BOOKING_CANCELLED"
    case bookingStageAdvanced = "BOOKING_STAGE_ADVANCED"
    case bookingOperationalVerified = "BOOKING_OPERATIONAL_VERIFIED"
    case bookingConfirmed = "BOOKING_CONFIRMED"
    case bookingCheckedIn = "BOOKING_CHECKED_IN"
    case bookingCompleted = "BOOKING_COMPLETED"
    case bookingExpired = "BOOKING_EXPIRED"

    // Dates of bookings.
    case eventInstancesGenerated = "EVENT_INSTANCES_GENERATED"
    case eventAssignedToManager = "EVENT_ASSIGNED_TO_MANAGER"
    case eventPreparationStarted = "EVENT_PREPARATION_STARTED"
    case eventReady = "EVENT_READY"
    case eventStarted = "EVENT_STARTED"
    case eventCompleted = "EVENT_COMPLETED"
    case eventCancelled = "EVENT_CANCELLED"
    case eventRescheduled = "EVENT_RESCHEDULED"
    case eventIssueReported = "EVENT_ISSUE_REPORTED"

    // What is done on those dates.
    case activityCreated = "ACTIVITY_CREATED"
    case activityAssigned = "ACTIVITY_ASSIGNED"
    case activityStarted = "ACTIVITY_STARTED"
    case activityCompleted = "ACTIVITY_COMPLETED"
    case activityCancelled = "ACTIVITY_CANCELLED"
    case activityIssueReported = "ACTIVITY_ISSUE_REPORTED"

    // Organisations.
    case organizationUserInvited = "ORGANIZATION_USER_INVITED"
    case organizationUserJoined = "ORGANIZATION_USER_JOINED"
    case organizationPermissionsChanged = "ORGANIZATION_PERMISSIONS_CHANGED"

    // Staff.
    case staffAssignedToBooking = "STAFF_ASSIGNED_TO_BOOKING"
    case staffAssignmentCreated = "STAFF_ASSIGNMENT_CREATED"
    case staffAssignmentOffered = "STAFF_ASSIGNMENT_OFFERED"
    case staffAssignmentAccepted = "STAFF_ASSIGNMENT_ACCEPTED"
    case staffAssignmentRejected = "STAFF_ASSIGNMENT_REJECTED"
    case staffAssignmentExpired = "STAFF_ASSIGNMENT_EXPIRED"
    case staffAssignmentReleased = "STAFF_ASSIGNMENT_RELEASED"
    case staffNoShow = "STAFF_NO_SHOW"
    case staffAvailabilityChanged = "STAFF_AVAILABILITY_CHANGED"
    case staffCheckedIn = "STAFF_CHECKED_IN"
    case staffCheckedOut = "STAFF_CHECKED_OUT"
    case trainingCompleted = "TRAINING_COMPLETED"

    // Kits, in the order a kit goes through them.
    case kitAssignedToActivity = "KIT_ASSIGNED_TO_ACTIVITY"
    case kitReleased = "KIT_RELEASED"
    case kitPrepared = "KIT_PREPARED"
    case kitCheckedOut = "KIT_CHECKED_OUT"
    case kitShipped = "KIT_SHIPPED"
    case kitDelivered = "KIT_DELIVERED"
    case kitInUse = "KIT_IN_USE"
    case kitReturnShipped = "KIT_RETURN_SHIPPED"
    case kitReturned = "KIT_RETURNED"
    case kitInspected = "KIT_INSPECTED"
    case kitClosed = "KIT_CLOSED"
    case kitLost = "KIT_LOST"
    case kitIssueReported = "KIT_ISSUE_REPORTED"
    case inventoryUpdated = "INVENTORY_UPDATED"
    case equipmentMaintenanceDue = "EQUIPMENT_MAINTENANCE_DUE"

    // Compliance.
    case complianceChecked = "COMPLIANCE_CHECKED"
    case complianceViolationDetected = "COMPLIANCE_VIOLATION_DETECTED"
    case complianceAuditCompleted = "COMPLIANCE_AUDIT_COMPLETED"
    case licenseExpiring = "LICENSE_EXPIRING"
    case regulationUpdated = "REGULATION_UPDATED"
    case operationalVerified = "OPERATIONAL_VERIFIED"

    // Places.
    case locationCreated = "LOCATION_CREATED"
    case locationUpdated = "LOCATION_UPDATED"
    case locationApproved = "LOCATION_APPROVED"
    case locationRejected = "LOCATION_REJECTED"
    case locationConfirmed = "LOCATION_CONFIRMED"
    case locationIssueReported = "LOCATION_ISSUE_REPORTED"
    case regionStaffAssigned = "REGION_STAFF_ASSIGNED"
    case complianceZoneUpdated = "COMPLIANCE_ZONE_UPDATED"
    case territoryOptimized = "TERRITORY_OPTIMIZED"

    // Communication.
    case notificationSent = "NOTIFICATION_SENT"
    case messageDelivered = "MESSAGE_DELIVERED"
    case communicationFailed = "COMMUNICATION_FAILED"
    case alertTriggered = "ALERT_TRIGGERED"
    case emergencyTriggered = "EMERGENCY_TRIGGERED"

    // The gateways.
    case gatewayAudit = "GATEWAY_AUDIT"
    case gatewayRateCounts = "GATEWAY_RATE_COUNTS"

    private static let named: [String: EventType] = Dictionary(
        allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })

    /// The type of exactly this name, byte for byte.
    public init?(exactly name: String) {
        guard let type = Self.named[name], type.rawValue.utf8.elementsEqual(name.utf8) else { return nil }
        self = type
    }
}
