// RealtimeDomain: the rules of realtime-communication.
//
// Purpose: who sees what live (`Audience`), what of an event a live message shows (`SummaryField`), which event makes
// which notification (`NotificationRule`), what that says and to whom (`NotificationTemplate`), and where a notification
// may stand (`NotificationState`). Model: tables over closed sets; every question has an answer for every case, and the
// tests ask all of them. Failure: what a table does not name is refused or shown to nobody. Not here: clocks, chance,
// names of members that are not ours (the service's tests hold the tables against the registry of events), delivery.

/// What somebody is who watches: the platform's roles, by the names they have in tokens.
public enum Viewer: String, CaseIterable, Sendable {
    case platformAdmin = "platform_admin"
    case orgAdmin = "org_admin"
    case manager
    case fieldManager = "field_manager"
    case brandAgent = "brand_agent"
    case client
    case venue
    case guest
    case complianceOfficer = "compliance_officer"
    case service
}

/// Some viewers, as bits: asking whether two sets meet is one instruction, and it is asked for every message and client.
public struct Viewers: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// One of them.
    public init(_ viewer: Viewer) {
        self.init(rawValue: 1 << UInt16(Viewer.allCases.firstIndex(of: viewer) ?? 15))
    }

    /// All of `viewers`.
    public init(_ viewers: Viewer...) {
        self.init(viewers.map { Viewers($0) })
    }

    /// Whether the sets have a viewer in common.
    public func meets(_ other: Viewers) -> Bool { rawValue & other.rawValue != 0 }

    static let admins = Viewers(.platformAdmin, .orgAdmin)
    static let planners = Viewers(.platformAdmin, .orgAdmin, .manager)
    static let crews = Viewers(.platformAdmin, .orgAdmin, .manager, .fieldManager)
    static let people = Viewers(
        .platformAdmin, .orgAdmin, .manager, .fieldManager, .brandAgent, .client, .venue, .guest, .complianceOfficer)
}

/// Whose a row is: how something in an event, or a caller, is known as its owner.
public enum Owner: Hashable, Sendable {
    /// A user, by the subject of its tokens.
    case user(String)
    /// A client, by its id as text.
    case client(String)
    /// A person on the staff, by the id of its profile as text.
    case staff(String)
    /// A place, by its id as text.
    case location(String)
}

/// Where an event says whose it is.
public struct OwnerSource: Equatable, Sendable {
    /// What kind of owner stands there.
    public enum Kind: Sendable, CaseIterable {
        case user, client, staff, location

        /// The owner with this id.
        public func owner(_ id: String) -> Owner {
            switch self {
            case .user: .user(id)
            case .client: .client(id)
            case .staff: .staff(id)
            case .location: .location(id)
            }
        }
    }

    public let kind: Kind
    /// The members of the payload that lead to it; it is a text or a list of texts.
    public let path: [String]

    init(_ kind: Kind, _ path: String...) {
        self.kind = kind
        self.path = path
    }
}

/// Who of an organisation sees an event live.
public struct Audience: Equatable, Sendable {
    /// They see every one of its kind.
    public let all: Viewers
    /// They see those that are theirs.
    public let own: Viewers
    /// Where the event says whose it is.
    public let owners: [OwnerSource]

    init(_ all: Viewers, own: Viewers = [], _ owners: OwnerSource...) {
        (self.all, self.own, self.owners) = (all, own, owners)
    }

    /// Nobody watches it.
    public static let nobody = Audience([])
}

extension HeardEvent {
    /// Who sees it live, of the organisation it belongs to.
    public var audience: Audience {
        switch self {
        case .bookingCreated, .bookingStatusChanged, .bookingSubmitted, .bookingApproved, .bookingRejected,
            .bookingChangesRequested, .bookingUpdated, .bookingCancelled, .bookingStageAdvanced,
            .bookingOperationalVerified, .bookingConfirmed, .bookingCheckedIn, .bookingCompleted, .bookingExpired:
            Audience(
                [.crews, Viewers(.complianceOfficer)], own: Viewers(.brandAgent, .client, .venue),
                OwnerSource(.client, "clientId"), OwnerSource(.user, "booking", "createdBy"),
                OwnerSource(.staff, "booking", "assignedStaff"), OwnerSource(.location, "booking", "locationId"))
        case .eventInstancesGenerated:
            Audience(.crews, own: Viewers(.client), OwnerSource(.client, "clientId"))
        case .eventAssignedToManager:
            Audience(
                .crews, own: Viewers(.brandAgent, .venue), OwnerSource(.user, "managerId"),
                OwnerSource(.location, "location", "id"))
        case .eventStarted: Audience(.crews, own: Viewers(.venue), OwnerSource(.location, "location", "id"))
        case .activityAssigned: Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.user, "assignedTo"))
        case .activityStarted: Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.user, "staffExecuting"))
        case .eventPreparationStarted, .eventReady, .eventCompleted, .eventCancelled, .eventRescheduled,
            .eventIssueReported, .activityCreated, .activityCompleted, .activityCancelled, .activityIssueReported:
            Audience(.crews)
        case .organizationUserInvited: Audience(.admins)
        case .organizationUserJoined, .organizationPermissionsChanged:
            Audience(
                .admins,
                own: Viewers(.manager, .fieldManager, .brandAgent, .client, .venue, .guest, .complianceOfficer),
                OwnerSource(.user, "userId"))
        case .staffAssignedToBooking, .staffAssignmentCreated, .staffAssignmentReleased:
            Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.user, "assignment", "userId"))
        case .staffAssignmentOffered, .staffAssignmentAccepted, .staffAssignmentRejected, .staffAssignmentExpired,
            .staffNoShow, .staffCheckedIn, .staffCheckedOut:
            Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.user, "userId"))
        case .kitCheckedOut: Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.user, "checkedOutTo"))
        case .kitAssignedToActivity, .kitReleased, .kitPrepared, .kitShipped, .kitDelivered, .kitInUse,
            .kitReturnShipped, .kitReturned, .kitInspected, .kitClosed, .kitLost, .kitIssueReported,
            .equipmentMaintenanceDue:
            Audience(.crews)
        case .complianceChecked, .complianceViolationDetected, .complianceAuditCompleted, .licenseExpiring:
            Audience([.planners, Viewers(.complianceOfficer)])
        case .regulationUpdated, .complianceZoneUpdated: Audience([.crews, Viewers(.complianceOfficer)])
        case .locationCreated, .locationUpdated, .locationApproved, .locationRejected, .locationConfirmed,
            .locationIssueReported:
            Audience(.crews, own: Viewers(.venue), OwnerSource(.location, "locationId"))
        case .regionStaffAssigned:
            Audience(.crews, own: Viewers(.brandAgent), OwnerSource(.staff, "staffId"))
        case .territoryOptimized: Audience(.planners)
        case .notificationSent, .messageDelivered: Audience([], own: .people, OwnerSource(.user, "userId"))
        case .communicationFailed: Audience(.admins)
        case .alertTriggered: Audience([.crews, Viewers(.complianceOfficer)])
        case .emergencyTriggered: Audience([.crews, Viewers(.brandAgent, .venue, .complianceOfficer)])
        case .gatewayAudit: .nobody
        }
    }
}
