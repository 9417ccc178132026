/// One request counted against one key under one policy.
struct RateLimitCharge: Sendable, Hashable {
    let policy: RateLimitPolicyIndex
    let key: RateLimitKey
}

/// What one request is counted against, all at once, without a heap allocation.
struct RateLimitCharges: Sendable {
    private var places: InlineArray<4, RateLimitCharge>
    private(set) var count: Int
    /// How many requests the key of the first charge may have under way at once, this one included; 0 when they are
    /// not counted.
    var flightsMax: UInt32 = 0

    init() {
        places = InlineArray(
            repeating: RateLimitCharge(policy: RateLimitPolicyIndex(place: 0), key: RateLimitKey(bits: 0)))
        count = 0
    }

    /// Adds a charge. A policy is charged once per request; asking for more is a mistake of ours.
    mutating func append(_ charge: RateLimitCharge) {
        precondition(count < RateLimiterLimits.chargesMax, "at most four charges are decided together")
        for index in 0..<count {
            precondition(places[index].policy != charge.policy, "a policy is charged once per request")
        }
        places[count] = charge
        count += 1
    }

    @inline(__always)
    subscript(index: Int) -> RateLimitCharge { places[index] }
}
