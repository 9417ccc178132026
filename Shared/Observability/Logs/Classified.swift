public import JSON

/// A value together with its class. It has no way into a log, a description or a string interpolation but through its
/// class: what is above `internal` shows only that it was there.
public struct Classified<Value: Sendable>: Sendable {
    /// The value itself, for those who may use it.
    public let value: Value
    public let classification: JSONClassification

    public init(_ value: Value, _ classification: JSONClassification) {
        self.value = value
        self.classification = classification
    }

    /// Whether the value may be shown where operators read.
    public var mayBeShown: Bool { classification <= .internal }
}

extension Classified: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        mayBeShown ? String(describing: value) : "[\(classification.rawValue)]"
    }

    public var debugDescription: String { description }

    /// `dump` and mirrors see what a log sees.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
