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

    /// `wait` in whole seconds, rounded up, so that who waits this long finds room.
    var waitSeconds: UInt64 {
        wait / 1_000_000_000 + (wait % 1_000_000_000 == 0 ? 0 : 1)
    }
}

/// The outcome of charging a request under several policies: admitted by all, or charged to none.
struct RateLimitDecision: Sendable {
    private var standings: InlineArray<4, RateLimitStanding>
    private(set) var count: Int
    private(set) var isAdmitted: Bool

    init() {
        standings = InlineArray(
            repeating: RateLimitStanding(
                policy: RateLimitPolicyIndex(place: 0), isAdmitted: true, remaining: 0, wait: 0))
        count = 0
        isAdmitted = true
    }

    @inline(__always)
    subscript(index: Int) -> RateLimitStanding { standings[index] }

    /// Seconds after which the same request finds room under every policy that had none; zero when admitted.
    var retryAfterSeconds: UInt64 {
        var longest: UInt64 = 0
        for index in 0..<count where !standings[index].isAdmitted {
            longest = max(longest, standings[index].waitSeconds)
        }
        return longest
    }

    @inline(__always)
    mutating func reserve(_ wanted: Int) {
        count = wanted
    }

    /// Settles that nothing is charged.
    @inline(__always)
    mutating func refuse() {
        isAdmitted = false
    }

    @inline(__always)
    mutating func record(_ standing: RateLimitStanding, at index: Int) {
        standings[index] = standing
        isAdmitted = isAdmitted && standing.isAdmitted
    }
}
