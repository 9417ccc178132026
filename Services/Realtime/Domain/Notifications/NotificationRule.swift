public import Identifiers

extension HeardEvent {
    /// The notification it makes, by itself. Of two events that tell one change only one makes one: every move of a booking
    /// is told by `BOOKING_STATUS_CHANGED`, for which `BookingStatus.notification(from:)` decides.
    public var notification: NotificationType? {
        switch self {
        case .bookingCreated: .bookingCreated
        case .bookingSubmitted: .bookingSubmitted
        case .bookingApproved: .bookingApproved
        case .bookingRejected: .bookingRejected
        case .bookingChangesRequested: .bookingChangesRequested
        case .bookingConfirmed: .bookingConfirmed
        case .bookingCheckedIn: .bookingStarted
        case .bookingCompleted: .bookingCompleted
        case .bookingCancelled: .bookingCancelled
        case .bookingExpired: .bookingExpired
        case .eventAssignedToManager: .eventAssigned
        case .eventCancelled: .eventCancelled
        case .eventRescheduled: .eventRescheduled
        case .eventIssueReported: .eventIssue
        case .activityAssigned: .activityAssigned
        case .activityIssueReported: .activityIssue
        case .organizationUserJoined: .memberJoined
        case .organizationPermissionsChanged: .permissionsChanged
        case .staffAssignedToBooking: .staffAssigned
        case .staffAssignmentOffered: .staffOffered
        case .staffAssignmentRejected: .staffDeclined
        case .staffAssignmentExpired: .staffOfferExpired
        case .staffAssignmentReleased: .staffReleased
        case .staffNoShow: .staffNoShow
        case .staffCheckedIn: .staffCheckedIn
        case .staffCheckedOut: .staffCheckedOut
        case .kitLost: .kitLost
        case .kitIssueReported: .kitIssue
        case .equipmentMaintenanceDue: .maintenanceDue
        case .complianceViolationDetected: .complianceViolation
        case .complianceAuditCompleted: .auditCompleted
        case .licenseExpiring: .licenseExpiring
        case .regulationUpdated: .regulationUpdated
        case .locationApproved: .locationApproved
        case .locationRejected: .locationRejected
        case .locationIssueReported: .locationIssue
        case .communicationFailed: .communicationFailed
        case .alertTriggered: .alert
        case .emergencyTriggered: .emergency
        case .bookingStatusChanged, .bookingUpdated, .bookingStageAdvanced, .bookingOperationalVerified,
            .eventInstancesGenerated, .eventPreparationStarted, .eventReady, .eventStarted, .eventCompleted,
            .activityCreated, .activityStarted, .activityCompleted, .activityCancelled, .organizationUserInvited,
            .staffAssignmentCreated, .staffAssignmentAccepted, .kitAssignedToActivity, .kitReleased, .kitPrepared,
            .kitCheckedOut, .kitShipped, .kitDelivered, .kitInUse, .kitReturnShipped, .kitReturned, .kitInspected,
            .kitClosed, .complianceChecked, .locationCreated, .locationUpdated, .locationConfirmed,
            .regionStaffAssigned, .complianceZoneUpdated, .territoryOptimized, .notificationSent, .messageDelivered,
            .gatewayAudit:
            nil
        }
    }
}

extension BookingStatus {
    /// The notification that a move to this status makes; nil for none, as for a move to where it was.
    public func notification(from old: BookingStatus) -> NotificationType? {
        guard old != self else { return nil }
        return switch self {
        case .draft: .bookingReopened
        case .pendingApproval: .bookingSubmitted
        case .changesRequested: .bookingChangesRequested
        case .rejected: .bookingRejected
        case .approved: old == .onHold ? .bookingResumed : .bookingApproved
        case .confirmed: .bookingConfirmed
        case .inProgress: .bookingStarted
        case .onHold: .bookingOnHold
        case .completed: .bookingCompleted
        case .cancelled: .bookingCancelled
        case .expired: .bookingExpired
        case .noShow: .bookingNoShow
        }
    }
}
