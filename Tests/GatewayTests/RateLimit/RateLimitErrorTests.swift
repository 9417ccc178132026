import TestKit
import Testing

@testable import GatewayCore

/// How far the weighted estimate is from an exact log. The figures are those published in the limiter's comments.
@Suite("The error of weighted counting")
struct RateLimitErrorTests {
    /// The largest share by which any window exceeded the limit over random arrivals.
    private func excess(seed: UInt64, limit: Int, gap: (inout SeededRandom) -> UInt64) throws -> Double {
        var random = SeededRandom(seed: seed)
        let single = try SingleLimit(limit: limit)
        var model = ArrivalModel(limit: limit, window: 10 * second)
        var now: UInt64 = 0
        for _ in 0..<40_000 {
            now += gap(&random)
            if single.admit(at: now).isAdmitted { model.record(now) }
        }
        return Double(model.worstWindow) / Double(limit) - 1
    }

    @Test("a client that asks evenly at twice the limit is admitted at most 1 % above it", arguments: [1, 2, 3, 4])
    func even(seed: UInt64) throws {
        let excess = try excess(seed: seed, limit: 500) { $0.below(20_000_000) }
        #expect(excess <= 0.01, "seed \(seed): \(excess)")
    }

    @Test(
        "a client that bursts at random is never admitted more than twice the limit", arguments: [1, 2, 3, 4])
    func bursts(seed: UInt64) throws {
        let excess = try excess(seed: seed, limit: 200) { random in
            random.below(300) == 0 ? random.below(12 * second) : random.below(2_000_000)
        }
        #expect(excess <= 1, "seed \(seed): \(excess)")
    }

    @Test(
        "the worst that can be done, a burst at the end of a window and all of the next, admits twice the limit and no more"
    )
    func worst() throws {
        let limit = 1000
        let single = try SingleLimit(limit: limit)
        var model = ArrivalModel(limit: limit, window: 10 * second)
        for _ in 0..<limit where single.admit(at: 20 * second - 1).isAdmitted { model.record(20 * second - 1) }
        for step in 0..<100_000 {
            let now = 20 * second + UInt64(step) * 100_000
            if single.admit(at: now).isAdmitted { model.record(now) }
        }
        #expect(model.worstWindow == 2 * limit, "the bound holds and is reached")
    }
}
