import Identifiers
import Testing

@testable import events_bench

@Suite("Stamps and latencies")
struct StampsTests {
    @Test("latency is from an event's commit to its effect")
    func latencyIsFromAnEventsCommit() {
        var (commits, effects) = (Stamps(), Stamps())
        for number in 1...3 {
            let event = UUID128(high: 0, low: UInt64(number))
            commits.add(event, at: Timestamp(microsecondsSinceEpoch: 1_000))
            effects.add(event, at: Timestamp(microsecondsSinceEpoch: 1_000 + Int64(number) * 10))
        }
        #expect(commits.latencies(to: effects)?.sorted() == [10, 20, 30])
    }

    @Test("an event without effect makes the figures void")
    func anEventWithoutEffectMakesThe() {
        var commits = Stamps()
        commits.add(UUID128(high: 0, low: 1), at: Timestamp(microsecondsSinceEpoch: 1))
        #expect(commits.latencies(to: Stamps()) == nil)
    }

    @Test("a quantile is the smallest value that enough do not exceed")
    func aQuantileIsTheSmallestValue() {
        let values = (1...100).map(Double.init)
        #expect(values.quantile(0.5) == 50)
        #expect(values.quantile(0.99) == 99)
        #expect(values.quantile(1) == 100)
        #expect([Double]().quantile(0.5) == 0)
    }
}
