import EventLoop

/// The time a peer has left to move its next bytes. Every byte buys a little time, but never more than the grace: a
/// peer that was fast and now stalls is given up as soon as one that never moved, and one that drips a byte now and
/// then is given up all the same.
struct Pace {
    private let grace: Duration
    private let bytesPerSecondMin: Int

    /// When the peer is given up.
    private(set) var deadline: MonotonicTime

    init(from start: MonotonicTime, grace: Duration, bytesPerSecondMin: Int) {
        self.grace = grace
        self.bytesPerSecondMin = max(1, bytesPerSecondMin)
        deadline = start + grace
    }

    mutating func moved(_ bytes: Int, at now: MonotonicTime) {
        let bought = Duration.microseconds(Int64(clamping: UInt64(bytes) * 1_000_000 / UInt64(bytesPerSecondMin)))
        deadline = min(deadline + bought, now + grace)
    }
}
