import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// A booking as it is answered: as events carry it, and what a client needs to go on.
struct BookingView: Sendable, Equatable {
    let snapshot: BookingSnapshot
    let recurrencePattern: RecurrencePattern?
    let source: String?
    let priceSource: String?
    let progress: BookingProgress
    let figures: BookingFiguresView
    /// What was asked for beside it.
    var parts = BookingPartsView()

    init(_ booking: Booking) {
        snapshot = BookingSnapshot(booking, version: booking.version)
        recurrencePattern = booking.details.recurrence.map { RecurrencePattern($0) }
        source = booking.source
        priceSource = booking.estimate?.source.rawValue
        progress = BookingProgress(booking)
        figures = BookingFiguresView(BookingFigures(of: booking.details))
    }
}

/// What may be asked for beside a booking, with `include=`.
struct BookingPartsView: Sendable, Equatable {
    var location: LocationSnapshot?
    var staffAssignments: [StaffOnBooking]?
    var staffCount: Int?
    var kits: [KitOnBooking]?
    var compliance: ComplianceAnswerView?
    var history: [BookingHistoryView]?
}

/// How far it is, and where it may go.
struct BookingProgress: Sendable, Equatable, JSONCodable {
    let allowedStatuses: [BookingStatus]
    let needsReapproval: Bool
    let allowsResubmission: Bool
    let holdExpiresAt: Timestamp?
    let submittedAt: Timestamp?
    let approvedAt: Timestamp?
    let confirmedAt: Timestamp?
    let checkedInAt: Timestamp?
    let completedAt: Timestamp?
    let cancelledAt: Timestamp?
    let cancelledBy: ActorID?
    let cancellationReason: String?

    static let json = JSONType.openRecord(
        Self.init,
        Field("allowedStatuses", \.allowedStatuses, .array(.oneOf(), count: 0...20), "Where it may go from here"),
        Field("needsReapproval", \.needsReapproval, .bool, "It was changed after its approval"),
        Field("allowsResubmission", \.allowsResubmission, .bool, "Rejected, but not for good"),
        Field("holdExpiresAt", \.holdExpiresAt, .dateTime().optional, "Until when its slot is held for it"),
        Field("submittedAt", \.submittedAt, .dateTime().optional),
        Field("approvedAt", \.approvedAt, .dateTime().optional),
        Field("confirmedAt", \.confirmedAt, .dateTime().optional),
        Field("checkedInAt", \.checkedInAt, .dateTime().optional),
        Field("completedAt", \.completedAt, .dateTime().optional),
        Field("cancelledAt", \.cancelledAt, .dateTime().optional),
        Field("cancelledBy", \.cancelledBy, .actor.optional),
        Field(
            "cancellationReason", \.cancellationReason, .string(length: 0...BookingLimits.reasonLengthMax).optional))
}

extension BookingProgress {
    init(_ booking: Booking) {
        let moments = booking.moments
        self.init(
            allowedStatuses: booking.allowedNext, needsReapproval: booking.needsReapproval,
            allowsResubmission: booking.allowsResubmission, holdExpiresAt: booking.holdExpiresAt,
            submittedAt: moments.submitted, approvedAt: moments.approved, confirmedAt: moments.confirmed,
            checkedInAt: moments.checkedIn, completedAt: moments.completed, cancelledAt: moments.cancelled,
            cancelledBy: booking.cancellation?.by, cancellationReason: booking.cancellation?.reason)
    }
}

/// What is derived from a booking for display; no rule goes by it.
struct BookingFiguresView: Sendable, Equatable, JSONCodable {
    let cannabisOperationType: String
    let durationHours: Int
    let complexityScore: Int
    let requiredStaffSkills: [String]

