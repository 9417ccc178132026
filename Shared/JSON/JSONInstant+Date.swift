public import FoundationEssentials

extension JSONInstant {
    /// The nearest microsecond, clamped to the range of instants.
    public init(_ date: Date) {
        let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
        self.init(clamping: Int64(exactly: microseconds) ?? (microseconds < 0 ? .min : .max))
    }
}

extension Date {
    /// The instant, as exactly as a Date can hold it.
    public init(_ instant: JSONInstant) {
        self.init(timeIntervalSince1970: Double(instant.microseconds) / 1_000_000)
    }
}
