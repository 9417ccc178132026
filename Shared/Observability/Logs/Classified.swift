public import Identifiers

/// A value together with its class. It has no way into a log, a description or a string interpolation but through its
/// class: what may not be logged shows only that it was there.
public struct Classified<Value: Sendable>: Sendable {
    /// The value itself, for those who may use it.
    public let value: Value
    public let classification: DataClassification

    public init(_ value: Value, _ classification: DataClassification) {
        self.value = value
        self.classification = classification
    }
}

extension Classified: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        classification.mayBeLogged ? String(describing: value) : "[\(classification.name)]"
    }

    public var debugDescription: String { description }

    /// `dump` and mirrors see what a log sees.
    public var customMirror: Mirror { Mirror(reflecting: description) }
}