    static let json = JSONType.openRecord(
        Self.init,
        Field("cannabisOperationType", \.cannabisOperationType, .string(length: 1...50), "Guessed from the title"),
        Field("durationHours", \.durationHours, .integer(0...Int.max)),
        Field("complexityScore", \.complexityScore, .integer(0...BookingLimits.complexityScoreMax)),
        Field(
            "requiredStaffSkills", \.requiredStaffSkills,
            .array(.string(length: 1...BookingLimits.skillLengthMax), count: 0...BookingLimits.skillsMax)))
}

extension BookingFiguresView {
    init(_ figures: BookingFigures) {
        self.init(
            cannabisOperationType: figures.operationType.rawValue, durationHours: figures.durationHours,
            complexityScore: figures.complexityScore, requiredStaffSkills: figures.requiredSkills)
    }
}

/// A kit that was taken for a booking.
struct KitOnBooking: Sendable, Equatable, JSONCodable {
    let assignmentID: KitAssignmentID
    let kitTemplateID: KitTemplateID
    let kitInstanceID: KitID?
    let status: KitAssignmentStatus
    let quantity: Int

    static let json = JSONType.openRecord(
        Self.init,
        Field("assignmentId", \.assignmentID, .id()),
        Field("kitTemplateId", \.kitTemplateID, .id()),
        Field("kitInstanceId", \.kitInstanceID, .id().optional),
        Field("status", \.status, .oneOf()),
        Field("quantity", \.quantity, .integer(1...Int.max)))
}

/// What the law last said to a booking.
struct ComplianceAnswerView: Sendable, Equatable, JSONCodable {
    let checkID: ComplianceCheckID
    let bookingVersion: Int
    let decision: ComplianceDecision
    let isAnswered: Bool
    let isCurrent: Bool
    let questions: [String]
    let broken: [RuleFinding]
    let checkedAt: Timestamp

    static let json = JSONType.openRecord(
        Self.init,
        Field("checkId", \.checkID, .id()),
        Field("bookingVersion", \.bookingVersion, .integer(1...Int.max), "The booking that was judged"),
        Field("decision", \.decision, .oneOf()),
        Field("isAnswered", \.isAnswered, .bool, "By an officer"),
        Field("isCurrent", \.isCurrent, .bool, "Nothing that the law reads has changed since"),
        Field("questions", \.questions, .array(.string(length: 1...1_000), count: 0...50)),
        Field("broken", \.broken, .array(.nested(), count: 0...200), "The rules that it breaks"),
        Field("checkedAt", \.checkedAt, .dateTime()))
}

extension ComplianceAnswerView {
    init(_ law: LawAnswer, of booking: Booking) {
        let standing = law.standing
        self.init(
            checkID: standing.checkID, bookingVersion: standing.bookingVersion, decision: standing.decision,
            isAnswered: standing.isAnswered, isCurrent: standing.bookingVersion >= booking.legalVersion,
            questions: law.questions, broken: law.broken, checkedAt: law.checkedAt)
    }
}

/// One row of a booking's history.
struct BookingHistoryView: Sendable, Equatable, JSONCodable {
    let id: UUID128
    let version: Int
    let fromStatus: BookingStatus?
    let toStatus: BookingStatus
    let fromStage: BookingStage?
    let toStage: BookingStage
    let changedByKind: String
    let changedBy: ActorID
    let changedAt: Timestamp
    let reason: String?

    static let json = JSONType.openRecord(
        Self.init,
        Field("id", \.id, .uuid128),
        Field("version", \.version, .integer(1...Int.max), "The booking's after the change"),
        Field("fromStatus", \.fromStatus, .oneOf().optional),
        Field("toStatus", \.toStatus, .oneOf()),
        Field("fromStage", \.fromStage, .oneOf().optional),
        Field("toStage", \.toStage, .oneOf()),
        Field("changedByKind", \.changedByKind, .string(length: 1...20), "guest, business or system"),
        Field("changedBy", \.changedBy, .actor),
        Field("changedAt", \.changedAt, .dateTime()),
        Field("reason", \.reason, .string(length: 0...BookingLimits.reasonLengthMax).optional))
}
