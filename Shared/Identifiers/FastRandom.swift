/// A small, fast pseudo-random sequence (xoshiro256**: 256 bits of state, period 2^256 − 1) for ids, sampling and
/// jitter. Predictable to whoever sees enough of it: never use it for a key, a token, or anything that guards.
public struct FastRandom: RandomNumberGenerator, Sendable {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64
    private var fourth: UInt64

    /// Takes its whole state from `source`, so that two sequences never meet by chance.
    public init(seededFrom source: inout some RandomNumberGenerator) {
        first = source.next()
        second = source.next()
        third = source.next()
        // The one state the sequence cannot leave is all zeros.
        fourth = source.next() | 1
    }

    @inline(__always)
    public mutating func next() -> UInt64 {
        let product = second &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = second << 17
        third ^= first
        fourth ^= second
        second ^= third
        first ^= fourth
        third ^= shifted
        fourth = fourth << 45 | fourth >> 19
        return result
    }
}
