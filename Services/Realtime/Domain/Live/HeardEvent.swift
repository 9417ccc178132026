/// What realtime-communication hears of the others, and of its own instances. The raw value is the event's name on the
/// wire; the service's tests hold the list against the registry of events.
public enum HeardEvent: String, CaseIterable, Sendable {
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

    // Dates of bookings, and what is done on them.
    case eventInstancesGenerated = "EVENT_INSTANCES_GENERATED"
    case eventAssignedToManager = "EVENT_ASSIGNED_TO_MANAGER"
    case eventPreparationStarted = "EVENT_PREPARATION_STARTED"
    case eventReady = "EVENT_READY"
    case eventStarted = "EVENT_STARTED"
    case eventCompleted = "EVENT_COMPLETED"
    case eventCancelled = "EVENT_CANCELLED"
    case eventRescheduled = "EVENT_RESCHEDULED"
    case eventIssueReported = "EVENT_ISSUE_REPORTED"
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
    case staffCheckedIn = "STAFF_CHECKED_IN"
    case staffCheckedOut = "STAFF_CHECKED_OUT"

    // Kits and equipment.
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
    case equipmentMaintenanceDue = "EQUIPMENT_MAINTENANCE_DUE"

    // Compliance.
    case complianceChecked = "COMPLIANCE_CHECKED"
    case complianceViolationDetected = "COMPLIANCE_VIOLATION_DETECTED"
    case complianceAuditCompleted = "COMPLIANCE_AUDIT_COMPLETED"
    case licenseExpiring = "LICENSE_EXPIRING"
    case regulationUpdated = "REGULATION_UPDATED"

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

    // Communication: what one instance does, the clients of the others see.
    case notificationSent = "NOTIFICATION_SENT"
    case messageDelivered = "MESSAGE_DELIVERED"
    case communicationFailed = "COMMUNICATION_FAILED"
    case alertTriggered = "ALERT_TRIGGERED"
    case emergencyTriggered = "EMERGENCY_TRIGGERED"

    // The gateways. Alarms are derived from it; nobody watches it live.
    case gatewayAudit = "GATEWAY_AUDIT"
}
