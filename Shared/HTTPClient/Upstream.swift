public import EventLoop
public import HTTPWire

/// One upstream as one loop sees it: its endpoints, their pooled connections, and the rules for choosing, waiting,
/// retrying and giving up.
///
/// Purpose: the gateway sends every proxied request through `exchange`, services call each other through
/// `HTTPCaller`, which stands on the same call. A request on a pooled connection with a small answer costs one send,
/// one wait and one receive.
///
/// Model: an upstream belongs to its loop; so does everything below it. Nothing here is locked, no request starts a
/// task (only a body that cannot be sent at once does), and nobody hops threads.
///
///     exchange ─▶ pick endpoint ─▶ idle connection ─┐
///                 │ none idle, room ─▶ connect ─────┼─▶ send ─▶ head ─▶ Exchange ─▶ body ─▶ idle or closed
///                 └ all busy ─▶ wait in line ───────┘
///
/// An endpoint is chosen by the fewest outstanding requests among those that are healthy; `EndpointHealth` learns
/// from how exchanges end. A connection goes back to the pool only when the response ended by its own framing, both
/// sides want to keep it, the request was sent to its end and nothing else arrived; in every other case it is closed.
///
/// Failure: every way an exchange can end without a complete response is an `UpstreamFault`. A request is sent a
/// second time, once, only when it cannot have reached the upstream (no connection could be opened), or when it is
/// idempotent and went into a pooled connection that the peer had closed; and only within the retry budget.
///
/// Not here: TLS, HTTP/2, name resolution, redirects, content codings, caching, and the decision to open a breaker.
// Safety: `exchange`, `close` and whatever they call check that they run on the loop's thread; closures given to the
// loop's timers and watches run there too.
public final class Upstream: @unchecked Sendable {
    /// How this upstream is called in metrics and logs.
    public let name: String
    /// The loop it belongs to.
    public let loop: Loop
    /// What it was configured with.
    public let limits: UpstreamLimits

    /// What it has done and is doing. Read on the loop.
    public internal(set) var counters = UpstreamCounters()

    /// Says of a final response's status whether it is held against the endpoint as a failure. By default no status
    /// is: an endpoint that answers works.
    public var countsAsFailure: ((HTTPStatus) -> Bool)?

    /// What ejections are measured by.
    let clock: () -> MonotonicTime
    let timeouts: ExchangeTimeouts

    var endpoints: [UpstreamEndpoint]
    var firstChoice = 0
    var waiters: [PoolWaiter] = []
    var budget: RetryBudget
    var idleTimer: TimerID?
    var isIdleTimerArmed = false
    var isClosed = false
    var drainers: [OneShot<Void>] = []
    let connecting: TaskSet

    /// An upstream with these endpoints. Must be called on the loop, as must everything else. Whoever makes one
    /// closes it; until then its timer keeps it alive.
    ///
    /// `clock` is what ejections are measured by; tests give one of their own.
    public init(
        name: String, endpoints: [SocketAddress], on loop: Loop, limits: UpstreamLimits = UpstreamLimits(),
        clock: (() -> MonotonicTime)? = nil
    ) {
        loop.checkIsolated()
        self.name = name
        self.loop = loop
        self.limits = limits
        self.clock = clock ?? { [unowned loop] in loop.now }
        self.endpoints = endpoints.map(UpstreamEndpoint.init)
        timeouts = ExchangeTimeouts(head: limits.headTimeout, bodyIdle: limits.bodyIdleTimeout)
        budget = RetryBudget(percent: limits.retryBudgetPercent, savedMax: limits.retryBudgetMax)
        connecting = TaskSet(on: loop)
    }

    /// How the endpoints are, for an operator's page.
    public var endpointStates: [EndpointState] {
        let now = clock()
        return endpoints.map { endpoint in
            EndpointState(
                address: endpoint.address, isHealthy: endpoint.health.isHealthy,
                takesRequests: endpoint.health.takesRequests(at: now), outstanding: endpoint.outstanding,
                open: endpoint.openCount, idle: endpoint.idle.count)
        }
    }

    /// One endpoint as an operator sees it.
    public struct EndpointState: Sendable, Equatable {
        public let address: SocketAddress
        /// Not ejected.
        public let isHealthy: Bool
        /// Healthy, or its ejection is over and the next request finds out.
        public let takesRequests: Bool
        /// Requests under way.
        public let outstanding: Int
        /// Connections open or being opened.
        public let open: Int
        /// Connections without a request.
        public let idle: Int
    }
}
