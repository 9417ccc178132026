public import Identifiers
public import JSON

/// Somebody is asked to work.
public struct StaffAssignmentOffered: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let offeredAt: Timestamp
    public let offeredBy: ActorID
    public let responseDeadline: Timestamp
    public let location: PlaceBrief
    public let compensation: OfferedCompensation?

    public init(
        assignment: StaffAssignmentSnapshot, offeredAt: Timestamp, offeredBy: ActorID, responseDeadline: Timestamp,
        location: PlaceBrief, compensation: OfferedCompensation? = nil
    ) {
        self.assignment = assignment
        self.offeredAt = offeredAt
        self.offeredBy = offeredBy
        self.responseDeadline = responseDeadline
        self.location = location
        self.compensation = compensation
    }
}

extension StaffAssignmentOffered: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentOffered

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("offeredAt", \.offeredAt, .eventTime),
        Field("offeredBy", \.offeredBy, .actor),
        Field("responseDeadline", \.responseDeadline, .eventTime),
        Field("location", \.location, .nested()),
        Field("compensation", \.compensation, .nested().optional))
}

/// What is paid for the work that is offered.
public struct OfferedCompensation: Sendable, Equatable {
    /// An hour, in minor units of `currency`.
    public let rate: Int64
    public let currency: Currency
    public let estimatedHours: JSONDecimal

    public init(
        rate: Int64, currency: Currency, estimatedHours: JSONDecimal
    ) {
        self.rate = rate
        self.currency = currency
        self.estimatedHours = estimatedHours
    }
}

extension OfferedCompensation: JSONCodable {
    public static let json = JSONType.openRecord(
        Self.init,
        Field(
            "rate", \.rate, .minorUnits(0...100_000_000), "An hour, in minor units of `currency`",
            classified: .restricted),
        Field("currency", \.currency, .currency),
        Field("estimatedHours", \.estimatedHours, .hours))
}

/// Somebody said yes. That they now work on the booking is told by `STAFF_ASSIGNED_TO_BOOKING`.
public struct StaffAssignmentAccepted: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let acceptedAt: Timestamp
    public let notes: String?

    public init(
        assignment: StaffAssignmentSnapshot, acceptedAt: Timestamp, notes: String? = nil
    ) {
        self.assignment = assignment
        self.acceptedAt = acceptedAt
        self.notes = notes
    }
}

extension StaffAssignmentAccepted: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentAccepted

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("acceptedAt", \.acceptedAt, .eventTime),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}

/// Somebody said no.
public struct StaffAssignmentRejected: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let rejectedAt: Timestamp
    public let reason: String
    /// They may be asked again.
    public let isAvailableForFuture: Bool

    public init(
        assignment: StaffAssignmentSnapshot, rejectedAt: Timestamp, reason: String, isAvailableForFuture: Bool
    ) {
        self.assignment = assignment
        self.rejectedAt = rejectedAt
        self.reason = reason
        self.isAvailableForFuture = isAvailableForFuture
    }
}

extension StaffAssignmentRejected: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentRejected

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("rejectedAt", \.rejectedAt, .eventTime),
        Field("reason", \.reason, .string(length: 0...2_000)),
        Field("isAvailableForFuture", \.isAvailableForFuture, .bool, "They may be asked again"))
}

/// Somebody did not answer in time.
public struct StaffAssignmentExpired: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let expiredAt: Timestamp
    public let responseDeadline: Timestamp

    public init(
        assignment: StaffAssignmentSnapshot, expiredAt: Timestamp, responseDeadline: Timestamp
    ) {
        self.assignment = assignment
        self.expiredAt = expiredAt
        self.responseDeadline = responseDeadline
    }
}

extension StaffAssignmentExpired: StaffAssignmentEventPayload {
    public static let type = EventType.staffAssignmentExpired

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("expiredAt", \.expiredAt, .eventTime),
        Field("responseDeadline", \.responseDeadline, .eventTime))
}
