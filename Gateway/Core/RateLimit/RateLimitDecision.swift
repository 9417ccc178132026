import Bytes

/// How one policy stands after a decision.
struct RateLimitStanding: Sendable, Equatable {
    let policy: RateLimitPolicyIndex
    /// Whether this policy had room.
    let isAdmitted: Bool
    /// How many more requests would be admitted right now.
    let remaining: UInt32
    /// How long until `remaining` grows, in nanoseconds from the moment of the decision; zero when nothing is counted.
    let wait: UInt64

    /// `wait` in whole seconds, rounded up, so that who waits this long finds room; never more than the window. By the
    /// rounding to ticks, and by what one loop's clock is behind another's, `wait` itself can be a few nanoseconds or a
    /// turn of a loop longer: less than the client's next request takes to get here.
    func waitSeconds(ofWindow window: Int) -> UInt64 {
        min(wait / 1_000_000_000 + (wait % 1_000_000_000 == 0 ? 0 : 1), UInt64(window))
    }
}

/// The place in which a request that is under way is counted, until it lands.
struct RateLimitFlight: Sendable, Equatable {
    let shard: UInt8
    let place: Int32
}

/// The outcome of charging a request under several policies: admitted by all, or charged to none.
struct RateLimitDecision: Sendable {
    private var standings: InlineArray<4, RateLimitStanding>
    private(set) var count: Int
    private(set) var isAdmitted: Bool
    /// Refused because too many requests of the key are under way, whatever the windows say.
    private(set) var isCrowded = false
    /// To be landed when the request has ended; nil when it was refused or is not counted.
    var flight: RateLimitFlight?

    init() {
        standings = InlineArray(
            repeating: RateLimitStanding(
                policy: RateLimitPolicyIndex(place: 0), isAdmitted: true, remaining: 0, wait: 0))
        count = 0
        isAdmitted = true
    }

    @inline(__always)
    subscript(index: Int) -> RateLimitStanding { standings[index] }

    @inline(__always)
    mutating func reserve(_ wanted: Int) {
        count = wanted
    }

    /// Settles that nothing is charged.
    @inline(__always)
    mutating func refuse() {
        isAdmitted = false
    }

    /// Settles that nothing is charged, because too much is under way.
    mutating func crowd() {
        isAdmitted = false
        isCrowded = true
    }

    @inline(__always)
    mutating func record(_ standing: RateLimitStanding, at index: Int) {
        standings[index] = standing
        isAdmitted = isAdmitted && standing.isAdmitted
    }
}
