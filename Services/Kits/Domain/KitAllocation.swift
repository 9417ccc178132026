public import Identifiers

/// The taking of a kit for a booking. Only the kit's calendar makes and changes one.
public struct KitAllocation: Sendable, Equatable {
    public let id: KitAssignmentID
    public let organizationID: OrganizationID
    public internal(set) var version: Int
    public let bookingID: BookingID
    public let kitID: KitID
    /// What the kit was when it was taken.
    public let terms: KitTerms
    public internal(set) var status: KitAssignmentStatus
    /// When it is used: the booking's window.
    public internal(set) var usage: TimeWindow
    /// Why it cannot stay as it is; a planner has to decide.
    public internal(set) var conflict: KitAssignmentConflict?
    public internal(set) var releaseReason: String?
    public let notes: String?
    public let assignedBy: ActorID
    public let assignedAt: Timestamp
    public internal(set) var updatedAt: Timestamp

    /// An allocation as it was stored.
    package init(
        restoring id: KitAssignmentID, of organizationID: OrganizationID, version: Int, bookingID: BookingID,
        kitID: KitID, _ terms: KitTerms, status: KitAssignmentStatus, usage: TimeWindow,
        conflict: KitAssignmentConflict?, releaseReason: String?, notes: String?, assignedBy: ActorID,
        assignedAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.organizationID, self.version, self.bookingID) = (id, organizationID, version, bookingID)
        (self.kitID, self.terms, self.status, self.usage) = (kitID, terms, status, usage)
        (self.conflict, self.releaseReason, self.notes) = (conflict, releaseReason, notes)
        (self.assignedBy, self.assignedAt, self.updatedAt) = (assignedBy, assignedAt, updatedAt)
    }

    /// When nobody else can have the kit: from its preparation until it is back.
    public var planned: TimeWindow {
        let before = Duration.seconds((terms.preparationMinutes + terms.transitMinutes) * 60)
        // Time is only added, so the window stays one.
        return (try? usage.extended(before: before, after: .seconds(terms.transitMinutes * 60))) ?? usage
    }

    /// Whether the kit is taken.
    public var holdsKit: Bool { KitStates.hold.contains(status) && conflict != .time }

    /// Gives it back unused.
    mutating func release(because reason: String, at now: Timestamp) throws(KitError) {
        guard KitStates.isReleasable(status) else { throw .notReleasable(status) }
        (status, releaseReason, conflict) = (.closed, reason, nil)
        version += 1
        updatedAt = max(now, updatedAt)
    }
}

/// What holds for a kit as long as it is taken, whatever is said of it meanwhile.
public struct KitTerms: Sendable, Equatable {
    public let template: KitTemplateName
    public let homeState: USState
    public let isPlantTouching: Bool
    public let preparationMinutes: Int
    public let transitMinutes: Int

    public init(
        template: KitTemplateName, homeState: USState, isPlantTouching: Bool, preparationMinutes: Int,
        transitMinutes: Int
    ) {
        (self.template, self.homeState, self.isPlantTouching) = (template, homeState, isPlantTouching)
        (self.preparationMinutes, self.transitMinutes) = (preparationMinutes, transitMinutes)
    }

    public init(of profile: KitProfile) {
        self.init(
            template: profile.template, homeState: profile.homeState, isPlantTouching: profile.isPlantTouching,
            preparationMinutes: profile.preparationMinutes, transitMinutes: profile.transitMinutes)
    }

    /// C30: nothing that touches the plant crosses a state line, whatever the law on either side.
    public func mayEnter(_ state: USState) -> Bool {
        !isPlantTouching || homeState == state
    }
}

/// Where an allocation may go from where: the whole of it.
///
/// | from | may become |
/// |---|---|
/// | assigned | prepared, closed (released) |
/// | prepared | checked_out, closed (released) |
/// | checked_out | shipped, in_use, returned, lost |
/// | shipped | delivered, lost |
/// | delivered | in_use, return_shipped, returned, lost |
/// | in_use | return_shipped, returned, lost |
/// | return_shipped | returned, lost |
/// | returned | inspected |
/// | inspected | closed |
/// | closed, lost | |
public enum KitStates {
    /// The moves that are allowed, nothing else.
    public static func moves(from status: KitAssignmentStatus) -> [KitAssignmentStatus] {
        switch status {
        case .assigned: [.prepared, .closed]
        case .prepared: [.checkedOut, .closed]
        case .checkedOut: [.shipped, .inUse, .returned, .lost]
        case .shipped: [.delivered, .lost]
        case .delivered: [.inUse, .returnShipped, .returned, .lost]
        case .inUse: [.returnShipped, .returned, .lost]
        case .returnShipped: [.returned, .lost]
        case .returned: [.inspected]
        case .inspected: [.closed]
        case .closed, .lost: []
        }
    }

    /// The statuses in which the kit is not for others. One that is lost is for nobody, until it is found.
    public static let hold: [KitAssignmentStatus] = [
        .assigned, .prepared, .checkedOut, .shipped, .delivered, .inUse, .returnShipped, .returned, .inspected,
    ]

    /// Whether it can be given back unused: what has left the warehouse has to come back first.
    public static func isReleasable(_ status: KitAssignmentStatus) -> Bool {
        switch status {
        case .assigned, .prepared: true
        case .checkedOut, .shipped, .delivered, .inUse, .returnShipped, .returned, .inspected, .closed, .lost: false
        }
    }
}
