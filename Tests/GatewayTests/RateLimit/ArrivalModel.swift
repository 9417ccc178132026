@testable import GatewayCore

let second: UInt64 = 1_000_000_000

/// The definition of a sliding window, as slow and as plain as it can be: every admitted arrival, for ever.
struct ArrivalModel {
    let limit: Int
    let window: UInt64
    private(set) var admitted: [UInt64] = []

    init(limit: Int, window: UInt64) {
        self.limit = limit
        self.window = window
    }

    /// How many admitted arrivals are younger than a window.
    func count(at now: UInt64) -> Int {
        admitted.reversed().prefix { now - $0 < window }.count
    }

    mutating func admit(at now: UInt64) -> Bool {
        guard count(at: now) < limit else { return false }
        record(now)
        return true
    }

    mutating func record(_ now: UInt64) {
        admitted.append(now)
    }

    /// The most arrivals in any window that ends with one.
    var worstWindow: Int {
        var worst = 0
        var first = 0
        for (last, moment) in admitted.enumerated() {
            while moment - admitted[first] >= window { first += 1 }
            worst = max(worst, last - first + 1)
        }
        return worst
    }
}

/// A limiter with one policy and one key, for tests that look at nothing else.
struct SingleLimit {
    let limiter: RateLimiter
    let charge: RateLimitCharge

    init(limit: Int, windowSeconds: Int = 10) throws {
        limiter = try RateLimiter(
            policies: [RateLimitPolicy(name: "default", limit: limit, windowSeconds: windowSeconds)], keysMax: 64)
        charge = RateLimitCharge(policy: RateLimitPolicyIndex(place: 0), key: RateLimitKey(bits: 0x1234_5678))
    }

    func admit(at now: UInt64) -> RateLimitDecision {
        limiter.admit(charge, at: now)
    }
}
