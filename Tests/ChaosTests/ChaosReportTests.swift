import Testing

@testable import platform_chaos

@Suite("What a run of chaos says") struct ChaosReportTests {
    private static let refusals = [
        ("--minutes", "--minutes needs a value"), ("--minutes 0", "--minutes needs a number from 1 to 1440"),
        ("--round 4", "--round needs a number from 5 to 3600"),
        ("--control maybe", "--control is with, without or only"),
        ("--gently", "unknown: --gently"),
    ]

    @Test("a command line that makes no sense is refused with the reason", arguments: refusals)
    func refused(_ line: String, _ reason: String) {
        #expect(throws: ChaosUsage(reason)) { try ChaosOptions(line.split(separator: " ").map(String.init)) }
    }

    @Test("the same seed draws the same")
    func seeds() {
        var (one, other) = (Chance(seed: 7), Chance(seed: 7))
        let lots = FaultKind.lots(hasLocalBroker: true)
        #expect((0..<50).map { _ in one.one(of: lots) } == (0..<50).map { _ in other.one(of: lots) })
        #expect(FaultKind.lots(hasLocalBroker: false).allSatisfy { !$0.needsLocalBroker })
    }

    @Test("it is good when nothing was violated, everything counted, and the control was found out")
    func good() {
        var found = ChaosRound.Outcome(rest: 1)
        found.violations = [ChaosViolation(.i4, "twice")]
        let cases: [(ChaosRound.Outcome, control: ChaosRound.Outcome?, Bool)] = [
            (.init(rest: 1), nil, true), (.init(rest: 1), found, true), (.init(rest: 1), .init(rest: 1), false),
            (found, found, false), (.init(rest: nil), found, false), (.init(invalidity: "cut", rest: 1), found, false),
        ]
        for (outcome, control, isGood) in cases {
            var report = ChaosReport(seed: 1)
            report.add(outcome)
            report.control = control
            #expect(report.isGood == isGood)
        }
    }

    @Test("machines get every invariant, also those of which nothing was found")
    func json() {
        var report = ChaosReport(seed: 5)
        report.add(.init(faults: ["kill": 2], operations: 7, rest: 1))
        #expect(report.json.contains(#""seed":5,"rounds":1,"operations":7"#))
        #expect(report.json.contains(#""faults":{"kill":2},"violations":{"I1":0,"I2":0"#))
        #expect(report.json.hasSuffix(#""invalidRounds":0,"control":null}"#))
    }
}
