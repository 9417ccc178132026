import ChildProcesses
import EventLoop
import Foundation
import Glibc
import LocalPostgres

/// `crash-sagas`: two processes that drive sagas among participants that fail, hang and refuse at random, one of them
/// killed -9 at a random moment again and again; then what the ledger says when all sagas have ended.
struct SagaCrashRounds: Sendable {
    /// What came of all rounds.
    struct Tally: Codable, Sendable {
        var seed: UInt64
        var kills = 0
        var sagas = 0
        var transitions = 0
        var ended: [String: Int] = [:]
        /// Attempts that were repetitions.
        var repeated = 0
        /// Answers that were not asked for any more.
        var stale = 0
        var violations = 0
    }

    private let rounds: Int
    private let kills: Int
    private let pairs: Int
    private let plant: String?
    private let seed: UInt64
    private let loop: Loop

    init(_ arguments: Arguments, on loop: Loop) throws(BenchFault) {
        rounds = max(1, try arguments.number("rounds", or: 4))
        kills = try arguments.number("kills", or: 50)
        pairs = max(1, try arguments.number("pairs", or: 100))
        plant = arguments.optional("plant")
        seed = UInt64(try arguments.number("seed", or: Int.random(in: 1...1_000_000)))
        self.loop = loop
    }

    /// True if every promise was kept.
    func run() async throws -> Bool {
        let site = try await BenchSite(durability: .fast, on: loop)
        let supervisor = try SagaSupervisor(on: loop)
        var tally = Tally(seed: seed)
        var random = SplitMix(seed: seed)
        for round in 1...rounds {
            let before = tally.violations
            try await site.withRun { run in
                try await supervisor.begin(pairs, in: run, lease: EventsBenchLimits.killedLease)
                tally.kills += try await kill(run, &random)
                // Everything comes to its end undisturbed.
                let child = try start(run, faults: 0)
                try await supervisor.drained(run)
                await child.stop()
                try await add(run, to: &tally)
            }
            say("round \(round)/\(rounds): \(tally.kills) kills so far, \(tally.violations - before) violations")
        }
        supervisor.close()
        await site.close()
        try printLine(tally)
        return tally.violations == 0
    }

    private func start(_ run: BenchRun, faults: Int) throws -> ChildProcess {
        var options = [
            "faults": "\(faults)", "lease": "\(Int(EventsBenchLimits.killedLease / .milliseconds(1)))",
        ]
        options["plant"] = plant
        return try run.start(.drive, options)
    }

    /// Kills one of two again and again, as long as there are sagas to drive.
    private func kill(_ run: BenchRun, _ random: inout SplitMix) async throws -> Int {
        var children = [try start(run, faults: 4), try start(run, faults: 4)]
        var count = 0
        while count < kills, try await run.number(SagaTables.open) > 0 {
            try await loop.sleep(for: .milliseconds(Int64.random(in: 60...400, using: &random)))
            let victim = Int.random(in: 0..<2, using: &random)
            children[victim].signal(SIGKILL)
            await children[victim].ended()
            children[victim] = try start(run, faults: 4)
            count += 1
        }
        for child in children {
            child.signal(SIGKILL)
            await child.ended()
        }
        return count
    }

    private func add(_ run: BenchRun, to tally: inout Tally) async throws {
        let evidence = SagaEvidence(
            sagas: try await run.database.run(SagaTables.sagas), ledger: try await run.database.run(SagaTables.ledger))
        tally.sagas += evidence.sagas.count
        for saga in evidence.sagas { tally.ended[saga.state, default: 0] += 1 }
        tally.transitions += try await run.number(SagaTables.transitions)
        tally.repeated += try await run.number(SagaTables.repeated)
        tally.stale += try await run.number(SagaTables.stale)
        let violations = evidence.violations
        tally.violations += violations.count
        for violation in violations.prefix(5) { say("  \(violation)") }
    }
}

/// The same seed, the same kills.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
