/// Two ways to do the same work, timed in turns so that whatever else the machine does falls on both alike.
struct Measurement {
    let metric: String
    /// How much of the peer's time ours may take.
    let bar: Double
    let ours: () throws -> Void
    let theirs: () throws -> Void

    /// The medians of the rounds, in microseconds for one call, and the median of the rounds' ratios.
    func run(rounds: Int, calls: Int) throws -> Row {
        var samples: [(ours: Double, theirs: Double)] = []
        for _ in 0..<rounds {
            samples.append((try time(calls, ours), try time(calls, theirs)))
        }
        return Row(
            metric: metric, bar: bar, ours: median(samples.map(\.ours)), theirs: median(samples.map(\.theirs)),
            ratio: median(samples.map { $0.ours / $0.theirs }))
    }

    private func time(_ calls: Int, _ body: () throws -> Void) rethrows -> Double {
        let elapsed = try ContinuousClock().measure {
            for _ in 0..<calls { try body() }
        }
        return elapsed / .microseconds(calls)
    }

    private func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }
}

/// One line of the result.
struct Row {
    let metric: String
    let bar: Double
    let ours: Double
    let theirs: Double
    let ratio: Double
    var isMet: Bool { ratio <= bar }
}
