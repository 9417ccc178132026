/// A policy in the form the tables compute with. Times are nanoseconds of a monotonic clock; logs hold them in ticks
/// of a power of two of nanoseconds, so coarse that a window is below 2^29 ticks and four bytes are enough.
struct RateLimitRule: Sendable {
    let limit: UInt32
    let isExact: Bool
    let window: UInt64
    let tickShift: UInt64
    /// The window in whole ticks, rounded up. A window of whole seconds up to 274 s is exact in ticks.
    let windowTicks: UInt32

    /// The policy must be free of faults.
    init(_ policy: RateLimitPolicy) {
        precondition(policy.faults.isEmpty, "only policies without faults become rules")
        limit = UInt32(policy.limit)
        isExact = policy.limit <= RateLimiterLimits.exactLimitMax
        let window = UInt64(policy.windowSeconds) * 1_000_000_000
        var shift: UInt64 = 0
        while window >> shift >= 1 << 29 { shift += 1 }
        self.window = window
        tickShift = shift
        windowTicks = UInt32((window + (1 << shift) - 1) >> shift)
    }

    /// Which window of the clock `now` falls into.
    @inline(__always)
    func epoch(_ now: UInt64) -> UInt64 { now / window }
}
