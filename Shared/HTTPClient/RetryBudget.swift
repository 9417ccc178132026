/// Bounds retries to a share of requests. Every request earns a fraction of a retry, a retry spends a whole one; a few
/// may be saved up, so that an upstream with little traffic can retry at all.
struct RetryBudget {
    private let earned: Int
    private let savedMax: Int
    /// In hundredths of a retry.
    private var saved: Int

    private static let whole = 100

    init(percent: Int, savedMax: Int) {
        earned = max(0, percent)
        self.savedMax = max(0, savedMax) * Self.whole
        saved = percent > 0 ? self.savedMax : 0
    }

    mutating func earn() {
        saved = min(savedMax, saved + earned)
    }

    /// Takes one retry, or refuses.
    mutating func spend() -> Bool {
        guard saved >= Self.whole else { return false }
        saved -= Self.whole
        return true
    }
}
