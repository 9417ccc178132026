public import HTTPServer
public import Observability
public import PlatformProtocol

/// Why an event was not taken. Nothing of it was written; the change it tells must not be committed either.
public enum OutboxFault: SafelyDescribed, Equatable {
    /// The broker has been away for so long that there is no more room. It passes.
    case full
    /// The registry does not let this service publish the type, or the publisher was made without it.
    case undeclared(RegistryFault)
    /// Consumers would refuse it.
    case unfit(EventFault)
    /// Key, value and headers together are larger than a broker takes.
    case tooLarge(Int)
    /// The unit of work names no organisation.
    case noOrganization
    /// Not a version that an aggregate can have.
    case versionOutOfRange(Int)
    /// Events of this type are in no store, so they cannot be told by a transaction.
    case notStored(EventType)

    public var label: StaticString {
        switch self {
        case .full: "outbox_full"
        case .undeclared(let fault): fault.label
        case .unfit(let fault): fault.label
        case .tooLarge: "event_too_large"
        case .noOrganization: "event_without_organization"
        case .versionOutOfRange: "event_version_out_of_range"
        case .notStored: "event_not_stored"
        }
    }

    public var description: String {
        switch self {
        case .full, .noOrganization: "\(label)"
        case .undeclared(let fault): "\(label): \(fault)"
        case .unfit(let fault): "\(fault)"
        case .tooLarge(let bytes): "\(label): \(bytes) bytes"
        case .versionOutOfRange(let version): "\(label): \(version)"
        case .notStored(let type): "\(label): \(type.rawValue)"
        }
    }
}

extension OutboxFault: ProblemConvertible {
    /// No room is 503 and worth another try; everything else is a mistake of ours.
    public var problem: Problem {
        switch self {
        case .full:
            .temporary(
                .serviceUnavailable, retryAfter: MessagingLimits.outboxRetryAfterSeconds,
                internalMessage: description)
        case .undeclared, .unfit, .tooLarge, .noOrganization, .versionOutOfRange, .notStored:
            Problem(.internalError, internalMessage: description)
        }
    }
}

extension OutboxFault: TransientFailure {
    /// Only that there is no room passes by itself.
    public var isTransient: Bool { self == .full }
}
