public import Identifiers

/// One finished (or about to be finished) piece of work within a trace, bounded in every direction.
public struct SpanRecord: Sendable {
    /// Which end of a call, or neither, the span describes.
    public enum Kind: Sendable, Hashable {
        case `internal`
        case server
        case client
        case producer
        case consumer
    }

    /// What an attribute may hold.
    public enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case flag(Bool)
    }

    /// A named figure or word about the span; the name is a constant.
    public struct Attribute: Sendable {
        public let key: StaticString
        public let value: Value
    }

    /// The span's own place: its `spanID` is this span's.
    public let context: TraceContext
    public let parent: SpanID?
    /// A name of few values: a route template or an operation, never an id.
    public let name: String
    public let kind: Kind
    public let start: Timestamp
    public private(set) var duration: Duration = .zero
    /// The bounded label of what went wrong, if anything did.
    public private(set) var failure: String?
    public private(set) var attributes: [Attribute] = []
    /// Attributes that found no room.
    public private(set) var droppedAttributes = 0

    public init(context: TraceContext, parent: SpanID?, name: String, kind: Kind, start: Timestamp) {
        self.context = context
        self.parent = parent
        self.name = Self.cut(name)
        self.kind = kind
        self.start = start
    }

    /// Adds an attribute. A classified value goes through `Classified.description`, as in a log.
    public mutating func set(_ key: StaticString, _ value: Value) {
        guard attributes.count < ObservabilityLimits.spanAttributes else {
            droppedAttributes += 1
            return
        }
        switch value {
        case .text(let text): attributes.append(Attribute(key: key, value: .text(Self.cut(text))))
        case .integer, .flag: attributes.append(Attribute(key: key, value: value))
        }
    }

    /// Ends the span.
    public mutating func finish(after duration: Duration, failure: StaticString? = nil) {
        self.duration = duration
        self.failure = failure.map { $0.description }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > ObservabilityLimits.spanValueBytes else { return text }
        // Repairing may turn a scalar cut in two into a longer mark, so room is left for one.
        return String(decoding: text.utf8.prefix(ObservabilityLimits.spanValueBytes - 3), as: UTF8.self)
    }
}
