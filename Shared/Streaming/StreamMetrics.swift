public import Observability

/// What streams tell about themselves. Each transport has its own series.
public struct StreamMetrics: Sendable {
    /// Which kind of stream.
    public enum Transport: String, Sendable, CaseIterable {
        case webSocket = "websocket"
        case events
    }

    let open: Gauge
    let sent: Counter
    let received: Counter
    let refused: Counter
    private let ended: MetricFamily<Counter>
    private let transport: String

    /// The series of both transports, declared together once a process.
    public static func both(in registry: MetricsRegistry) -> (webSocket: StreamMetrics, events: StreamMetrics) {
        let families = Families(registry)
        return (StreamMetrics(families, .webSocket), StreamMetrics(families, .events))
    }

    /// The series of one transport, in a process that has no other.
    public init(_ registry: MetricsRegistry, _ transport: Transport) {
        self.init(Families(registry), transport)
    }

    private init(_ families: Families, _ transport: Transport) {
        self.transport = transport.rawValue
        open = families.open.with(transport.rawValue)
        sent = families.sent.with(transport.rawValue)
        received = families.received.with(transport.rawValue)
        refused = families.refused.with(transport.rawValue)
        ended = families.ended
    }

    private struct Families {
        let open: MetricFamily<Gauge>
        let sent: MetricFamily<Counter>
        let received: MetricFamily<Counter>
        let refused: MetricFamily<Counter>
        let ended: MetricFamily<Counter>

        init(_ registry: MetricsRegistry) {
            let label = [MetricLabel.declared("transport", Transport.allCases.map(\.rawValue))]
            open = registry.gauges("streams_open", "Streams open now.", label)
            sent = registry.counters("stream_messages_sent_total", "Messages given to streams.", label)
            received = registry.counters("stream_messages_received_total", "Messages that clients sent.", label)
            refused = registry.counters(
                "stream_messages_refused_total",
                "Messages that a stream did not take, because it was over or too slow.",
                label)
            ended = registry.counters(
                "streams_ended_total", "Streams that ended, by why.", label + [.declared("reason", StreamEnd.labels)])
        }
    }

    /// Counts that nobody reads but their owner.
    public static func unread(_ transport: Transport) -> StreamMetrics {
        StreamMetrics(MetricsRegistry(), transport)
    }

    func ended(_ end: StreamEnd) {
        open.subtract()
        ended.with(transport, "\(end.label)").add()
    }
}
