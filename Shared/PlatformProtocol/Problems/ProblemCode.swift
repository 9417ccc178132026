/// Every kind of error an API of ours answers with. The raw value is the stable `code`; `/problems/<code>` is the type
/// and has a page for people. Codes are added, never renamed or given another status.
public enum ProblemCode: String, CaseIterable, Sendable {
    case malformedRequest = "malformed_request"
    case malformedJSON = "malformed_json"
    case unknownField = "unknown_field"
    case invalidParameter = "invalid_parameter"
    case invalidHeader = "invalid_header"
    case invalidTransition = "invalid_transition"
    case missingToken = "missing_token"
    case invalidToken = "invalid_token"
    case ambiguousCredentials = "ambiguous_credentials"
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case notAcceptable = "not_acceptable"
    case requestTimeout = "request_timeout"
    case versionConflict = "version_conflict"
    case idempotencyKeyReused = "idempotency_key_reused"
    case idempotencyInProgress = "idempotency_in_progress"
    case timeConflict = "time_conflict"
    case preconditionFailed = "precondition_failed"
    case bodyTooLarge = "body_too_large"
    case targetTooLong = "target_too_long"
    case unsupportedMediaType = "unsupported_media_type"
    case expectationFailed = "expectation_failed"
    case misdirected
    case validationFailed = "validation_failed"
    case ruleBroken = "rule_broken"
    case stateNotOperable = "state_not_operable"
    case complianceRefused = "compliance_refused"
    case upgradeRequired = "upgrade_required"
    case preconditionRequired = "precondition_required"
    case rateLimited = "rate_limited"
    case headersTooLarge = "headers_too_large"
    case geoBlocked = "geo_blocked"
    case internalError = "internal_error"
    case notImplemented = "not_implemented"
    case badGateway = "bad_gateway"
    case serviceUnavailable = "service_unavailable"
    case circuitOpen = "circuit_open"
    case draining
    case gatewayTimeout = "gateway_timeout"
    case versionNotSupported = "version_not_supported"

    /// The code of exactly this name, for the page at `/problems/<code>`.
    public init?(exactly name: String) {
        guard let code = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else { return nil }
        self = code
    }

    /// The status it is answered with.
    public var status: UInt16 {
        switch self {
        case .malformedRequest, .malformedJSON, .unknownField, .invalidParameter, .invalidHeader, .invalidTransition,
            .ambiguousCredentials:
            400
        case .missingToken, .invalidToken: 401
        case .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .requestTimeout: 408
        case .versionConflict, .idempotencyKeyReused, .idempotencyInProgress, .timeConflict: 409
        case .preconditionFailed: 412
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .unsupportedMediaType: 415
        case .expectationFailed: 417
        case .misdirected: 421
        case .validationFailed, .ruleBroken, .stateNotOperable, .complianceRefused: 422
        case .upgradeRequired: 426
        case .preconditionRequired: 428
        case .rateLimited: 429
        case .headersTooLarge: 431
        case .geoBlocked: 451
        case .internalError: 500
        case .notImplemented: 501
        case .badGateway: 502
        case .serviceUnavailable, .circuitOpen, .draining: 503
        case .gatewayTimeout: 504
        case .versionNotSupported: 505
        }
    }

    /// What it is called, the same for every occurrence.
    public var title: StaticString { page.title }

    /// What it means and what to do about it, for the page.
    public var explanation: StaticString { page.explanation }
}
