public import Identifiers

/// A location as the service that owns it last told it: what the rules here ask.
public struct VenueProjection: Sendable, Hashable {
    public var id: LocationID
    public var organizationID: OrganizationID
    public var kind: LocationKind
    public var status: LocationStatus
    public var policy: LocationBookingPolicy
    public var grantedTo: Set<OrganizationID>
    public var state: USState
    /// People; unknown without it.
    public var capacity: Int?
    /// How many bookings it takes at one time; 1 is exclusive.
    public var partiesAtOnce: Int
    public var buffers: VenueBuffers

    public init(
        id: LocationID, organizationID: OrganizationID, kind: LocationKind, status: LocationStatus,
        policy: LocationBookingPolicy, grantedTo: Set<OrganizationID> = [], state: USState, capacity: Int? = nil,
        partiesAtOnce: Int = 1, buffers: VenueBuffers = .none
    ) {
        self.id = id
        self.organizationID = organizationID
        self.kind = kind
        self.status = status
        self.policy = policy
        self.grantedTo = grantedTo
        self.state = state
        self.capacity = capacity
        self.partiesAtOnce = partiesAtOnce
        self.buffers = buffers
    }
}

/// Whether somebody may book a venue.
public enum VenuePermission: Sendable, Hashable {
    case allowed
    /// It is the caller's own and its review is not done; bookings of it wait.
    case awaitsReview
    /// The venue decides about each booking.
    case awaitsVenue
    case refused(Refusal)

    /// Why not.
    public enum Refusal: String, CaseIterable, Sendable {
        /// Another organisation's own. Who asks is told that there is no such place.
        case notVisible = "not_visible"
        case retired
        /// Its review said no, or is not done and it is somebody else's.
        case notApproved = "not_approved"
        case notGranted = "not_granted"
        case otherState = "other_state"
        case tooSmall = "too_small"
    }
}

extension VenueProjection {
    /// Who may book it. From the top, the first row that fits:
    ///
    /// | location | asked by its own organisation | by another |
    /// |---|---|---|
    /// | retired | retired | retired when it was shared with them, else not visible |
    /// | private | goes on | not visible |
    /// | not approved | awaits review, or not approved when rejected | not approved |
    /// | in another state than the booking | other state | other state |
    /// | smaller than the party | too small | too small |
    /// | shared, open | allowed | allowed |
    /// | shared, by the venue's approval | allowed | awaits the venue |
    /// | shared, by named grants | allowed | allowed with a grant, else not granted |
    ///
    /// A retired location does not say whether it was shared, so to others it is not visible unless they hold a grant.
    public func permission(
        for organization: OrganizationID, in bookingState: USState, attendance: Int
    ) -> VenuePermission {
        let isOwn = organization == organizationID
        let isGranted = grantedTo.contains(organization)
        switch kind {
        case .retired: return .refused(isOwn || isGranted ? .retired : .notVisible)
        case .private where !isOwn: return .refused(.notVisible)
        case .private, .shared: break
        }
        if status == .rejected || status != .approved && !isOwn { return .refused(.notApproved) }
        if state != bookingState { return .refused(.otherState) }
        if let capacity, attendance > capacity { return .refused(.tooSmall) }
        if status != .approved { return .awaitsReview }
        if isOwn { return .allowed }
        return switch policy {
        case .open: .allowed
        case .venueApproval: .awaitsVenue
        case .namedGrants: isGranted ? .allowed : .refused(.notGranted)
        }
    }
}
