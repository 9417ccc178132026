/// A half-open span of time, `start` in it and `end` not, that is never empty: two bookings of which one ends when the
/// other begins do not overlap.
public struct TimeWindow: Sendable, Hashable {
    public let start: Timestamp
    public let end: Timestamp

    /// Refuses a window that is empty or backwards, so that nothing after this has to ask.
    public init(start: Timestamp, end: Timestamp) throws(TimeWindowFault) {
        guard start < end else { throw .endNotAfterStart }
        self.start = start
        self.end = end
    }

    public var duration: Duration { start.duration(to: end) }

    /// Whether the moment lies in the window.
    public func contains(_ moment: Timestamp) -> Bool { start <= moment && moment < end }

    /// Whether all of the other window lies in this one.
    public func contains(_ other: TimeWindow) -> Bool { start <= other.start && other.end <= end }

    /// Whether any moment lies in both.
    public func overlaps(_ other: TimeWindow) -> Bool { start < other.end && other.start < end }

    /// The window with time around it: set-up, tear-down, travel. Negative durations shrink it.
    public func extended(before: Duration, after: Duration) throws(TimeWindowFault) -> TimeWindow {
        try TimeWindow(start: start.advanced(by: .zero - before), end: end.advanced(by: after))
    }
}

/// Why two moments do not make a window.
public enum TimeWindowFault: Error, Sendable, Hashable {
    case endNotAfterStart

    /// For metrics and log lines.
    public var label: StaticString { "end_not_after_start" }
}
