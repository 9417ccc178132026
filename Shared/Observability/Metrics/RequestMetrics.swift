/// Rate, errors and duration of requests, for each route template. The handles of a route are resolved when the route
/// table is built; a request then costs a few atomic additions.
public struct RequestMetrics: Sendable {
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>

    /// Requests being served now.
    public let inFlight: Gauge

    /// The connections they come over.
    public let connections: ConnectionMetrics

    /// Declares the families `http_requests_total`, `http_request_duration_seconds` and `http_requests_in_flight` and
    /// those of the connections, or the same with another prefix.
    public init(in registry: MetricsRegistry, prefix: String = "http") {
        requests = registry.counters(
            "\(prefix)_requests_total",
            "Requests by route template, method and class of status; 499: the client left before its answer.",
            [.open("route"), .open("method"), .declared("status", Self.classes + [Self.clientGone])])
        durations = registry.histograms(
            "\(prefix)_request_duration_seconds", "Time from the last byte of the head to the last byte answered.",
            .requestSeconds, [.open("route"), .open("method")])
        inFlight = registry.gauge("\(prefix)_requests_in_flight", "Requests being served now.")
        connections = ConnectionMetrics(in: registry, prefix: prefix)
    }

    static let classes = ["1xx", "2xx", "3xx", "4xx", "5xx"]
    /// Apart from the other 4xx: nobody asked for anything wrong.
    static let clientGone = "499"

    /// The handles of one route: by template and method as the route table declares them, never by what was asked.
    public func route(_ template: String, method: String) -> RouteMetrics {
        RouteMetrics(
            byClass: Self.classes.map { requests.with(template, method, $0) },
            clientGone: requests.with(template, method, Self.clientGone),
            other: requests.with(template, method, MetricLabel.other),
            durations: durations.with(template, method))
    }
}

/// The metrics of one route.
public struct RouteMetrics: Sendable {
    let byClass: [Counter]
    let clientGone: Counter
    let other: Counter
    let durations: Histogram

    /// Counts one answered request.
    public func record(status: Int, nanoseconds: UInt64) {
        let index = status / 100 - 1
        if status == 499 {
            clientGone.add()
        } else {
            (byClass.indices.contains(index) ? byClass[index] : other).add()
        }
        durations.record(steps: nanoseconds)
    }
}
