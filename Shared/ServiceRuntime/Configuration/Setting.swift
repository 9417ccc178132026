/// One declared setting and where its value came from: what `--help` and `--print-config` print.
public struct Setting: Sendable, Equatable {
    /// Whether the setting must be given.
    public enum Need: Sendable, Equatable {
        case required
        /// With its default as text, if it has one.
        case optional(default: String?)
    }

    /// Where the value came from.
    public enum Source: Sendable, Equatable {
        case absent
        case environment
        case file
    }

    /// What a secret's name ends in when the variable holds a path instead.
    static let fileSuffix = "_FILE"

    public let name: String
    /// What a value looks like: "a duration such as 250ms or 10s".
    public let form: String
    public let need: Need
    public let isSecret: Bool
    public let documentation: String
    public let source: Source
    /// The value as text, for a setting that was given and is not secret.
    public let shown: String?
}

/// A value that is not shown: descriptions, interpolations, mirrors and dumps say only that it is there.
public struct Secret<Value: Sendable>: Sendable {
    /// The value itself, for the one place that uses it.
    public let revealed: Value

    public init(_ value: Value) {
        revealed = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "[secret]" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
