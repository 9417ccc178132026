/// How long units took, in microseconds.
struct Latencies: Sendable {
    private var values: [UInt32] = []

    mutating func add(_ duration: Duration) {
        values.append(
            UInt32(
                clamping: duration.components.seconds * 1_000_000
                    + duration.components.attoseconds / 1_000_000_000_000))
    }

    var count: Int { values.count }

    /// The smallest value that `share` of all do not exceed; 0 of nothing.
    func quantile(_ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return Double(values.sorted()[min(max(rank, 1), values.count) - 1])
    }
}
