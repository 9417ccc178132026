import EventLoop
import Foundation
import LocalPostgres
import Observability
import ServiceRuntime

/// `crash`: rounds of kills, and what the checker says of them.
struct CrashRounds: Sendable {
    let rounds: Int
    let plant: String?
    let stop: Duration
    let loop: Loop

    /// What came of all rounds.
    struct Tally: Codable, Sendable {
        var kills: [String: Int] = [:]
        var events = 0
        var published = 0
        var effects = 0
        var momentsChecked = 0
        var violations: [String: Int] = [:]
    }

    init(_ arguments: Arguments, on loop: Loop) throws(BenchFault) {
        rounds = try arguments.number("rounds", or: 10)
        plant = arguments.optional("plant")
        stop = .seconds(try arguments.number("stop", or: 30))
        self.loop = loop
    }

    /// True if every promise was kept.
    func run() async throws -> Bool {
        let site = try await BenchSite(durability: .fast, on: loop)
        let blocking = try BlockingThread(name: "checker")
        let output = try LogOutput(
            service: "checker", level: .error, clock: SystemWallClock(), descriptor: SystemLogDescriptor(2))
        var tally = Tally()
        for round in 1...max(1, rounds) {
            let (kills, evidence) = try await site.withRun { run in
                try await CrashRound(
                    run: run, plant: plant,
                    collection: EvidenceCollection(run: run, blocking: blocking, logger: Logger(output)), stop: stop
                ).carryOut()
            }
            if let why = Checker.invalidity(of: evidence) { throw BenchFault.invalid(why) }
            let violations = Checker.violations(in: evidence)
            add(kills, evidence, violations, to: &tally)
            say(
                "round \(round)/\(rounds): \(kills.values.reduce(0, +)) kills, \(evidence.stored.count) events, "
                    + "\(evidence.published.count) on the topic, \(evidence.effects.count) effects, "
                    + "\(violations.count) violations")
            for violation in violations.prefix(5) { say("  \(violation)") }
        }
        blocking.stop()
        output.close()
        await site.close()
        tell(tally)
        try printLine(tally)
        return tally.violations.isEmpty
    }

    private func add(
        _ kills: [CrashPoint: Int], _ evidence: Evidence, _ violations: [Violation], to tally: inout Tally
    ) {
        for (point, count) in kills { tally.kills[point.rawValue, default: 0] += count }
        tally.events += evidence.stored.count
        tally.published += evidence.published.count
        tally.effects += evidence.effects.count
        tally.momentsChecked += evidence.moments.count
        for violation in violations { tally.violations["\(violation.label)", default: 0] += 1 }
    }

    private func tell(_ tally: Tally) {
        say("")
        for point in CrashPoint.allCases {
            let name = point.rawValue.padding(toLength: 30, withPad: " ", startingAt: 0)
            say("\(name)\(tally.kills[point.rawValue] ?? 0)")
        }
        let kills = tally.kills.values.reduce(0, +)
        say("\(kills) kills, \(tally.events) events committed, \(tally.published - tally.events) sent again")
        say(tally.violations.isEmpty ? "no violation" : "VIOLATIONS: \(tally.violations)")
    }
}
