public import Identifiers

/// Collects the trace headers of one request as they are met, in any order and split over any number of lines, and
/// decides at the end: an invalid or repeated `traceparent` means a new trace without state; an invalid `tracestate`
/// loses only the state.
public struct TraceContextReader: Sendable {
    private var parent: TraceContext?
    private var parentLines = 0
    private var state = TraceState()
    private var stateIsValid = true

    public init() {}

    /// Takes the value of one `traceparent` line.
    public mutating func traceparent(_ value: Span<UInt8>) {
        parentLines += 1
        parent = parentLines == 1 ? TraceContext(traceparent: value) : nil
    }

    /// Takes the value of one `tracestate` line.
    public mutating func tracestate(_ value: Span<UInt8>) {
        stateIsValid = stateIsValid && state.append(line: value)
    }

    /// The caller's span, or nil when the request brought no valid one.
    public var caller: TraceContext? {
        guard let parent else { return nil }
        return TraceContext(
            traceID: parent.traceID, spanID: parent.spanID, flags: parent.flags,
            state: stateIsValid ? state : TraceState())
    }

    /// The span the request is served in: a child of the caller's, or the first of a new trace.
    public func served(from random: inout FastRandom, sampleNewTraces: Bool) -> TraceContext {
        caller?.child(from: &random) ?? TraceContext(startingFrom: &random, sampled: sampleNewTraces)
    }
}
