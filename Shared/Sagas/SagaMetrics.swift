import Identifiers
public import Observability

/// What the sagas of a process tell about themselves.
public struct SagaMetrics: Sendable {
    let started: MetricFamily<Counter>
    let transitions: MetricFamily<Counter>
    let attempts: MetricFamily<Counter>
    let stuck: MetricFamily<Counter>
    let stale: MetricFamily<Counter>
    let lostMoves: MetricFamily<Counter>
    let decisions: MetricFamily<Counter>
    let open: MetricFamily<Gauge>
    let oldest: MetricFamily<Gauge>
    let late: Gauge
    let lateness: Histogram
    let duration: MetricFamily<Histogram>

    public init(_ registry: MetricsRegistry) {
        let saga = MetricLabel.open("saga")
        let state = MetricLabel.declared("state", SagaPhase.allCases.map(\.rawValue))
        started = registry.counters("saga_started_total", "Sagas begun.", [saga])
        transitions = registry.counters(
            "saga_transitions_total", "Moves of sagas, by the state after it.", [saga, state])
        attempts = registry.counters(
            "saga_attempts_total", "Attempts of commands, by their way and what they came to.",
            [
                saga, .declared("direction", SagaDirection.allCases.map(\.rawValue)),
                .declared("outcome", SagaStepOutcome.allCases.map(\.rawValue)),
            ])
        stuck = registry.counters(
            "saga_stuck_total", "Sagas that got stuck: an operator must decide about each.", [saga])
        stale = registry.counters(
            "saga_stale_answers_total", "Answers to commands that were not the current one any more.", [saga])
        lostMoves = registry.counters(
            "saga_moves_lost_total", "Moves that another driver had made before.", [saga])
        decisions = registry.counters(
            "saga_decisions_total", "What operators decided about stuck sagas.",
            [saga, .declared("decision", ["retried", "abandoned"])])
        open = registry.gauges("saga_open", "Sagas that have not ended, by state.", [saga, state])
        oldest = registry.gauges(
            "saga_oldest_open_seconds", "How long ago the oldest of them began.", [saga, state])
        late = registry.gauge(
            "saga_timer_late_seconds", "How long the timer that is overdue most has been so.")
        lateness = registry.histogram(
            "saga_timer_lateness_seconds", "From the moment a saga was due to its claim.", .requestSeconds)
        duration = registry.histograms(
            "saga_duration_seconds", "From the beginning of a saga to its end, by how it ended.", .requestSeconds,
            [saga, state])
    }

    /// Takes over what a look at the tables found. Every state of every type is set, so that what is gone reads zero.
    func take(_ figures: SagaFigures, of types: Set<String>, at now: Timestamp) {
        for type in types.union(figures.groups.map(\.type)) {
            for phase in SagaPhase.allCases where !phase.isFinal {
                let group = figures.groups.first { $0.type == type && $0.phase == phase }
                open.with(type, phase.rawValue).set(Int64(group?.count ?? 0))
                oldest.with(type, phase.rawValue).set(group.map { Self.seconds(from: $0.oldest, to: now) } ?? 0)
            }
        }
        late.set(figures.longestDue.map { Self.seconds(from: $0, to: now) } ?? 0)
    }

    private static func seconds(from start: Timestamp, to now: Timestamp) -> Int64 {
        start.duration(to: now).components.seconds
    }
}
