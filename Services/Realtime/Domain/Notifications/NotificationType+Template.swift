extension NotificationType {
    /// The words, the weight and the readers of each kind.
    public var template: NotificationTemplate {
        switch self {
        case .bookingCreated:
            NotificationTemplate(
                "New Booking Created", "A new {cannabisOperationType} booking \"{title}\" has been created", .info,
                to: Viewers(.orgAdmin))
        case .bookingSubmitted: booking("Booking Awaits Approval", "waits for approval", to: Self.approvers)
        case .bookingApproved: booking("Booking Approved", "has been approved", and: Self.asker)
        case .bookingRejected: booking("Booking Rejected", "has been rejected", .warning, and: Self.asker)
        case .bookingChangesRequested:
            booking("Booking Needs Changes", "needs changes before it can be approved", .warning, and: Self.asker)
        case .bookingReopened: booking("Booking Reopened", "is a draft again", and: Self.asker)
        case .bookingConfirmed: booking("Booking Confirmed", "is confirmed", and: Self.everyone)
        case .bookingStarted: booking("Booking Under Way", "has begun", to: Self.approvers, and: [.client])
        case .bookingOnHold: booking("Booking On Hold", "is on hold", .warning, and: Self.everyone)
        case .bookingResumed: booking("Booking Resumed", "goes on", and: Self.everyone)
        case .bookingCompleted: booking("Booking Completed", "is completed", to: Self.approvers, and: Self.asker)
        case .bookingCancelled:
            booking("Booking Cancelled", "has been cancelled", .warning, to: Self.approvers, and: Self.everyone)
        case .bookingExpired:
            booking("Booking Expired", "was not decided in time", .warning, to: Self.approvers, and: Self.asker)
        case .bookingNoShow:
            booking("Booking Missed", "did not take place", .warning, to: Self.approvers, and: Self.asker)
        case .eventAssigned: plain("Event Assigned To You", "You manage the event of {eventDate}", and: [.assignee])
        case .eventCancelled:
            plain("Event Cancelled", "An event has been cancelled", .warning, to: Self.crews, and: [.client, .crew])
        case .eventRescheduled:
            plain(
                "Event Rescheduled", "The event of {originalDate} is now on {newDate}", .warning, to: Self.crews,
                and: [.client, .crew])
        case .eventIssue: plain("Event Issue", "{issueType} ({severity}) was reported", .warning, to: Self.crews)
        case .activityAssigned: plain("Activity Assigned To You", "You have a new activity", and: [.assignee])
        case .activityIssue: plain("Activity Issue", "An issue ({impactLevel}) was reported", .warning, to: Self.crews)
        case .memberJoined: plain("New Member", "Somebody joined your organisation", to: Viewers(.orgAdmin))
        case .permissionsChanged: plain("Your Roles Changed", "What you may do has changed", .warning, and: [.assignee])
        case .staffAssigned: plain("New Assignment", "You are assigned to \"{title}\"", and: [.assignee])
        case .staffOffered:
            plain("New Offer", "You are offered work; answer by {responseDeadline}", .warning, and: [.assignee])
        case .staffDeclined: plain("Offer Declined", "An offer was declined", to: Self.approvers)
        case .staffOfferExpired: plain("Offer Expired", "An offer was not answered", .warning, to: Self.approvers)
        case .staffReleased: plain("Assignment Ended", "You are released from \"{title}\"", .warning, and: [.assignee])
        case .staffNoShow: plain("No-Show", "Somebody assigned did not come", .critical, to: Self.crews)
        case .staffCheckedIn: plain("Checked In", "Somebody assigned has arrived", to: Viewers(.fieldManager))
        case .staffCheckedOut: plain("Checked Out", "Somebody assigned has left", to: Viewers(.fieldManager))
        case .kitLost: plain("Kit Lost", "A kit is lost", .critical, to: Self.crews)
        case .kitIssue: plain("Kit Issue", "{issueType} ({impactLevel}) was reported", .warning, to: Self.crews)
        case .maintenanceDue: plain("Maintenance Due", "{category} is due on {dueOn}", to: Self.approvers)
        case .complianceViolation:
            plain("Compliance Violation", "A {severity} violation in {state} was found", .critical, to: Self.keepers)
        case .auditCompleted: plain("Audit Completed", "An audit has been completed", to: Self.keepers)
        case .licenseExpiring:
            plain("License Expiring", "A license in {state} ends on {expiresOn}", .warning, to: Self.keepers)
        case .regulationUpdated:
            plain("Regulation Updated", "Rules of {state} change on {effectiveFrom}", to: Self.keepers)
        case .locationApproved: plain("Location Approved", "{name} has been approved", and: [.creator])
        case .locationRejected: plain("Location Rejected", "{name} has been rejected", .warning, and: [.creator])
        case .locationIssue:
            plain("Location Issue", "{issueType} ({impactLevel}) was reported", .warning, to: Self.crews)
        case .communicationFailed:
            plain(
                "Message Not Delivered", "A message by {channel} could not be delivered", .warning,
                to: Viewers(.orgAdmin))
        case .alert: plain("Alert", "{kind} ({severity})", .warning, to: [Self.crews, Viewers(.complianceOfficer)])
        case .emergency:
            plain(
                "Emergency", "{kind}: acknowledge now", .critical,
                to: [Self.crews, Viewers(.brandAgent, .venue, .complianceOfficer)])
        }
    }

    private static let approvers = Viewers(.orgAdmin, .manager)
    private static let crews = Viewers(.orgAdmin, .manager, .fieldManager)
    private static let keepers = Viewers(.orgAdmin, .manager, .complianceOfficer)
    private static let asker: Set<NotificationTemplate.Involvement> = [.creator, .client]
    private static let everyone: Set<NotificationTemplate.Involvement> = [.creator, .client, .crew]

    private func booking(
        _ title: String, _ predicate: String, _ severity: NotificationSeverity = .info, to roles: Viewers = [],
        and involved: Set<NotificationTemplate.Involvement> = []
    ) -> NotificationTemplate {
        NotificationTemplate(title, "\"{title}\" ({reference}) \(predicate)", severity, to: roles, and: involved)
    }

    private func plain(
        _ title: String, _ body: String, _ severity: NotificationSeverity = .info, to roles: Viewers = [],
        and involved: Set<NotificationTemplate.Involvement> = []
    ) -> NotificationTemplate {
        NotificationTemplate(title, body, severity, to: roles, and: involved)
    }
}
