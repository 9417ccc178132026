public import JSON
public import Observability

/// A participant's considered no: the rules forbid it, and asking again would not help. Thrown by a step; before the
/// pivot the saga turns back at once.
public struct SagaRefusal: Error, Sendable, Equatable {
    /// Bounded, for metrics.
    public let label: StaticString
    /// What whoever began the saga is told. It is kept, so nothing personal belongs into it.
    public let detail: JSONObject

    public init(_ label: StaticString, detail: JSONObject = [:]) {
        (self.label, self.detail) = (label, detail)
    }

    /// The command was called off before it came.
    public static let calledOff = SagaRefusal("called_off")

    public static func == (left: SagaRefusal, right: SagaRefusal) -> Bool {
        left.label.description == right.label.description && left.detail == right.detail
    }
}

extension SagaRefusal: SafelyDescribed {
    public var description: String { "\(label)" }
}

/// Why an attempt came to nothing, as it is kept with the saga.
public struct SagaFault: Sendable, Equatable {
    /// A bounded name of the kind.
    public let label: String
    /// The step that it happened at.
    public let step: String
    /// What a refusal had to say.
    public let detail: JSONObject

    init(_ label: String, at step: String, detail: JSONObject = [:]) {
        (self.label, self.step, self.detail) = (label, step, detail)
    }
}

extension SagaFault: JSONCodable {
    public static let json = JSONType.openRecord(
        { label, step, detail in
            guard case .object(let object) = detail else { return SagaFault(label, at: step) }
            return SagaFault(label, at: step, detail: object)
        },
        Field("label", \.label, .string(length: 0...200)), Field("step", \.step, .string(length: 0...200)),
        Field("detail", \.detailValue, .any))

    private var detailValue: JSONValue { .object(detail) }
}

/// What the engine itself refuses.
public enum SagaError: Error, Sendable, Equatable {
    /// Begun in a transaction that works for no organisation.
    case noOrganization
    /// A business key that is empty or too long.
    case unfitKey
    /// More to carry than `SagaLimits.payloadBytesMax`.
    case payloadTooLarge(Int)
    /// What it carries is not what this version of its definition carries.
    case unreadablePayload
    /// No definition of this type and version is wired here.
    case unknownDefinition(type: String, version: Int)
    /// There is none with this id in this organisation.
    case notFound
    /// An operator decides about sagas that are stuck, and no others.
    case notStuck
    /// A reason that is empty or too long.
    case unfitReason
    /// Somebody else moved it on while it was being decided about.
    case movedMeanwhile
    /// It could not be driven as far as was asked for in the time given. It goes on by itself.
    case notThereYet
    /// The stored reply of a command is not what its repetition asks for.
    case unreadableReply
    /// The command is another organisation's.
    case foreignCommand
}

extension SagaError: SafelyDescribed {
    public var label: StaticString {
        switch self {
        case .noOrganization: "no_organization"
        case .unfitKey: "unfit_key"
        case .payloadTooLarge: "payload_too_large"
        case .unreadablePayload: "unreadable_payload"
        case .unknownDefinition: "unknown_definition"
        case .notFound: "not_found"
        case .notStuck: "not_stuck"
        case .unfitReason: "unfit_reason"
        case .movedMeanwhile: "moved_meanwhile"
        case .notThereYet: "not_there_yet"
        case .unreadableReply: "unreadable_reply"
        case .foreignCommand: "foreign_command"
        }
    }

    public var description: String {
        switch self {
        case .unknownDefinition(let type, let version): "\(label): \(type) \(version)"
        case .payloadTooLarge(let size): "\(label): \(size) bytes"
        default: "\(label)"
        }
    }
}
