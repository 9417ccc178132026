import EventLoop
import KafkaClient
public import Observability

/// What relays tell about themselves. Made once a process; each relay has its own series.
public struct RelayMetrics: Sendable {
    let leader: MetricFamily<Gauge>
    let rows: MetricFamily<Gauge>
    let oldestAge: MetricFamily<Gauge>
    let quarantined: MetricFamily<Gauge>
    let batchRows: MetricFamily<Histogram>
    let latency: MetricFamily<Histogram>
    let sent: MetricFamily<Counter>
    let faults: MetricFamily<Counter>
    let producers: MetricFamily<Gauge>

    public init(_ registry: MetricsRegistry) {
        let relay = [MetricLabel.open("relay")]
        leader = registry.gauges("outbox_relay_leader", "Whether this relay holds its database's lock.", relay)
        rows = registry.gauges("outbox_rows", "Events that wait to be sent, roughly.", relay)
        oldestAge = registry.gauges(
            "outbox_oldest_age_seconds", "How long the oldest of them has waited.", relay)
        quarantined = registry.gauges(
            "outbox_quarantined_keys", "Keys held back because the broker refuses their oldest event.", relay)
        batchRows = registry.histograms(
            "outbox_batch_rows", "Events sent together.",
            .counts([1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000]), relay)
        latency = registry.histograms(
            "outbox_publish_seconds", "From the writing of an event to the broker's acknowledgement.",
            .requestSeconds, relay)
        sent = registry.counters("outbox_sent_total", "Events that the broker acknowledged.", relay)
        faults = registry.counters(
            "outbox_faults_total", "What went wrong, by its label.", [.open("relay"), .open("label")])
        producers = registry.gauges("outbox_producers_made", "Producers made since the start.", relay)
    }
}
