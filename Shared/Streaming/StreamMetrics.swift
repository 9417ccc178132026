public import Observability

/// What streams tell about themselves. Made once a process for each transport.
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

    /// The series of one transport.
    public init(_ registry: MetricsRegistry, _ transport: Transport) {
        let label = [MetricLabel.declared("transport", Transport.allCases.map(\.rawValue))]
        self.transport = transport.rawValue
        open = registry.gauges("streams_open", "Streams open now.", label).with(transport.rawValue)
        sent = registry.counters("stream_messages_sent_total", "Messages given to streams.", label)
            .with(transport.rawValue)
        received = registry.counters("stream_messages_received_total", "Messages that clients sent.", label)
            .with(transport.rawValue)
        refused = registry.counters(
            "stream_messages_refused_total", "Messages that a stream did not take, because it was over or too slow.",
            label
        ).with(transport.rawValue)
        ended = registry.counters(
            "streams_ended_total", "Streams that ended, by why.", label + [.declared("reason", StreamEnd.labels)])
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
