public import HTTPServer
public import PlatformProtocol
public import Postgres

/// What a caller is told when the database fails. A store turns the violations that mean something into the rule they
/// stand for; one that arrives here is a mistake of ours.
extension PostgresError: ProblemConvertible {
    public var problem: Problem {
        switch self {
        case .outcomeUnknown:
            Problem(
                .serviceUnavailable,
                detail: "Whether the change was made is not known. Ask again with the same Idempotency-Key, or look.",
                internalMessage: description, headers: [Problem.Header("Retry-After", "1")])
        case .parameter(let fault, _, _):
            // Text that PostgreSQL cannot hold, a moment beyond its calendar: the caller's, and found late.
            Problem(
                .validationFailed, detail: "A value is out of the range that can be kept.",
                internalMessage: "\(fault)")
        default:
            if isTransient {
                .temporary(.serviceUnavailable, retryAfter: 1, internalMessage: description)
            } else {
                Problem(.internalError, internalMessage: description)
            }
        }
    }
}
