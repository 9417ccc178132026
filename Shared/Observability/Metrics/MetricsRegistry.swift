import Synchronization

/// Every metric of a process, by name. Metrics are declared once at composition; declaring a name twice is a mistake of
/// the program and stops it there.
///
/// Names follow Prometheus: base units (`_seconds`, `_bytes`), counters end in `_total`, nothing else does.
public final class MetricsRegistry: Sendable {
    private let families = Mutex<[String: any ExposedFamily]>([:])

    public init() {}

    /// A counter without labels.
    public func counter(_ name: String, _ help: String) -> Counter {
        counters(name, help, []).with()
    }

    /// Counters told apart by labels.
    public func counters(_ name: String, _ help: String, _ labels: [MetricLabel]) -> MetricFamily<Counter> {
        precondition(name.hasSuffix("_total"), "a counter's name ends in _total")
        let family = MetricFamily(labels: labels) { Counter() }
        declare(name, FigureFamily(help: help, kind: .counter, family: family))
        return family
    }

    /// A gauge without labels.
    public func gauge(_ name: String, _ help: String) -> Gauge {
        gauges(name, help, []).with()
    }

    /// Gauges told apart by labels.
    public func gauges(_ name: String, _ help: String, _ labels: [MetricLabel]) -> MetricFamily<Gauge> {
        precondition(!name.hasSuffix("_total"), "only a counter's name ends in _total")
        let family = MetricFamily(labels: labels) { Gauge() }
        declare(name, FigureFamily(help: help, kind: .gauge, family: family))
        return family
    }

    /// A histogram without labels.
    public func histogram(_ name: String, _ help: String, _ scale: HistogramScale) -> Histogram {
        histograms(name, help, scale, []).with()
    }

    /// Histograms told apart by labels.
    public func histograms(
        _ name: String, _ help: String, _ scale: HistogramScale, _ labels: [MetricLabel]
    ) -> MetricFamily<Histogram> {
        precondition(
            !["_total", "_count", "_sum", "_bucket"].contains { name.hasSuffix($0) }, "not a histogram's name")
        let family = MetricFamily(labels: labels) { Histogram(scale) }
        declare(name, HistogramFamily(help: help, family: family))
        return family
    }

    /// A figure that somebody else keeps, asked for at each scrape. Nil is left out. `read` must not block.
    public func observed(
        _ name: String, _ help: String, as kind: ObservedKind = .gauge, _ read: @escaping @Sendable () -> Double?
    ) {
        precondition((kind == .counter) == name.hasSuffix("_total"), "counters, and only they, end in _total")
        declare(name, ObservedFamily(help: help, kind: kind, read: read))
    }

    /// Figures that somebody else keeps, told apart by labels whose values the program itself bounds, in the order in
    /// which they are to be exposed. `read` must not block.
    public func observed(
        _ name: String, _ help: String, as kind: ObservedKind = .gauge, by labels: [String],
        _ read: @escaping @Sendable () -> [(values: [String], figure: Double)]
    ) {
        precondition((kind == .counter) == name.hasSuffix("_total"), "counters, and only they, end in _total")
        precondition(labels.allSatisfy { $0.isMetricName && !$0.contains(":") }, "not a label name")
        declare(name, ObservedSeriesFamily(help: help, kind: kind, labels: labels, read: read))
    }

    private func declare(_ name: String, _ family: any ExposedFamily) {
        precondition(name.isMetricName, "not a metric name")
        families.withLock { families in
            precondition(families.count < ObservabilityLimits.metricFamilies, "too many metric families")
            precondition(families[name] == nil, "a metric is declared once")
            families[name] = family
        }
    }

    /// Appends the text exposition, version 0.0.4: families by name, series by label values, so that two scrapes differ
    /// only in their figures.
    public func expose(to bytes: inout [UInt8]) {
        let families = families.withLock { $0 }.sorted { $0.key < $1.key }
        for (name, family) in families {
            family.expose(as: name, to: &bytes)
        }
    }

    /// The content type of what `expose` appends.
    public static let contentType: StaticString = "text/plain; version=0.0.4; charset=utf-8"
}

/// What an observed figure is.
public enum ObservedKind: Sendable {
    case counter
    case gauge
}
