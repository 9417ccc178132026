import Foundation
import Testing

@testable import rishi_bench

@Suite("Rows of the events bench")
struct EventsRowsTests {
    private func rows(_ text: String) throws -> [String: BenchRow] {
        let figures = try JSONDecoder().decode(EventsBench.Figures.self, from: Data(text.utf8))
        return Dictionary(uniqueKeysWithValues: EventsBench.rows(figures).map { ($0.metric, $0) })
    }

    private func figures(p50: Double, consumed: Double, growth: Double, failed: Int) -> String {
        """
        {"latencies":[{"rate":100,"p50":80,"p99":90,"worst":95},{"rate":500,"p50":\(p50),"p99":50,"worst":70}],
        "drains":[{"relayed":10000,"consumed":\(consumed),"payloadBytes":1000}],
        "outage":{"residentBefore":1,"residentAtBound":2,"residentMax":3,"growthAfterBound":\(growth),"rows":5,
        "refused":7,"failed":\(failed),"samples":[1,2]}}
        """
    }

    @Test("figures at their bars meet them")
    func figuresAtTheirBarsMeetThem() throws {
        let rows = try rows(figures(p50: 10, consumed: 5_000, growth: 1_024, failed: 0))
        #expect(rows.values.filter { !$0.isMet }.isEmpty)
    }

    @Test("figures past their bars miss them")
    func figuresPastTheirBarsMissThem() throws {
        let rows = try rows(figures(p50: 10.1, consumed: 4_999, growth: 1_025, failed: 1))
        let missed = rows.values.filter { !$0.isMet }.map(\.metric)
        #expect(
            Set(missed) == [
                "commit_to_effect_p50_500", "consumer_drain", "outage_resident_growth_when_full",
                "outage_writes_failed",
            ])
    }

    @Test("the rate without a bar is a fact")
    func theRateWithoutABarIs() throws {
        let row = try #require(try rows(figures(p50: 1, consumed: 1, growth: 1, failed: 0))["commit_to_effect_p50_100"])
        #expect(row.isMet)
        #expect(row.barText.isEmpty)
    }

    @Test("what could not be measured misses its bar")
    func whatCouldNotBeMeasuredMisses() throws {
        let rows = try rows(#"{"latencies":[],"drains":[]}"#)
        #expect(rows["relay_drain"]?.isMet == false)
        #expect(rows["outage_resident_growth_when_full"]?.isMet == false)
    }
}
