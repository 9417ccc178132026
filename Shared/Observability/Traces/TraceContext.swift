public import Identifiers

/// The identity of one distributed trace: 16 bytes, not all zero.
public struct TraceID: Sendable, Hashable {
    public let high: UInt64
    public let low: UInt64

    /// Nil for the all-zero id, which the standard reserves.
    public init?(high: UInt64, low: UInt64) {
        guard high | low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    init(from random: inout FastRandom) {
        high = random.next()
        low = random.next() | 1
    }
}

/// The identity of one span within a trace: 8 bytes, not all zero.
public struct SpanID: Sendable, Hashable {
    public let value: UInt64

    /// Nil for the all-zero id, which the standard reserves.
    public init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    init(from random: inout FastRandom) {
        value = max(random.next(), 1)
    }
}

/// The last field of `traceparent`. Bits that Trace Context level 2 does not define are never passed on.
public struct TraceFlags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue & 0x03
    }

    /// The caller may have recorded the trace.
    public static let sampled = TraceFlags(rawValue: 0x01)
    /// At least the last seven bytes of the trace id are random.
    public static let random = TraceFlags(rawValue: 0x02)
}

/// Where in which trace a piece of work stands: what travels as `traceparent` and `tracestate` (W3C Trace Context,
/// levels 1 and 2). `spanID` is the span that the holder of this value works in; a request's own span is a `child` of
/// the one that came in with it.
public struct TraceContext: Sendable, Hashable {
    public let traceID: TraceID
    public let spanID: SpanID
    public let flags: TraceFlags
    public let state: TraceState

    public init(traceID: TraceID, spanID: SpanID, flags: TraceFlags, state: TraceState = TraceState()) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
        self.state = state
    }

    /// Begins a trace. The ids are random but not secret, see `FastRandom`.
    public init(startingFrom random: inout FastRandom, sampled: Bool) {
        traceID = TraceID(from: &random)
        spanID = SpanID(from: &random)
        flags = sampled ? [.sampled, .random] : .random
        state = TraceState()
    }

    public var isSampled: Bool { flags.contains(.sampled) }

    /// A new span of the same trace, under this one.
    public func child(from random: inout FastRandom) -> TraceContext {
        TraceContext(traceID: traceID, spanID: SpanID(from: &random), flags: flags, state: state)
    }
}
