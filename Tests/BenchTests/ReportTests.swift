import Foundation
import Testing

@testable import rishi_bench

@Suite("What a bench reports")
struct ReportTests {
    static let medians: [([Double], Double?)] = [
        ([], nil), ([3], 3), ([9, 1, 5], 5), ([4, 1, 3, 2], 2.5), ([1, 1, 100], 1),
    ]

    @Test("the median is the middle, whatever the order", arguments: medians)
    func median(values: [Double], expected: Double?) {
        #expect(values.median == expected)
    }

    @Test("the ratio is the median of the rounds' ratios, not the ratio of the medians")
    func ratio() {
        let rounds = Rounds(samples: ["ours": [1, 20, 30].map(sample), "peer": [2, 10, 60].map(sample)])
        #expect(rounds.ratio("ours", to: "peer", \.cpuPerRequest) == 0.5)
        #expect(rounds.ratio("ours", to: "absent", \.cpuPerRequest) == nil)
    }

    private func sample(_ cpu: Double) -> Rounds.Sample {
        Rounds.Sample(cpuPerRequest: cpu, throughput: 1, p50: 1, p99: 1, residentMiB: 1)
    }

    static let bars: [(BenchRow.Bar, Double?, Bool)] = [
        (.atMost(0.7), 0.7, true), (.atMost(0.7), 0.71, false), (.atLeast(0.9), 0.9, true),
        (.atLeast(0.9), 0.89, false),
        (.atMost(1), nil, false), (.atLeast(1), nil, false), (.fact, 5, true), (.fact, nil, true),
    ]

    @Test("a bar is met at its own value, and never by what was not measured", arguments: bars)
    func bar(bar: BenchRow.Bar, ratio: Double?, expected: Bool) {
        #expect(row(ratio: ratio, bar: bar).isMet == expected)
    }

    private func row(ratio: Double?, bar: BenchRow.Bar) -> BenchRow {
        BenchRow(metric: "cpu", unit: "us", ours: nil, peer: "nginx", theirs: 2.5, ratio: ratio, bar: bar)
    }

    @Test("the JSON has every key always, with null for what is not known")
    func json() throws {
        let report = BenchReport(
            bench: .http, machine: Machine(description: "m"),
            rows: [row(ratio: nil, bar: .atMost(0.5)), row(ratio: 2, bar: .fact)])
        let first =
            #"{"bar":0.5,"metric":"cpu","ok":false,"ours":null,"peer":"nginx","ratio":null,"theirs":2.5,"unit":"us"}"#
        let second =
            #"{"bar":null,"metric":"cpu","ok":true,"ours":null,"peer":"nginx","ratio":2,"theirs":2.5,"unit":"us"}"#
        #expect(try report.json == #"{"bench":"http","machine":"m","rows":[\#(first),\#(second)]}"#)
    }

    @Test(
        "figures print with three digits",
        arguments: [
            (0.1234, "0.12"), (9.999, "10.00"), (14.26, "14.3"), (488.4, "488"), (159_744.6, "159745"), (-5, "-5.00"),
        ])
    func formatting(value: Double, expected: String) {
        #expect(format(value) == expected)
    }

    @Test("a bar chart is as long as its value and shows every round")
    func plot() {
        let svg = Plot.bars(title: "t", unit: "us", [("ours", [5, 5]), ("nginx", [10])])
        #expect(svg.contains("width='220.0' height='22'"))
        #expect(svg.contains("width='440.0' height='22'"))
        #expect(svg.components(separatedBy: "<circle").count == 4)
    }
}
