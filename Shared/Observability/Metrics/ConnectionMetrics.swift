/// What becomes of the connections to a server, before and beside the requests on them. One of these may count for
/// several loops.
public struct ConnectionMetrics: Sendable {
    /// Connections open now.
    public let open: Gauge
    /// Connections taken from the kernel.
    public let accepted: Counter
    /// Of these, those closed at once because too many were open.
    public let refused: Counter
    /// Times that none could be taken, for want of descriptors or memory.
    public let acceptFailures: Counter
    /// Connections that ended because what came was no HTTP.
    public let malformed: Counter
    /// Connections that ended because a head did not come in time.
    public let timeouts: Counter

    /// Counts that nobody reads but their owner.
    public init() {
        self.init(in: MetricsRegistry(), prefix: "http")
    }

    init(in registry: MetricsRegistry, prefix: String) {
        open = registry.gauge("\(prefix)_connections_open", "Connections open now.")
        accepted = registry.counter("\(prefix)_connections_accepted_total", "Connections taken from the kernel.")
        refused = registry.counter(
            "\(prefix)_connections_refused_total", "Connections closed at once because too many were open.")
        acceptFailures = registry.counter(
            "\(prefix)_accept_failures_total",
            "Times that no connection could be taken, for want of descriptors or memory.")
        malformed = registry.counter(
            "\(prefix)_connections_malformed_total", "Connections ended because what came was no HTTP we accept.")
        timeouts = registry.counter(
            "\(prefix)_connections_timed_out_total", "Connections ended because a head did not come in time.")
    }
}
