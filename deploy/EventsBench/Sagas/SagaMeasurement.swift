import ChildProcesses
import EventLoop
import Foundation
import LocalPostgres
import Migrations
import Observability
import Postgres
import ServiceRuntime

/// `sagas`: how many moves a second one process makes, of sagas that all go through, with every commit on the disk.
struct SagaMeasurement: Sendable {
    /// What is printed.
    struct Figures: Codable, Sendable {
        struct Round: Codable, Sendable {
            let transitions: Double
            let sagas: Double
        }

        var rounds: [Round] = []
    }

    private let rounds: Int
    /// Half as many as there are sagas.
    private let pairs: Int
    private let driven: Int
    private let loop: Loop

    init(_ arguments: Arguments, on loop: Loop) throws(BenchFault) {
        rounds = max(1, try arguments.number("rounds", or: 3))
        pairs = max(1, try arguments.number("pairs", or: 500))
        driven = max(1, try arguments.number("driven", or: 32))
        self.loop = loop
    }

    func run() async throws {
        let site = try await BenchSite(durability: .durable, on: loop)
        let supervisor = try SagaSupervisor(on: loop)
        var figures = Figures()
        for round in 1...rounds {
            let measured = try await site.withRun { run in
                try await supervisor.begin(pairs, in: run, lease: EventsBenchLimits.usualLease)
                let lease = Int(EventsBenchLimits.usualLease / .milliseconds(1))
                let child = try run.start(.drive, ["driven": "\(driven)", "lease": "\(lease)"])
                try await supervisor.drained(run)
                await child.stop()
                let milliseconds = Double(max(1, try await run.number(SagaTables.milliseconds)))
                let transitions = Double(try await run.number(SagaTables.transitions))
                return Figures.Round(
                    transitions: transitions * 1_000 / milliseconds, sagas: Double(2 * pairs) * 1_000 / milliseconds)
            }
            figures.rounds.append(measured)
            say("  round \(round)/\(rounds): \(Int(measured.transitions)) moves/s, \(Int(measured.sagas)) sagas/s")
        }
        supervisor.close()
        await site.close()
        try printLine(figures)
    }
}

/// What supervisors of sagas do themselves: begin them, and wait for their end.
struct SagaSupervisor: Sendable {
    let loop: Loop
    private let blocking: BlockingThread
    private let output: LogOutput

    init(on loop: Loop) throws {
        self.loop = loop
        blocking = try BlockingThread(name: "supervisor")
        output = try LogOutput(
            service: "supervisor", level: .error, clock: SystemWallClock(), descriptor: SystemLogDescriptor(2))
    }

    func close() {
        blocking.stop()
        output.close()
    }

    /// Begins as many of each saga in a run's database.
    func begin(_ pairs: Int, in run: BenchRun, lease: Duration) async throws {
        try await run.database.run(SagaTables.creation)
        let app = Database(try run.settings(as: .app), on: loop, blocking: blocking)
        try await app.ready(until: .now + EventsBenchLimits.childWait)
        let engine = try SagaParts(app).engine(logger: Logger(output), registry: MetricsRegistry(), lease: lease)
        for begun in stride(from: 0, to: pairs, by: 100) {
            try await SagaParts.begin(min(100, pairs - begun), from: begun, with: engine, in: app)
        }
        await app.close()
    }

    /// Waits until every saga has ended.
    func drained(_ run: BenchRun) async throws {
        let end = MonotonicTime.now + EventsBenchLimits.drainWait
        while try await run.number(SagaTables.open) > 0 {
            guard MonotonicTime.now < end else { throw BenchFault.tooSlow("the end of all sagas") }
            try await loop.sleep(for: .milliseconds(50))
        }
    }
}
