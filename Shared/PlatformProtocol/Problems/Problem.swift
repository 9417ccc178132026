public import JSON

/// An error on its way to the caller. What the caller reads and what we read are separate from the start: nothing of
/// `internalMessage` ever leaves the process but into the log.
public struct Problem: Error, Sendable {
    public let code: ProblemCode
    /// What happened this time, for the caller; the code's explanation when nil.
    public let detail: String?
    /// What happened, for the log.
    public let internalMessage: String?
    /// The faults of a body, each with a pointer.
    public let violations: [JSONFault]
    /// Members beyond the standard ones, such as the current version of a conflict.
    public let extensions: JSONObject
    /// Fields the answer carries besides its content type, such as Retry-After.
    public let headers: [Header]

    /// One header field of an answer.
    public struct Header: Equatable, Sendable {
        public let name: StaticString
        public let value: String

        public init(_ name: StaticString, _ value: String) {
            self.name = name
            self.value = value
        }

        public static func == (left: Self, right: Self) -> Bool {
            "\(left.name)" == "\(right.name)" && left.value == right.value
        }
    }

    public init(
        _ code: ProblemCode, detail: String? = nil, internalMessage: String? = nil, violations: [JSONFault] = [],
        extensions: JSONObject = JSONObject(), headers: [Header] = []
    ) {
        self.code = code
        self.detail = detail
        self.internalMessage = internalMessage
        self.violations = violations
        self.extensions = extensions
        self.headers = headers
    }

    /// A bounded name for metrics.
    public var label: String { code.rawValue }
}

extension Problem: CustomStringConvertible {
    /// Fit for the log: the code and the internal message, nothing the caller sent.
    public var description: String {
        internalMessage.map { "\(code.rawValue): \($0)" } ?? code.rawValue
    }
}

/// The problems that carry header fields by rule.
extension Problem {
    /// No credential at all (RFC 6750 3: then no error is named).
    public static let missingToken = Problem(
        .missingToken, headers: [Header("WWW-Authenticate", #"Bearer realm="rishi""#)])

    /// A credential that does not hold. Why is for the log alone: the caller always reads the same.
    public static func invalidToken(reason: StaticString) -> Problem {
        Problem(
            .invalidToken, detail: "The access token is missing, malformed, expired or not accepted.",
            internalMessage: "\(reason)",
            headers: [Header("WWW-Authenticate", #"Bearer realm="rishi", error="invalid_token""#)])
    }

    /// More than one credential (RFC 6750 3.1: 400).
    public static let ambiguousCredentials = Problem(
        .ambiguousCredentials, headers: [Header("WWW-Authenticate", #"Bearer realm="rishi", error="invalid_request""#)])

    /// A known caller whose roles do not include the operation.
    public static func forbidden(_ operation: Operation) -> Problem {
        Problem(
            .forbidden, internalMessage: operation.name,
            headers: [Header("WWW-Authenticate", #"Bearer realm="rishi", error="insufficient_scope""#)])
    }

    /// The path exists for other methods.
    public static func methodNotAllowed(_ allowed: [Operation.Method]) -> Problem {
        let names = allowed.flatMap { method in
            method == .get ? ["GET", "HEAD"] : ["\(method.name)"]
        }
        return Problem(.methodNotAllowed, headers: [Header("Allow", (names + ["OPTIONS"]).joined(separator: ", "))])
    }

    /// Something that passes: rate limits, open circuits, draining, requests in progress.
    public static func temporary(
        _ code: ProblemCode, retryAfter seconds: Int, internalMessage: String? = nil
    ) -> Problem {
        Problem(code, internalMessage: internalMessage, headers: [Header("Retry-After", "\(max(0, seconds))")])
    }

    /// A body that breaks its schema: 413 where it is too long to be looked at, 400 where it could not be read or has
    /// members nobody knows, else 422, with every fault.
    public static func invalidBody(_ faults: JSONFaults) -> Problem {
        if faults.first.code == .documentTooLarge { return Problem(.bodyTooLarge, violations: faults.list) }
        if faults.areSyntax { return Problem(.malformedJSON, violations: faults.list) }
        let isUnknown = faults.list.contains { $0.code == .unknownMember }
        return Problem(isUnknown ? .unknownField : .validationFailed, violations: faults.list)
    }
}
