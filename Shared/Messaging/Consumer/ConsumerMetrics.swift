public import Observability

/// What consumers tell about themselves. Made once a process; each consumer has its own series.
public struct ConsumerMetrics: Sendable {
    let events: MetricFamily<Counter>
    let handling: MetricFamily<Histogram>
    let age: MetricFamily<Histogram>
    let stalls: MetricFamily<Counter>
    let lag: MetricFamily<Gauge>
    let oldestAge: MetricFamily<Gauge>
    let waiting: MetricFamily<Gauge>
    let paused: MetricFamily<Gauge>
    let parkedKeys: MetricFamily<Gauge>
    let parkedEvents: MetricFamily<Gauge>
    let oldestParked: MetricFamily<Gauge>
    let deadLetters: MetricFamily<Gauge>

    /// What became of an event, or of one attempt at it.
    enum Outcome: String, CaseIterable {
        /// It took effect.
        case done
        /// It had taken effect before.
        case duplicate
        /// Nobody here asked for its type.
        case ignored
        /// It waits for another attempt, or behind one of its key that does.
        case parked
        /// It lies with the dead letters.
        case dead
        /// The attempt failed.
        case failed
        /// The attempt was prevented.
        case stalled
        /// The attempt was ended by a shutdown or a revocation.
        case cancelled
    }

    public init(_ registry: MetricsRegistry) {
        let consumer = [MetricLabel.open("consumer")]
        let topic = consumer + [MetricLabel.open("topic")]
        events = registry.counters(
            "consumer_events_total", "Events, and attempts at them, by what became of them.",
            topic + [.declared("outcome", Outcome.allCases.map(\.rawValue))])
        handling = registry.histograms(
            "consumer_handler_seconds", "How long events took to handle, commit included.", .requestSeconds, topic)
        age = registry.histograms(
            "consumer_effect_seconds", "From an event's time to its effect.", .requestSeconds, topic)
        stalls = registry.counters(
            "consumer_faults_total", "Why attempts failed or were prevented, and what the cluster refused.",
            consumer + [.open("label")])
        lag = registry.gauges("consumer_lag", "Events published and not dealt with.", topic)
        oldestAge = registry.gauges(
            "consumer_oldest_age_seconds", "How old the oldest event is that was taken and not dealt with.", consumer)
        waiting = registry.gauges("consumer_waiting", "Events taken that wait for their lane.", consumer)
        paused = registry.gauges("consumer_paused_partitions", "Partitions that are not fetched.", consumer)
        parkedKeys = registry.gauges("consumer_parked_keys", "Keys of which nothing is handled for now.", consumer)
        parkedEvents = registry.gauges(
            "consumer_parked_events", "Events that wait in the lines of such keys.", consumer)
        oldestParked = registry.gauges(
            "consumer_parked_oldest_age_seconds", "For how long the oldest of such keys is parked.", consumer)
        deadLetters = registry.gauges(
            "consumer_dead_letters_open", "Dead letters of which nothing is decided.", consumer)
    }
}
