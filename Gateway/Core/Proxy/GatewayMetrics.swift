import Observability

/// What the gateway counts. Handles are resolved when it starts; counting a request is a few atomic additions.
final class GatewayMetrics: Sendable {
    let registry: MetricsRegistry
    let verifiedTokens: Counter
    let refusedTokens: MetricFamily<Counter>
    let limited: Counter
    let crowded: Counter
    let bodiesRefused: Counter
    let tunnels: Gauge

    init(in registry: MetricsRegistry, limiter: RateLimiter, heldBodies: HeldBodies) {
        self.registry = registry
        verifiedTokens = registry.counter(
            "gateway_tokens_verified_total", "User tokens whose signature was checked and held.")
        refusedTokens = registry.counters(
            "gateway_tokens_refused_total", "User tokens that were refused, by reason.", [.open("reason")])
        limited = registry.counter("gateway_requests_limited_total", "Requests refused by a rate limit.")
        crowded = registry.counter(
            "gateway_requests_crowded_total", "Requests refused because too many of their caller were under way.")
        bodiesRefused = registry.counter(
            "gateway_bodies_refused_total",
            "Requests refused because too many bodies were arriving: no memory to hold it, or no connection to spare.")
        registry.observed("gateway_bodies_held_bytes", "Memory that bodies still arriving take.", as: .gauge) {
            Double(heldBodies.bytes)
        }
        tunnels = registry.gauge("gateway_tunnels_open", "WebSocket connections passing through.")
        registry.observed("gateway_rate_limit_keys", "Callers that are counted at this moment.", as: .gauge) {
            Double(limiter.usage.keys)
        }
        registry.observed(
            "gateway_rate_limit_overflows_total", "Decisions taken with a shared count because all places were taken.",
            as: .counter
        ) { Double(limiter.usage.overflows) }
    }
}
