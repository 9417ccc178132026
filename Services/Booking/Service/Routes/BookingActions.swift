import BookingDomain
import Identifiers
import JSON
import PlatformProtocol

/// What every request that changes a booking may say about versions and repetition.
protocol BookingRequest: JSONCodable, Equatable {
    var idempotencyKey: String? { get }
    var expectedVersion: Int? { get }
    /// The same by its other name.
    var versionExpected: Int? { get }
}

extension BookingRequest {
    var version: Int? { expectedVersion ?? versionExpected }

    static var keyField: Field<String?> {
        Field("idempotency_key", \.idempotencyKey, .string(length: 1...255).optional, "Instead of Idempotency-Key")
    }
    static var versionField: Field<Int?> {
        Field("expectedVersion", \.expectedVersion, .integer(1...Int.max).optional, "Instead of If-Match")
    }
    static var otherVersionField: Field<Int?> {
        Field("expected_version", \.versionExpected, .integer(1...Int.max).optional, "Instead of expectedVersion")
    }

    static func checkVersions(_ request: Self, _ faults: inout JSONRuleFaults) {
        if request.expectedVersion != nil, request.versionExpected != nil {
            faults.add("/expected_version", .ambiguous, "says the same as expectedVersion: give one of them")
        }
        if request.jsonBytes().holdsNUL { faults.add("", .badCharacter, "must not contain the character NUL") }
    }
}

extension BookingForm: BookingRequest {}
extension BookingChanges: BookingRequest {}

/// A move that needs nothing more than that it is wanted: submit, approve, hold, resume, confirm, start, no-show.
struct BookingAction: BookingRequest {
    var notes: String?
    var stage: BookingStage?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field("notes", \.notes, .string(length: 0...BookingLimits.reasonLengthMax).optional),
        Field("stage", \.stage, .oneOf().optional, "How far its work is then"),
        keyField, versionField, otherVersionField
    ).checked(checkVersions)

    static let example = BookingAction(notes: "Agreed with the venue", expectedVersion: 3)
}

/// `POST /{bookingId}/reject`.
struct RejectBooking: BookingRequest {
    let reason: String
    let allowResubmission: Bool
    var stage: BookingStage?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field("reason", \.reason, .string(length: 1...BookingLimits.reasonLengthMax)),
        Field("allowResubmission", \.allowResubmission, .bool.defaulting(to: true), "Whether it may be mended"),
        Field("stage", \.stage, .oneOf().optional),
        keyField, versionField, otherVersionField
    ).checked(checkVersions)

    static let example = RejectBooking(reason: "The date is a holiday", allowResubmission: true)
}

/// `POST /{bookingId}/request-changes`.
struct RequestBookingChanges: BookingRequest {
    let changes: [RequestedChange]
    var notes: String?
    var stage: BookingStage?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field("changes", \.changes, .array(.nested(), count: 1...BookingLimits.requestedChangesMax)),
        Field("notes", \.notes, .string(length: 0...BookingLimits.reasonLengthMax).optional),
        Field("stage", \.stage, .oneOf().optional),
        keyField, versionField, otherVersionField
    ).checked(checkVersions)

    static let example = RequestBookingChanges(changes: [
        RequestedChange(field: "endDateTime", reason: "The venue closes at ten", suggestedValue: "22:00")
    ])
}

/// `POST /{bookingId}/complete`.
struct CompleteBooking: BookingRequest {
    var actualCost: Int64?
    var notes: String?
    var stage: BookingStage?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field(
            "actualCost", \.actualCost, .minorUnits(BookingLimits.money).optional, "In the currency of the booking"),
        Field("notes", \.notes, .string(length: 0...BookingLimits.reasonLengthMax).optional),
        Field("stage", \.stage, .oneOf().optional),
        keyField, versionField, otherVersionField
    ).checked(checkVersions)

    static let example = CompleteBooking(actualCost: 198_050)
}

/// `POST /{bookingId}/cancel`.
struct CancelBooking: BookingRequest {
    var reason: String?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field("reason", \.reason, .string(length: 0...BookingLimits.reasonLengthMax).optional),
        keyField, versionField, otherVersionField
    ).checked(checkVersions)

    static let example = CancelBooking(reason: "The client withdrew")
}

/// `PUT` and `POST /{bookingId}/status`: a move by naming where it leads, or a step of the stage.
struct ChangeBookingStatus: BookingRequest {
    let newStatus: BookingStatus
    var newStage: BookingStage?
    var isRework: Bool
    var reason: String?
    var allowResubmission: Bool
    var metadata: JSONValue?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init,
        Field("newStatus", \.newStatus, .oneOf(), "The present one moves the stage alone"),
        Field("newStage", \.newStage, .oneOf().optional),
        Field("isRework", \.isRework, .bool.defaulting(to: false), "The stage goes back, for a reason"),
        Field("reason", \.reason, .string(length: 0...BookingLimits.reasonLengthMax).optional),
        Field("allowResubmission", \.allowResubmission, .bool.defaulting(to: true), "For a rejection"),
        Field("metadata", \.metadata, .any.optional, "The events carry it"),
        keyField, versionField, otherVersionField
    ).checked { request, faults in
        checkVersions(request, &faults)
        if let metadata = request.metadata, metadata.bytes.count > BookingServiceLimits.remarkBytesMax {
            faults.add("/metadata", .tooLong, "is longer than \(BookingServiceLimits.remarkBytesMax) bytes")
        }
    }

    static let example = ChangeBookingStatus(
        newStatus: .approved, newStage: .staffing, isRework: false, reason: "As discussed", allowResubmission: true)
}

/// `POST /{bookingId}/operational-check`.
struct RunOperationalCheck: BookingRequest {
    var metadata: JSONValue?
    var idempotencyKey: String?
    var expectedVersion: Int?
    var versionExpected: Int?

    static let json = JSONType.record(
        Self.init, Field("metadata", \.metadata, .any.optional, "The event carries it"), keyField, versionField,
        otherVersionField
    ).checked { request, faults in
        checkVersions(request, &faults)
        if let metadata = request.metadata, metadata.bytes.count > BookingServiceLimits.remarkBytesMax {
            faults.add("/metadata", .tooLong, "is longer than \(BookingServiceLimits.remarkBytesMax) bytes")
        }
    }
}
