import HTTPServer
import HTTPWire
import Identifiers
import Observability
import PlatformProtocol
import ServiceRuntime

/// What the gateway counts. Handles are resolved when it starts; counting a request is a few atomic additions.
final class GatewayMetrics: Sendable {
    let registry: MetricsRegistry
    let requests: Counter
    let verifiedTokens: Counter
    let refusedTokens: MetricFamily<Counter>
    let limited: Counter
    let upstreamFaults: MetricFamily<Counter>
    let tunnels: Gauge
    private let routes: [RouteMetrics]
    private let unrouted: RouteMetrics

    init(in registry: MetricsRegistry, limiter: RateLimiter) {
        self.registry = registry
        requests = registry.counter("gateway_requests_total", "Requests answered, whatever the answer.")
        verifiedTokens = registry.counter(
            "gateway_tokens_verified_total", "User tokens whose signature was checked and held.")
        refusedTokens = registry.counters(
            "gateway_tokens_refused_total", "User tokens that were refused, by reason.", [.open("reason")])
        limited = registry.counter("gateway_requests_limited_total", "Requests refused by a rate limit.")
        upstreamFaults = registry.counters(
            "gateway_upstream_faults_total", "Requests a service gave no complete answer to, by what went wrong.",
            [.open("upstream"), .open("fault")])
        tunnels = registry.gauge("gateway_tunnels_open", "WebSocket connections passing through.")
        let families = RequestMetrics(in: registry)
        routes = PermissionTable.operations.map { families.route($0.path, method: "\($0.method.name)") }
        unrouted = families.route("none", method: "any")
        registry.observed("gateway_rate_limit_keys", "Callers that are counted at this moment.", as: .gauge) {
            Double(limiter.usage.keys)
        }
        registry.observed(
            "gateway_rate_limit_overflows_total", "Decisions taken with a shared count because all places were taken.",
            as: .counter
        ) { Double(limiter.usage.overflows) }
    }

    func record(route: Int, status: Int, duration: Duration) {
        requests.add()
        (routes.indices.contains(route) ? routes[route] : unrouted).record(status: status, duration: duration)
    }
}

/// One line and a few counts for each request that was answered.
struct GatewayTelemetry: Sendable {
    let logger: Logger
    let metrics: GatewayMetrics
    let failures: RecentErrors
    let clock: any WallClock
    private let templates: [String] = PermissionTable.operations.map(\.path)
    private let methods: [String] = HTTPMethod.allCases.map { "\($0.name)" }

    init(logger: Logger, metrics: GatewayMetrics, failures: RecentErrors, clock: any WallClock) {
        self.logger = logger
        self.metrics = metrics
        self.failures = failures
        self.clock = clock
    }

    /// Called on the loop after each answer.
    func observe(_ exchange: ServerExchange) {
        let notes = exchange.notes
        let duration = exchange.elapsed
        metrics.record(route: notes.route, status: notes.status, duration: duration)
        let context = LogContext(
            trace: exchange.trace, requestID: exchange.requestID, organization: notes.organization)
        let logger = logger.with(context)
        logger.access(
            AccessRecord(
                method: methods[Int(exchange.head.method.rawValue)],
                route: templates.indices.contains(notes.route) ? templates[notes.route] : "none",
                status: notes.status, duration: duration, bytesIn: notes.bytesReceived, bytesOut: notes.bytesSent,
                upstream: notes.upstream))
        guard notes.status >= 500 else { return }
        failures.record(at: clock.now)
        if let failure = exchange.failure { logger.error("request failed", failure) }
    }
}
