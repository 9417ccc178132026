public import Identifiers
public import JSON

/// A booking moved to another status. Every move is told by this one, and some by one of their own as well.
public struct BookingStatusChanged: Sendable, Equatable {
    public let oldStatus: BookingStatus
    public let newStatus: BookingStatus
    public let changedBy: ActorID
    public let changedAt: Timestamp
    public let notes: String?
    public let statusTransitionReason: String
    public let booking: BookingSnapshot

    public init(
        oldStatus: BookingStatus, newStatus: BookingStatus, changedBy: ActorID, changedAt: Timestamp,
        notes: String? = nil, statusTransitionReason: String, booking: BookingSnapshot
    ) {
        self.oldStatus = oldStatus
        self.newStatus = newStatus
        self.changedBy = changedBy
        self.changedAt = changedAt
        self.notes = notes
        self.statusTransitionReason = statusTransitionReason
        self.booking = booking
    }
}

extension BookingStatusChanged: BookingEventPayload {
    public static let type = EventType.bookingStatusChanged

    /// Whether effects hang on this event: no type of its own tells the move.
    public var drivesEffects: Bool { newStatus.ownEvent(from: oldStatus) == nil }

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, oldStatus: BookingStatus, newStatus: BookingStatus, changedBy: ActorID,
                changedAt: Timestamp, notes: String?, statusTransitionReason: String, booking: BookingSnapshot
            ) in
            Self(
                oldStatus: oldStatus, newStatus: newStatus, changedBy: changedBy, changedAt: changedAt, notes: notes,
                statusTransitionReason: statusTransitionReason, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("oldStatus", \.oldStatus, .oneOf()),
        Field("newStatus", \.newStatus, .oneOf()),
        Field("changedBy", \.changedBy, .actor),
        Field("changedAt", \.changedAt, .eventTime),
        Field("notes", \.notes, .string(length: 0...2_000).optional),
        Field("statusTransitionReason", \.statusTransitionReason, .string(length: 1...200)),
        Field("booking", \.booking, .nested()))
}

extension BookingStatus {
    /// The type that tells a move to this status by itself; nil when `BOOKING_STATUS_CHANGED` alone does.
    public func ownEvent(from old: BookingStatus) -> EventType? {
        switch self {
        case .pendingApproval: .bookingSubmitted
        case .approved: old == .onHold ? nil : .bookingApproved
        case .rejected: .bookingRejected
        case .changesRequested: .bookingChangesRequested
        case .confirmed: .bookingConfirmed
        case .inProgress: .bookingCheckedIn
        case .completed: .bookingCompleted
        case .cancelled: .bookingCancelled
        case .expired: .bookingExpired
        case .draft, .onHold, .noShow: nil
        }
    }
}

/// A booking will not take place.
public struct BookingCancelled: Sendable, Equatable {
    public let cancelledBy: ActorID
    public let cancelledAt: Timestamp
    public let reason: String
    public let affectedEventIDs: [EventInstanceID]
    public let booking: BookingSnapshot

    public init(
        cancelledBy: ActorID, cancelledAt: Timestamp, reason: String, affectedEventIDs: [EventInstanceID],
        booking: BookingSnapshot
    ) {
        self.cancelledBy = cancelledBy
        self.cancelledAt = cancelledAt
        self.reason = reason
        self.affectedEventIDs = affectedEventIDs
        self.booking = booking
    }
}

extension BookingCancelled: BookingEventPayload {
    public static let type = EventType.bookingCancelled

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, cancelledBy: ActorID, cancelledAt: Timestamp, reason: String,
                affectedEventIDs: [EventInstanceID], booking: BookingSnapshot
            ) in
            Self(
                cancelledBy: cancelledBy, cancelledAt: cancelledAt, reason: reason, affectedEventIDs: affectedEventIDs,
                booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("cancelledBy", \.cancelledBy, .actor),
        Field("cancelledAt", \.cancelledAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("affectedEventIds", \.affectedEventIDs, .array(.id(), count: 0...366)),
        Field("booking", \.booking, .nested()))
}

/// Everything a booking needs is there.
public struct BookingConfirmed: Sendable, Equatable {
    public let confirmedBy: ActorID
    public let confirmedAt: Timestamp
    public let booking: BookingSnapshot

    public init(
        confirmedBy: ActorID, confirmedAt: Timestamp, booking: BookingSnapshot
    ) {
        self.confirmedBy = confirmedBy
        self.confirmedAt = confirmedAt
        self.booking = booking
    }
}

extension BookingConfirmed: BookingEventPayload {
    public static let type = EventType.bookingConfirmed

    public static let json = JSONType.openRecord(
        { (_: BookingID, _: ClientID?, confirmedBy: ActorID, confirmedAt: Timestamp, booking: BookingSnapshot) in
            Self(confirmedBy: confirmedBy, confirmedAt: confirmedAt, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("confirmedBy", \.confirmedBy, .actor),
        Field("confirmedAt", \.confirmedAt, .eventTime),
        Field("booking", \.booking, .nested()))
}
