import Glibc
public import Identifiers

/// The machine's clock, which follows UTC and may be set back. For deadlines and durations use `MonotonicTime`.
public struct SystemWallClock: WallClock {
    public init() {}

    public var now: Timestamp {
        var time = timespec()
        // Safety: the call fills the one structure it is lent; CLOCK_REALTIME always exists.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
