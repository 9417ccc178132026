import EventLoop

/// How fast a line moves: the mean time between two units that leave it, over about the last eight times that some did.
///
/// It is only counted while others are left behind, because then the connections are full and what leaves is what they
/// get done. Time and number are averaged apart: the units of one turn leave at the same moment.
struct LinePace {
    private static let weight = 0.125

    private var meanNanoseconds = 0.0
    private var meanCount = 1.0
    /// When some left last, if others stayed.
    private var since: MonotonicTime?

    /// So many have left at a moment, and so many stay.
    mutating func left(_ count: Int, staying: Int, at now: MonotonicTime) {
        if let since, count > 0 {
            let took = Double(now.nanoseconds - min(now, since).nanoseconds)
            meanNanoseconds += (took - meanNanoseconds) * Self.weight
            meanCount += (Double(count) - meanCount) * Self.weight
        }
        if count > 0 || staying == 0 { since = staying > 0 ? now : nil }
    }

    /// How long so many units take to get through.
    func duration(of units: Int) -> Duration {
        let nanoseconds = meanNanoseconds / max(meanCount, Self.weight) * Double(units)
        return .nanoseconds(nanoseconds < 1e18 ? Int64(nanoseconds) : 1_000_000_000_000_000_000)
    }
}
