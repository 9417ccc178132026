/// How long to wait before trying again: full jitter below a bound that doubles with each failure, so that those who
/// failed together do not come back together.
package struct Backoff: Sendable, Equatable {
    package let first: Duration
    package let longest: Duration

    package init(_ first: Duration, upTo longest: Duration) {
        precondition(first > .zero && first <= longest, "a pause grows from something")
        self.first = first
        self.longest = longest
    }

    /// The bound after so many failures, counted from 1.
    package func bound(after failures: Int) -> Duration {
        let doublings = min(max(failures, 1) - 1, 30)
        // The quotient first: the product of a long pause and a large power would not fit.
        return longest / (1 << doublings) <= first ? longest : first * (1 << doublings)
    }

    /// A pause drawn evenly from nothing up to the bound.
    package func pause(after failures: Int, _ random: inout some RandomNumberGenerator) -> Duration {
        let (seconds, attoseconds) = bound(after: failures).components
        let microseconds = UInt64(clamping: seconds) * 1_000_000 + UInt64(clamping: attoseconds / 1_000_000_000_000)
        return .microseconds(Int64(clamping: random.next(upperBound: microseconds + 1)))
    }
}
