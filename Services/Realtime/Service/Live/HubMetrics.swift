public import Observability

/// What the hub tells about itself.
public struct HubMetrics: Sendable {
    let subscriptions: Gauge
    let organizations: Gauge
    let published: Counter
    let delivered: Counter
    let lost: Counter
    let replayed: Counter
    let resets: Counter
    let kept: Gauge

    public init(_ registry: MetricsRegistry) {
        subscriptions = registry.gauge("live_subscriptions", "Clients that watch now.")
        organizations = registry.gauge("live_organizations", "Organisations with clients that watch now.")
        published = registry.counter("live_messages_published_total", "Messages given to the hub.")
        delivered = registry.counter("live_messages_delivered_total", "Messages taken by clients' streams.")
        lost = registry.counter(
            "live_subscriptions_lost_total", "Subscriptions that ended because their stream took no more.")
        replayed = registry.counter("live_messages_replayed_total", "Messages sent again to clients that came back.")
        resets = registry.counter(
            "live_resets_total", "Clients that came back and were told to fetch anew what they show.")
        kept = registry.gauge("live_messages_kept", "Messages kept for clients that come back.")
    }

    /// Counts that nobody reads but their owner.
    public init() {
        self.init(MetricsRegistry())
    }
}
