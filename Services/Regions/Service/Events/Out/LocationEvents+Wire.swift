import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import RegionsDomain
import ResourceAPI

extension Outbox {
    /// Tells what happened to a location, which already has the version of the last event.
    func append(_ event: LocationEvent, of location: Location, by caller: Caller, in transaction: Transaction) throws {
        var version = location.version - event.versions
        func tell(_ payload: some EventPayload) throws {
            try append(payload, version: version, cause: caller.cause, in: transaction)
        }
        func snapshot() -> LocationSnapshot {
            version += 1
            return LocationSnapshot(location, version: version)
        }
        let (actor, now) = (caller.actor, location.updatedAt)
        switch event {
        case .created: try tell(LocationCreated(createdBy: actor, createdAt: now, location: snapshot()))
        case .submitted: break
        case .approved(let notes):
            try tell(LocationApproved(approvedBy: actor, approvedAt: now, notes: notes, location: snapshot()))
        case .rejected(let reason):
            try tell(LocationRejected(rejectedBy: actor, rejectedAt: now, reason: reason, location: snapshot()))
        }
        try tell(
            LocationUpdated(
                changeType: event.changeType, changedFields: event.changedFields, updatedBy: actor, updatedAt: now,
                location: snapshot()))
    }
}

extension LocationEvent {
    fileprivate var changeType: LocationChangeType {
        switch self {
        case .created: .created
        case .submitted: .submitted
        case .approved: .approved
        case .rejected: .rejected
        }
    }

    fileprivate var changedFields: [String] {
        switch self {
        case .created: []
        case .submitted, .approved, .rejected: ["status"]
        }
    }
}

extension LocationSnapshot {
    init(_ location: Location, version: Int) {
        let profile = location.profile
        self.init(
            id: location.id, version: version, organizationID: location.organizationID, name: profile.name,
            kind: profile.kind, status: location.status, reviewNotes: location.reviewNotes,
            bookingPolicy: profile.bookingPolicy,
            grantedTo: profile.grantedTo, venueType: profile.venueType, address: PostalAddress(profile.address),
            region: profile.region, point: profile.point, timezone: profile.timeZone, capacity: profile.capacity,
            partiesAtOnce: profile.partiesAtOnce, setUpMinutes: profile.setUpMinutes,
            tearDownMinutes: profile.tearDownMinutes, amenities: profile.amenities,
            accessibilityFeatures: profile.accessibilityFeatures, createdBy: location.createdBy,
            createdAt: location.createdAt, updatedAt: location.updatedAt)
    }
}

extension PostalAddress {
    init(_ address: LocationProfile.Address) {
        self.init(
            line1: address.line1, line2: address.line2, city: address.city, state: address.state,
            postalCode: address.postalCode)
    }
}
