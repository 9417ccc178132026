import EventLoop
import Foundation
import Observability
import ServiceRuntime

/// Rounds until the time is over, then the control.
struct ChaosRun: Sendable {
    private let options: ChaosOptions
    private let loop: Loop
    private let say: @Sendable (String) -> Void

    init(_ options: ChaosOptions, on loop: Loop, say: @escaping @Sendable (String) -> Void) {
        (self.options, self.loop, self.say) = (options, loop, say)
    }

    func carryOut() async throws -> ChaosReport {
        let blocking = try BlockingThread(name: "kafka")
        defer { blocking.stop() }
        let output = try LogOutput(
            service: "platform-chaos", level: .error, clock: SystemWallClock(), descriptor: SystemLogDescriptor(2))
        defer { output.close() }
        let round = ChaosRound(
            options: options, loop: loop, blocking: blocking, logger: Logger(output), say: say)
        var report = ChaosReport(seed: options.seed)
        var seeds = Chance(seed: options.seed)
        let end = MonotonicTime.now + .seconds(options.minutes * 60)
        var number = 0
        while options.control != .only, options.rounds.map({ number < $0 }) ?? (MonotonicTime.now < end) {
            number += 1
            let outcome = try await round.carryOut(seed: seeds.next(), isControl: false)
            report.add(outcome)
            tell(outcome, "round \(number)")
        }
        if options.control != .without {
            let outcome = try await round.carryOut(seed: seeds.next(), isControl: true)
            report.control = outcome
            tell(outcome, "control")
        }
        return report
    }

    private func tell(_ outcome: ChaosRound.Outcome, _ name: String) {
        let faults = outcome.faults.values.reduce(0, +)
        let rest = outcome.rest.map { "at rest after \(Int($0 * 10) / 10).\(Int($0 * 10) % 10) s" } ?? "NOT AT REST"
        say(
            "\(name): \(outcome.operations) operations, \(faults) faults, \(outcome.events) events, "
                + "\(outcome.repeated) sent again, \(rest), \(outcome.violations.count) violations")
        if let invalidity = outcome.invalidity { say("\(name) says nothing: \(invalidity)") }
        for (invariant, violations) in Dictionary(grouping: outcome.violations, by: \.invariant) {
            for violation in violations.prefix(4) { say("  \(invariant.rawValue): \(violation.what)") }
        }
    }
}
