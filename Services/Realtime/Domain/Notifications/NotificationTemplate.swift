/// What a notification is about. The raw value is its `type` and the name of its template.
public enum NotificationType: String, CaseIterable, Sendable {
    case bookingCreated = "booking_created"
    case bookingSubmitted = "booking_submitted"
    case bookingApproved = "booking_approved"
    case bookingRejected = "booking_rejected"
    case bookingChangesRequested = "booking_changes_requested"
    case bookingReopened = "booking_reopened"
    case bookingConfirmed = "booking_confirmed"
    case bookingStarted = "booking_started"
    case bookingOnHold = "booking_on_hold"
    case bookingResumed = "booking_resumed"
    case bookingCompleted = "booking_completed"
    case bookingCancelled = "booking_cancelled"
    case bookingExpired = "booking_expired"
    case bookingNoShow = "booking_no_show"
    case eventAssigned = "event_assigned"
    case eventCancelled = "event_cancelled"
    case eventRescheduled = "event_rescheduled"
    case eventIssue = "event_issue"
    case activityAssigned = "activity_assigned"
    case activityIssue = "activity_issue"
    case memberJoined = "member_joined"
    case permissionsChanged = "permissions_changed"
    case staffAssigned = "staff_assigned"
    case staffOffered = "staff_offered"
    case staffDeclined = "staff_declined"
    case staffOfferExpired = "staff_offer_expired"
    case staffReleased = "staff_released"
    case staffNoShow = "staff_no_show"
    case staffCheckedIn = "staff_checked_in"
    case staffCheckedOut = "staff_checked_out"
    case kitLost = "kit_lost"
    case kitIssue = "kit_issue"
    case maintenanceDue = "maintenance_due"
    case complianceViolation = "compliance_violation"
    case auditCompleted = "audit_completed"
    case licenseExpiring = "license_expiring"
    case regulationUpdated = "regulation_updated"
    case locationApproved = "location_approved"
    case locationRejected = "location_rejected"
    case locationIssue = "location_issue"
    case communicationFailed = "communication_failed"
    case alert
    case emergency
}

/// How much a notification presses. Quiet hours hold back all but the critical ones.
public enum NotificationSeverity: String, CaseIterable, Comparable, Sendable {
    case info, warning, critical

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}

/// What a notification says unless an organisation has its own words for it, and who gets it.
public struct NotificationTemplate: Equatable, Sendable {
    public let title: String
    /// With the places to be filled in braces.
    public let body: String
    public let severity: NotificationSeverity
    /// Members of the organisation in these roles get it.
    public let roles: Viewers
    /// Whoever the event names gets it as well.
    public let involved: Set<Involvement>

    /// How somebody has to do with an event.
    public enum Involvement: Sendable, CaseIterable {
        /// Made the thing that it is about.
        case creator
        /// It is done for them.
        case client
        /// It is given to them, or taken from them.
        case assignee
        /// They work on it.
        case crew
    }

    init(
        _ title: String, _ body: String, _ severity: NotificationSeverity, to roles: Viewers,
        and involved: Set<Involvement> = []
    ) {
        (self.title, self.body, self.severity, self.roles, self.involved) = (title, body, severity, roles, involved)
    }

    /// The names of the places in the body, in order.
    public var places: [String] {
        body.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            part.firstIndex(of: "}").map { String(part[..<$0]) }
        }
    }

    /// The body with its places filled; one that nothing is known for says so with a dash. What is filled in is not looked
    /// through again, so a title with braces fills nothing.
    public func filled(_ values: [String: String]) -> String {
        var text = ""
        var rest = body[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += values[String(rest[rest.index(after: open)..<close])] ?? "–"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
