public import Identifiers
public import JSON

/// A booking waits for approval.
public struct BookingSubmitted: Sendable, Equatable {
    public let submittedBy: ActorID
    public let submittedAt: Timestamp
    public let eventDates: [Timestamp]
    public let recurrencePattern: RecurrencePattern?
    public let booking: BookingSnapshot

    public init(
        submittedBy: ActorID, submittedAt: Timestamp, eventDates: [Timestamp],
        recurrencePattern: RecurrencePattern? = nil, booking: BookingSnapshot
    ) {
        self.submittedBy = submittedBy
        self.submittedAt = submittedAt
        self.eventDates = eventDates
        self.recurrencePattern = recurrencePattern
        self.booking = booking
    }
}

extension BookingSubmitted: BookingEventPayload {
    public static let type = EventType.bookingSubmitted

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, _: String, submittedBy: ActorID, submittedAt: Timestamp,
                eventDates: [Timestamp], recurrencePattern: RecurrencePattern?, booking: BookingSnapshot
            ) in
            Self(
                submittedBy: submittedBy, submittedAt: submittedAt, eventDates: eventDates,
                recurrencePattern: recurrencePattern, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("title", \.title, .string(length: 1...200)),
        Field("submittedBy", \.submittedBy, .actor),
        Field("submittedAt", \.submittedAt, .eventTime),
        Field("eventDates", \.eventDates, .array(.eventTime, count: 0...366)),
        Field("recurrencePattern", \.recurrencePattern, .nested().optional),
        Field("booking", \.booking, .nested()))
}

/// How a booking repeats.
public struct RecurrencePattern: Sendable, Equatable {
    public let frequency: RecurrenceFrequency
    public let interval: Int
    public let endDate: CalendarDay

    public init(
        frequency: RecurrenceFrequency, interval: Int, endDate: CalendarDay
    ) {
        self.frequency = frequency
        self.interval = interval
        self.endDate = endDate
    }
}

extension RecurrencePattern: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("frequency", \.frequency, .oneOf()),
        Field("interval", \.interval, .integer(1...366)),
        Field("endDate", \.endDate, .day))
}

/// A booking was approved.
public struct BookingApproved: Sendable, Equatable {
    public let approvedBy: ActorID
    public let approvedAt: Timestamp
    public let notes: String?
    public let eventDates: [Timestamp]
    public let booking: BookingSnapshot

    public init(
        approvedBy: ActorID, approvedAt: Timestamp, notes: String? = nil, eventDates: [Timestamp],
        booking: BookingSnapshot
    ) {
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
        self.notes = notes
        self.eventDates = eventDates
        self.booking = booking
    }
}

extension BookingApproved: BookingEventPayload {
    public static let type = EventType.bookingApproved

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, _: String, approvedBy: ActorID, approvedAt: Timestamp, notes: String?,
                eventDates: [Timestamp], booking: BookingSnapshot
            ) in
            Self(approvedBy: approvedBy, approvedAt: approvedAt, notes: notes, eventDates: eventDates, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("title", \.title, .string(length: 1...200)),
        Field("approvedBy", \.approvedBy, .actor),
        Field("approvedAt", \.approvedAt, .eventTime),
        Field("notes", \.notes, .string(length: 0...2_000).optional),
        Field("eventDates", \.eventDates, .array(.eventTime, count: 0...366)),
        Field("booking", \.booking, .nested()))
}

/// A booking was refused.
public struct BookingRejected: Sendable, Equatable {
    public let rejectedBy: ActorID
    public let rejectedAt: Timestamp
    public let reason: String
    public let allowResubmission: Bool
    public let booking: BookingSnapshot

    public init(
        rejectedBy: ActorID, rejectedAt: Timestamp, reason: String, allowResubmission: Bool, booking: BookingSnapshot
    ) {
        self.rejectedBy = rejectedBy
        self.rejectedAt = rejectedAt
        self.reason = reason
        self.allowResubmission = allowResubmission
        self.booking = booking
    }
}

extension BookingRejected: BookingEventPayload {
    public static let type = EventType.bookingRejected

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, rejectedBy: ActorID, rejectedAt: Timestamp, reason: String,
                allowResubmission: Bool, booking: BookingSnapshot
            ) in
            Self(
                rejectedBy: rejectedBy, rejectedAt: rejectedAt, reason: reason, allowResubmission: allowResubmission,
                booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("rejectedBy", \.rejectedBy, .actor),
        Field("rejectedAt", \.rejectedAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("allowResubmission", \.allowResubmission, .bool),
        Field("booking", \.booking, .nested()))
}

/// A booking has to be changed before it can be approved.
public struct BookingChangesRequested: Sendable, Equatable {
    public let requestedBy: ActorID
    public let requestedAt: Timestamp
    public let changes: [RequestedChange]
    public let booking: BookingSnapshot

    public init(
        requestedBy: ActorID, requestedAt: Timestamp, changes: [RequestedChange], booking: BookingSnapshot
    ) {
        self.requestedBy = requestedBy
        self.requestedAt = requestedAt
        self.changes = changes
        self.booking = booking
    }
}

extension BookingChangesRequested: BookingEventPayload {
    public static let type = EventType.bookingChangesRequested

    public static let json = JSONType.openRecord(
        {
            (
                _: BookingID, _: ClientID?, requestedBy: ActorID, requestedAt: Timestamp, changes: [RequestedChange],
                booking: BookingSnapshot
            ) in
            Self(requestedBy: requestedBy, requestedAt: requestedAt, changes: changes, booking: booking)
        },
        Field("bookingId", \.bookingID, .id()),
        Field("clientId", \.clientID, .id().optional),
        Field("requestedBy", \.requestedBy, .actor),
        Field("requestedAt", \.requestedAt, .eventTime),
        Field("changes", \.changes, .array(.nested(), count: 0...100)),
        Field("booking", \.booking, .nested()))
}

/// One thing that is asked to be changed.
public struct RequestedChange: Sendable, Equatable {
    public let field: String
    public let reason: String
    public let suggestedValue: String?

    public init(
        field: String, reason: String, suggestedValue: String? = nil
    ) {
        self.field = field
        self.reason = reason
        self.suggestedValue = suggestedValue
    }
}

extension RequestedChange: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field("field", \.field, .string(length: 1...100)),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("suggestedValue", \.suggestedValue, .string(length: 0...2_000).optional))
}
