extension [Double] {
    /// The middle value, or the mean of the two in the middle; nil of nothing.
    var median: Double? {
        guard !isEmpty else { return nil }
        let sorted = sorted()
        let middle = count / 2
        return count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The smallest value that `share` of all do not exceed; nil of nothing.
    func quantile(_ share: Double) -> Double? {
        guard !isEmpty else { return nil }
        let rank = Int((share * Double(count)).rounded(.up))
        return sorted()[Swift.min(Swift.max(rank, 1), count) - 1]
    }

    var mean: Double? {
        isEmpty ? nil : reduce(0, +) / Double(count)
    }
}
