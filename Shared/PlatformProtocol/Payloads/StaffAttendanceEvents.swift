public import Identifiers
public import JSON

/// Somebody is there.
public struct StaffCheckedIn: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let checkedInAt: Timestamp
    public let location: MeasuredPosition
    public let verificationMethod: CheckInMethod

    public init(
        assignment: StaffAssignmentSnapshot, checkedInAt: Timestamp, location: MeasuredPosition,
        verificationMethod: CheckInMethod
    ) {
        self.assignment = assignment
        self.checkedInAt = checkedInAt
        self.location = location
        self.verificationMethod = verificationMethod
    }
}

extension StaffCheckedIn: StaffAssignmentEventPayload {
    public static let type = EventType.staffCheckedIn

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("checkedInAt", \.checkedInAt, .eventTime),
        Field("location", \.location, .nested(), classified: .pii),
        Field("verificationMethod", \.verificationMethod, .oneOf()))
}

/// Somebody has left.
public struct StaffCheckedOut: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let checkedOutAt: Timestamp
    public let hoursWorked: JSONDecimal
    public let location: MeasuredPosition
    public let feedback: String?

    public init(
        assignment: StaffAssignmentSnapshot, checkedOutAt: Timestamp, hoursWorked: JSONDecimal,
        location: MeasuredPosition, feedback: String? = nil
    ) {
        self.assignment = assignment
        self.checkedOutAt = checkedOutAt
        self.hoursWorked = hoursWorked
        self.location = location
        self.feedback = feedback
    }
}

extension StaffCheckedOut: StaffAssignmentEventPayload {
    public static let type = EventType.staffCheckedOut

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("checkedOutAt", \.checkedOutAt, .eventTime),
        Field("hoursWorked", \.hoursWorked, .hours),
        Field("location", \.location, .nested(), classified: .pii),
        Field("feedback", \.feedback, .string(length: 0...2_000).optional))
}

/// Somebody did not come.
public struct StaffNoShow: Sendable, Equatable {
    public let assignment: StaffAssignmentSnapshot
    public let reportedBy: ActorID
    public let reportedAt: Timestamp
    public let consequenceLevel: NoShowConsequence
    public let notes: String?

    public init(
        assignment: StaffAssignmentSnapshot, reportedBy: ActorID, reportedAt: Timestamp,
        consequenceLevel: NoShowConsequence, notes: String? = nil
    ) {
        self.assignment = assignment
        self.reportedBy = reportedBy
        self.reportedAt = reportedAt
        self.consequenceLevel = consequenceLevel
        self.notes = notes
    }
}

extension StaffNoShow: StaffAssignmentEventPayload {
    public static let type = EventType.staffNoShow

    public static let json = JSONType.openRecord(
        Self.init, assignmentHead,
        Field("reportedBy", \.reportedBy, .actor),
        Field("reportedAt", \.reportedAt, .eventTime),
        Field("consequenceLevel", \.consequenceLevel, .oneOf()),
        Field("notes", \.notes, .string(length: 0...2_000).optional))
}
