public import Identifiers

/// An event as its watchers see it: that something happened, to what, and where that stands now. It is encoded once for
/// all of them, so it holds nothing that any of its audience may not read: no names of people, no free text, no rates, no
/// positions. Whoever wants more asks the service that has it, which masks what the caller may not see.
public struct LiveMessage: Equatable, Sendable {
    /// The event's id. A watcher that meets it again has seen it.
    public let id: EventID
    public let event: HeardEvent
    /// The topic it stands on, for filters.
    public let topic: String
    public let at: Timestamp
    /// What kind of thing it is about, and which one.
    public let aggregateType: String
    public let aggregateID: UUID128
    /// The version after it: a watcher that shows this one or a newer one leaves the message alone.
    public let version: Int
    /// What is shown of it, in the order of the table.
    public let summary: [Shown]
    /// Whose it is.
    public let owners: Set<Owner>

    /// One member of a summary.
    public struct Shown: Equatable, Sendable {
        public let name: String
        public let value: Value

        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// What may stand in a summary.
    public enum Value: Equatable, Sendable {
        case text(String)
        case whole(Int)
        case flag(Bool)
    }

    public init(
        id: EventID, event: HeardEvent, topic: String, at: Timestamp, aggregateType: String, aggregateID: UUID128,
        version: Int, summary: [Shown], owners: Set<Owner>
    ) {
        (self.id, self.event, self.topic, self.at) = (id, event, topic, at)
        (self.aggregateType, self.aggregateID, self.version) = (aggregateType, aggregateID, version)
        (self.summary, self.owners) = (summary, owners)
    }
}

/// One member of a payload that a live message shows.
public struct SummaryField: Equatable, Sendable {
    /// What it is called in the message.
    public let name: String
    /// The members of the payload that lead to it.
    public let path: [String]
    /// How far it may travel.
    public let classification: DataClassification

    /// The longest text that is shown, in bytes of UTF-8; a longer one is left out.
    public static let textBytesMax = 256

