public import Identifiers
public import JSON

/// A booking has begun at its venue.
public struct BookingCheckedIn: Sendable, Equatable {
    public let eventID: EventInstanceID?
    public let checkedInBy: ActorID
    public let checkedInAt: Timestamp
    public let booking: BookingSnapshot

    public init(
        eventID: EventInstanceID? = nil, checkedInBy: ActorID, checkedInAt: Timestamp, booking: BookingSnapshot
    ) {
        self.eventID = eventID
        self.checkedInBy = checkedInBy
        self.checkedInAt = checkedInAt
        self.booking = booking
    }
}

extension BookingCheckedIn: BookingEventPayload {
    public static let type = EventType.bookingCheckedIn

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, eventID: EventInstanceID?, checkedInBy: ActorID, checkedInAt: Timestamp,
                booking: BookingSnapshot
            ) in
            Self(eventID: eventID, checkedInBy: checkedInBy, checkedInAt: checkedInAt, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("eventId", \.eventID, .id().optional),
        Field("checkedInBy", \.checkedInBy, .actor),
        Field("checkedInAt", \.checkedInAt, .eventTime),
        Field("booking", \.booking, .nested()))
}

/// A booking took place.
public struct BookingCompleted: Sendable, Equatable {
    public let completedBy: ActorID
    public let completedAt: Timestamp
    public let booking: BookingSnapshot

    public init(
        completedBy: ActorID, completedAt: Timestamp, booking: BookingSnapshot
    ) {
        self.completedBy = completedBy
        self.completedAt = completedAt
        self.booking = booking
    }
}

extension BookingCompleted: BookingEventPayload {
    public static let type = EventType.bookingCompleted

    public static let json = JSONType.openRecord(
        { (_: BookingID, _: ClientID?, completedBy: ActorID, completedAt: Timestamp, booking: BookingSnapshot) in
            Self(completedBy: completedBy, completedAt: completedAt, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("completedBy", \.completedBy, .actor),
        Field("completedAt", \.completedAt, .eventTime),
        Field("booking", \.booking, .nested()))
}

/// A booking was not decided in time, and its hold is gone.
public struct BookingExpired: Sendable, Equatable {
    public let expiredAt: Timestamp
    public let reason: String
    public let booking: BookingSnapshot

    public init(
        expiredAt: Timestamp, reason: String, booking: BookingSnapshot
    ) {
        self.expiredAt = expiredAt
        self.reason = reason
        self.booking = booking
    }
}

extension BookingExpired: BookingEventPayload {
    public static let type = EventType.bookingExpired

    public static let json = JSONType.openRecord(
        { (_: BookingID, _: ClientID?, expiredAt: Timestamp, reason: String, booking: BookingSnapshot) in
            Self(expiredAt: expiredAt, reason: reason, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("expiredAt", \.expiredAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("booking", \.booking, .nested()))
}

/// An operational check of a booking came to an end.
public struct BookingOperationalVerified: Sendable, Equatable {
    public let operationalStatus: OperationalStatus
    public let verifiedBy: ActorID
    public let verifiedAt: Timestamp
    public let items: [OperationalItem]
    public let booking: BookingSnapshot

    public init(
        operationalStatus: OperationalStatus, verifiedBy: ActorID, verifiedAt: Timestamp, items: [OperationalItem],
        booking: BookingSnapshot
    ) {
        self.operationalStatus = operationalStatus
        self.verifiedBy = verifiedBy
        self.verifiedAt = verifiedAt
        self.items = items
        self.booking = booking
    }
}

extension BookingOperationalVerified: BookingEventPayload {
    public static let type = EventType.bookingOperationalVerified

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, operationalStatus: OperationalStatus, verifiedBy: ActorID,
                verifiedAt: Timestamp, items: [OperationalItem], booking: BookingSnapshot
            ) in
            Self(
                operationalStatus: operationalStatus, verifiedBy: verifiedBy, verifiedAt: verifiedAt, items: items,
                booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("operationalStatus", \.operationalStatus, .oneOf()),
        Field("verifiedBy", \.verifiedBy, .actor),
        Field("verifiedAt", \.verifiedAt, .eventTime),
        Field("items", \.items, .array(.nested(), count: 0...50)),
        Field("booking", \.booking, .nested()))
}

/// One thing that an operational check looked at.
public struct OperationalItem: Sendable, Equatable {
    public let item: String
    public let proven: Bool
    public let evidence: String?

    public init(
        item: String, proven: Bool, evidence: String? = nil
    ) {
        self.item = item
        self.proven = proven
        self.evidence = evidence
    }
}

extension OperationalItem: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("item", \.item, .string(length: 1...50)),
        Field("proven", \.proven, .bool),
        Field("evidence", \.evidence, .string(length: 0...500).optional))
}
