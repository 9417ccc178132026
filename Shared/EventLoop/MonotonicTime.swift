import Glibc

/// A moment on the machine's monotonic clock: never goes back, does not follow the wall clock, means nothing to
/// another machine. Deadlines are moments of this kind.
public struct MonotonicTime: Sendable, Hashable, Comparable {
    public var nanoseconds: UInt64

    @inlinable
    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The clock, read now. A loop's own `now` is cheaper and good enough for deadlines.
    public static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
    }

    /// A moment no timer reaches.
    public static let never = MonotonicTime(nanoseconds: .max)

    @inlinable
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// Saturates at the ends: a deadline computed from a huge duration is `never`, not a trap.
    @inlinable
    public static func + (moment: MonotonicTime, duration: Duration) -> MonotonicTime {
        let delta = duration.wholeNanoseconds
        guard delta >= 0 else {
            let (difference, overflow) = moment.nanoseconds.subtractingReportingOverflow(delta.magnitude)
            return MonotonicTime(nanoseconds: overflow ? 0 : difference)
        }
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(UInt64(delta))
        return MonotonicTime(nanoseconds: overflow ? .max : sum)
    }

    /// This moment and `nanoseconds` more, `never` when that is out of reach. For what is asked many times a request: a
    /// `Duration` costs a division of 128 bits each time.
    @inlinable
    public func after(_ nanoseconds: UInt64) -> MonotonicTime {
        let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
        return overflow ? .never : MonotonicTime(nanoseconds: sum)
    }

    /// How long after `earlier` this moment lies; negative when it lies before.
    @inlinable
    public static func - (later: MonotonicTime, earlier: MonotonicTime) -> Duration {
        later < earlier
            ? .zero - .nanoseconds(Int64(clamping: earlier.nanoseconds - later.nanoseconds))
            : .nanoseconds(Int64(clamping: later.nanoseconds - earlier.nanoseconds))
    }
}

/// For what is written for any clock, such as the keep-alive of `HTTPWire`.
extension MonotonicTime: InstantProtocol {
    public func advanced(by duration: Duration) -> MonotonicTime { self + duration }
    public func duration(to later: MonotonicTime) -> Duration { later - self }
}

extension Duration {
    /// The duration in nanoseconds, zero when it is negative.
    @inlinable
    public var clampedNanoseconds: UInt64 { UInt64(max(0, wholeNanoseconds)) }

    /// The duration in nanoseconds, clamped to what an `Int64` holds (292 years).
    @inlinable
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, tooFar) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return tooFar ? (seconds < 0 ? .min : .max) : sum
    }
}