    init(_ name: String, _ path: String..., classification: DataClassification = .confidential) {
        self.name = name
        self.path = path.isEmpty ? [name] : path
        self.classification = classification
    }
}

extension HeardEvent {
    /// What a live message shows of it.
    public var summary: [SummaryField] {
        switch self {
        case .bookingStatusChanged: [SummaryField("oldStatus")] + Self.booking
        case .bookingStageAdvanced: [SummaryField("oldStage")] + Self.booking
        case .bookingCreated, .bookingSubmitted, .bookingApproved, .bookingRejected, .bookingChangesRequested,
            .bookingUpdated, .bookingCancelled, .bookingOperationalVerified, .bookingConfirmed, .bookingCheckedIn,
            .bookingCompleted, .bookingExpired:
            Self.booking
        case .eventInstancesGenerated: [SummaryField("bookingId"), SummaryField("totalEvents")]
        case .eventRescheduled: [SummaryField("bookingId"), SummaryField("originalDate"), SummaryField("newDate")]
        case .eventIssueReported: [SummaryField("bookingId"), SummaryField("issueType"), SummaryField("severity")]
        case .eventAssignedToManager: [SummaryField("bookingId"), SummaryField("eventDate")]
        case .eventPreparationStarted, .eventReady, .eventStarted, .eventCompleted, .eventCancelled:
            [SummaryField("bookingId")]
        case .activityCreated: [SummaryField("eventId"), SummaryField("bookingId"), SummaryField("activityType")]
        case .activityIssueReported: [SummaryField("eventId"), SummaryField("impactLevel")]
        case .activityAssigned, .activityStarted, .activityCompleted, .activityCancelled: [SummaryField("eventId")]
        case .organizationUserInvited, .organizationUserJoined, .organizationPermissionsChanged: []
        case .staffAssignedToBooking, .staffAssignmentCreated, .staffAssignmentReleased:
            [
                SummaryField("bookingId"), SummaryField("eventId"), SummaryField("staffId", "assignment", "staffId"),
                SummaryField("status", "assignment", "status"),
            ]
        case .staffAssignmentOffered: Self.assignment + [SummaryField("responseDeadline")]
        case .staffAssignmentAccepted, .staffAssignmentRejected, .staffAssignmentExpired, .staffNoShow: Self.assignment
        case .staffCheckedIn: Self.assignment + [SummaryField("checkedInAt")]
        case .staffCheckedOut: Self.assignment + [SummaryField("checkedOutAt")]
        case .kitAssignedToActivity, .kitReleased:
            Self.kit + [SummaryField("quantity", "assignment", "quantity")]
        case .kitShipped, .kitReturnShipped: Self.kit + [SummaryField("eta")]
        case .kitReturned, .kitInspected: Self.kit + [SummaryField("condition")]
        case .kitIssueReported: Self.kit + [SummaryField("issueType"), SummaryField("impactLevel")]
        case .kitPrepared, .kitCheckedOut, .kitDelivered, .kitInUse, .kitClosed, .kitLost: Self.kit
        case .equipmentMaintenanceDue: [SummaryField("category"), SummaryField("dueOn"), SummaryField("isOverdue")]
        case .complianceChecked:
            [SummaryField("bookingId"), SummaryField("state"), SummaryField("decision", classification: .restricted)]
        case .complianceViolationDetected:
            [SummaryField("bookingId"), SummaryField("state"), SummaryField("severity", classification: .restricted)]
        case .complianceAuditCompleted: [SummaryField("passed", classification: .restricted)]
        case .licenseExpiring: [SummaryField("state"), SummaryField("expiresOn"), SummaryField("daysLeft")]
        case .regulationUpdated:
            [
                SummaryField("state", classification: .internal),
                SummaryField("ruleSetVersion", classification: .internal),
                SummaryField("effectiveFrom", classification: .internal),
            ]
        case .locationCreated, .locationUpdated, .locationApproved, .locationRejected:
            [SummaryField("name", "location", "name"), SummaryField("status", "location", "status")]
        case .locationConfirmed: [SummaryField("eventId")]
        case .locationIssueReported:
            [SummaryField("eventId"), SummaryField("issueType"), SummaryField("impactLevel")]
        case .regionStaffAssigned: [SummaryField("staffId"), SummaryField("territoryId")]
        case .complianceZoneUpdated:
            [SummaryField("state", classification: .internal), SummaryField("legality", classification: .internal)]
        case .territoryOptimized: [SummaryField("jobId"), SummaryField("assignments"), SummaryField("unfilledSeats")]
        case .notificationSent:
            [
                SummaryField("template", classification: .internal), SummaryField("channel", classification: .internal),
                SummaryField("relatedEntityType", classification: .internal),
                SummaryField("relatedEntityId", classification: .internal),
            ]
        case .messageDelivered:
            [
                SummaryField("conversationId", classification: .internal),
                SummaryField("deliveredAt", classification: .internal),
                SummaryField("readAt", classification: .internal),
            ]
        case .communicationFailed: [SummaryField("channel"), SummaryField("fallbackChannel"), SummaryField("attempts")]
        case .alertTriggered:
            [
                SummaryField("kind"), SummaryField("severity"), SummaryField("relatedEntityType"),
                SummaryField("relatedEntityId"),
            ]
        case .emergencyTriggered: [SummaryField("kind"), SummaryField("bookingId"), SummaryField("eventId")]
        case .gatewayAudit: []
        }
    }

    private static let booking = [
        SummaryField("reference", "booking", "reference"), SummaryField("title", "booking", "title"),
        SummaryField("status", "booking", "status"), SummaryField("stage", "booking", "stage"),
        SummaryField("startDateTime", "booking", "startDateTime"),
    ]

    private static let assignment = [SummaryField("bookingId"), SummaryField("eventId")]
    private static let kit = [SummaryField("bookingId"), SummaryField("eventId"), SummaryField("kitInstanceId")]
}
