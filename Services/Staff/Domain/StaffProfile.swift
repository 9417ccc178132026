// StaffDomain: the rules of people and their assignments.
//
// Purpose: who somebody is, whom a booking takes, and whose time is taken when. Model: values that only the rules of
// this module change; `PersonCalendar` holds all of one person's time and decides about it, and each decision returns
// what changed, for the store and for the events. Failure: `StaffError`, a closed list; a rule that refuses has changed
// nothing. Not here: who fits best, offers and their deadlines, distances on the map.

public import Identifiers

/// Somebody who works events.
public struct StaffProfile: Sendable, Equatable {
    public let id: StaffID
    public let organizationID: OrganizationID
    public internal(set) var version: Int
    public internal(set) var details: StaffDetails
    public let createdBy: ActorID
    public let createdAt: Timestamp
    public internal(set) var updatedAt: Timestamp

    /// Puts somebody on file.
    public init(
        _ id: StaffID, of organizationID: OrganizationID, _ details: StaffDetails, by actor: ActorID, at now: Timestamp
    ) throws(StaffError) {
        try details.check()
        self.init(
            restoring: id, of: organizationID, version: 1, details, createdBy: actor, createdAt: now, updatedAt: now)
    }

    /// A profile as it was stored.
    package init(
        restoring id: StaffID, of organizationID: OrganizationID, version: Int, _ details: StaffDetails,
        createdBy: ActorID, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        (self.id, self.organizationID, self.version, self.details) = (id, organizationID, version, details)
        (self.createdBy, self.createdAt, self.updatedAt) = (createdBy, createdAt, updatedAt)
    }

    /// Says something else of the person.
    ///
    /// - Parameters:
    ///   - details: all of it, as it is to be.
    ///   - isThemselves: whether it is the person who says so, which does not count for everything.
    ///   - now: when.
    /// - Throws: `StaffError`, and then nothing has changed.
    public mutating func change(
        to details: StaffDetails, byThemselves isThemselves: Bool, at now: Timestamp
    ) throws(StaffError) {
        if isThemselves {
            let others = self.details.decidedByOthers(differingFrom: details)
            guard others.isEmpty else { throw .notTheirs(others) }
        }
        try details.check()
        self.details = details
        version += 1
        updatedAt = max(now, updatedAt)
    }
}
