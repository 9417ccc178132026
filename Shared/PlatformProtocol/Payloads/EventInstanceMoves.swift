public import Identifiers
public import JSON

/// A date was moved. It keeps its id.
public struct EventRescheduled: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let rescheduledBy: ActorID
    public let rescheduledAt: Timestamp
    /// When it would have started.
    public let originalDate: Timestamp
    /// When it starts now.
    public let newDate: Timestamp
    public let reason: String
    public let notifyStaff: Bool
    public let notifyClient: Bool

    public init(
        eventID: EventInstanceID, bookingID: BookingID, rescheduledBy: ActorID, rescheduledAt: Timestamp,
        originalDate: Timestamp, newDate: Timestamp, reason: String, notifyStaff: Bool, notifyClient: Bool
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.rescheduledBy = rescheduledBy
        self.rescheduledAt = rescheduledAt
        self.originalDate = originalDate
        self.newDate = newDate
        self.reason = reason
        self.notifyStaff = notifyStaff
        self.notifyClient = notifyClient
    }
}

extension EventRescheduled: EventInstancePayload {
    public static let type = EventType.eventRescheduled

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("rescheduledBy", \.rescheduledBy, .actor),
        Field("rescheduledAt", \.rescheduledAt, .eventTime),
        Field("originalDate", \.originalDate, .eventTime, "When it would have started"),
        Field("newDate", \.newDate, .eventTime, "When it starts now"),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("notifyStaff", \.notifyStaff, .bool),
        Field("notifyClient", \.notifyClient, .bool))
}

/// A date does not take place.
public struct EventCancelled: Sendable, Equatable {
    public let eventID: EventInstanceID
    public let bookingID: BookingID
    public let cancelledBy: ActorID
    public let cancelledAt: Timestamp
    public let reason: String
    public let notifyClient: Bool

    public init(
        eventID: EventInstanceID, bookingID: BookingID, cancelledBy: ActorID, cancelledAt: Timestamp, reason: String,
        notifyClient: Bool
    ) {
        self.eventID = eventID
        self.bookingID = bookingID
        self.cancelledBy = cancelledBy
        self.cancelledAt = cancelledAt
        self.reason = reason
        self.notifyClient = notifyClient
    }
}

extension EventCancelled: EventInstancePayload {
    public static let type = EventType.eventCancelled

    public static let json = JSONType.openRecord(
        Self.init,
        Field("eventId", \.eventID, .id()),
        Field("bookingId", \.bookingID, .id()),
        Field("cancelledBy", \.cancelledBy, .actor),
        Field("cancelledAt", \.cancelledAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("notifyClient", \.notifyClient, .bool))
}
