import Synchronization

/// Finished spans waiting for whoever exports them. Recording never waits: when the exporter is slow or away, new spans
/// are dropped and counted. A process that exports nothing has no queue.
public final class SpanQueue: Sendable {
    private struct State {
        var spans: [SpanRecord] = []
        var dropped = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Keeps a span of a sampled trace; others are not ours to record.
    public func record(_ span: SpanRecord) {
        guard span.context.isSampled else { return }
        state.withLock { state in
            if state.spans.count < ObservabilityLimits.spanQueue {
                state.spans.append(span)
            } else {
                state.dropped += 1
            }
        }
    }

    /// Takes the oldest spans, `limit` at most.
    public func take(atMost limit: Int) -> [SpanRecord] {
        state.withLock { state in
            let batch = Array(state.spans.prefix(limit))
            state.spans.removeFirst(batch.count)
            return batch
        }
    }

    /// Spans lost since the start.
    public var droppedSpans: Int { state.withLock { $0.dropped } }
}
