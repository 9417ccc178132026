import EventLoop

/// Whether an endpoint takes requests, learned from how they ended. Pure: it is told the time and what happened.
///
///     healthy ──failures in a row──▶ ejected(until) ──time passed, one request──▶ probing
///        ▲                              ▲                                           │
///        └───────────── success ────────┼───────────────────────────────────────────┤
///                                       └──── failure, twice as long ───────────────┘
struct EndpointHealth {
    enum State: Equatable {
        /// Takes requests. Can transition to: ejected.
        case healthy
        /// Takes none before `until`, and then one. Can transition to: probing.
        case ejected(until: MonotonicTime)
        /// One request is finding out whether the endpoint works again. Can transition to: healthy, ejected.
        case probing
    }

    private(set) var state = State.healthy
    private var failuresInRow = 0
    /// Ejections that each came soon after the one before.
    private var ejectionsInRow = 0
    private var lastEjection = Duration.zero
    private var healthySince = MonotonicTime(nanoseconds: 0)

    var isHealthy: Bool { state == .healthy }

    func takesRequests(at now: MonotonicTime) -> Bool {
        switch state {
        case .healthy: true
        case .ejected(let until): until <= now
        case .probing: false
        }
    }

    /// A request is being sent to the endpoint, which takes requests.
    mutating func began() {
        if case .ejected = state { state = .probing }
    }

    mutating func succeeded(at now: MonotonicTime) {
        failuresInRow = 0
        guard state == .probing else { return }
        state = .healthy
        healthySince = now
    }

    /// Returns whether the endpoint is ejected by this failure. One that is healthy stays so when `mayEject` is false:
    /// too many others are ejected already.
    mutating func failed(at now: MonotonicTime, mayEject: Bool, limits: UpstreamLimits) -> Bool {
        switch state {
        case .healthy:
            failuresInRow += 1
            guard failuresInRow >= limits.failuresToEject, mayEject else { return false }
            // An endpoint that then worked for as long as it had been out begins anew.
            if now - healthySince > lastEjection { ejectionsInRow = 0 }
        case .probing:
            break
        case .ejected:
            // A request that was under way when the endpoint was ejected.
            return false
        }
        failuresInRow = 0
        lastEjection = min(limits.ejectionMin * (1 << min(ejectionsInRow, 20)), limits.ejectionMax)
        ejectionsInRow += 1
        state = .ejected(until: now + lastEjection)
        return true
    }

    /// The request ended without saying anything about the endpoint: another one may probe.
    mutating func undecided(at now: MonotonicTime) {
        if state == .probing { state = .ejected(until: now) }
    }
}
