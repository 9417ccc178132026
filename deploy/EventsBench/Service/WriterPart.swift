import EventLoop
import Foundation
import Identifiers
import Messaging
import PlatformProtocol
import Postgres
import ServiceRuntime

/// `write`: changes aggregates and tells of it, at a rate or as fast as it can, with a relay beside it or without.
struct WriterPart {
    let process: ServiceProcess
    private let writer: Writer
    private let gate: OutboxGate

    init(_ process: ServiceProcess) throws {
        self.process = process
        let arguments = process.arguments
        gate = OutboxGate(rowsMax: try arguments.number("rows-max", or: MessagingLimits.outboxRowsMax))
        writer = Writer(
            outbox: Outbox(
                try EventPublisher(.booking, publishes: [BookingUpdated.self]), gate: gate, clock: SystemWallClock()),
            database: try process.pool(), crash: process.crash, stamps: arguments.optional("stamps"),
            actor: try BenchEvent.actor(), rate: try arguments.number("rate"), events: try arguments.number("events"),
            keys: try arguments.number("keys"), perBatch: try arguments.number("per-batch", or: 1),
            usesTransactions: process.crash.point != nil || arguments.optional("transactions") != nil)
    }

    var services: [ServiceEntry] {
        get throws {
            let writing = ServiceEntry(ClosureService("writer") { try await writer.run($0) })
            guard process.arguments.optional("with-relay") != nil else { return [writing] }
            let relay = try RelayPart.relay(in: process, gate: gate)
            return [ServiceEntry(relay), writing]
        }
    }
}

/// Callers that change aggregates, each its own ones.
// Safety: used on the loop's thread only, where `run` goes first.
final class Writer: @unchecked Sendable {
    /// What is said when everything is written.
    struct Outcome: Codable, Sendable {
        var written = 0
        /// For want of room in the outbox.
        var refused = 0
        var failed = 0
        var failure: String?
        var seconds = 0.0
    }

    private let outbox: Outbox
    private let database: Database
    private let crash: Crash
    private let stampsPath: String?
    private let actor: ActorID
    private let rate: Int
    private let events: Int
    private let keys: Int
    private let perBatch: Int
    private let usesTransactions: Bool
    private let callers = 16
    private let clock = SystemWallClock()

    private var versions: [Int] = []
    private var begun = 0
    private var outcome = Outcome()
    private var stamps = Stamps()

    init(
        outbox: Outbox, database: Database, crash: Crash, stamps: String?, actor: ActorID, rate: Int, events: Int,
        keys: Int, perBatch: Int, usesTransactions: Bool
    ) {
        (self.outbox, self.database, self.crash, stampsPath, self.actor) = (outbox, database, crash, stamps, actor)
        (self.rate, self.events, self.keys, self.perBatch) = (rate, events, keys, perBatch)
        self.usesTransactions = usesTransactions
        versions = Array(repeating: 0, count: keys)
    }

    func run(_ lifecycle: ServiceLifecycle) async throws {
        try await withTaskExecutorPreference(database.loop) {
            try await database.ready(until: .now + EventsBenchLimits.childWait)
            try await createAggregates()
            try await loadVersions()
            lifecycle.started()
            let start = MonotonicTime.now
            await withDiscardingTaskGroup { group in
                for caller in 0..<callers {
                    group.addTask(executorPreference: database.loop) { [self] in await write(caller, from: start) }
                }
            }
            outcome.seconds = (MonotonicTime.now - start).seconds
            if let stampsPath { try stamps.write(to: stampsPath) }
            try printLine(outcome)
            await lifecycle.stopRequested()
            await database.close()
        }
    }

    private func createAggregates() async throws {
        for start in stride(from: 0, to: keys, by: 500) {
            var batch = Batch(for: .system)
            for number in start..<min(keys, start + 500) {
                batch.execute(BenchTables.create(BenchEvent.booking(number), at: clock.now))
            }
            _ = try await database.run(batch)
        }
    }

    private func loadVersions() async throws {
        for row in try await database.rows(BenchTables.versions, for: .system) {
            let (id, version) = try row.decode(UUID128.self, Int32.self)
            let number = Int(id.low & 0xFFFF_FFFF)
            if number < keys { versions[number] = Int(version) }
        }
    }

    /// Numbers `n`, `n + callers`, … are this caller's, so nobody else writes to them from here.
    private func write(_ caller: Int, from start: MonotonicTime) async {
        var turn = 0
        let own = Array(stride(from: caller, to: keys, by: callers))
        while begun < events, !own.isEmpty {
            let number = begun
            let count = min(perBatch, events - begun, own.count)
            begun += count
            if rate > 0 {
                let due = start.after(UInt64(number) * 1_000_000_000 / UInt64(rate))
                // Cancelled only when the process ends.
                if due > .now { try? await database.loop.sleep(until: due) }
            }
            let chosen = (0..<count).map { own[(turn + $0) % own.count] }
            turn += count
            do {
                try await usesTransactions ? transact(chosen) : batch(chosen)
                outcome.written += count
            } catch OutboxFault.full {
                outcome.refused += count
            } catch {
                outcome.failed += count
                if outcome.failure == nil { outcome.failure = "\(error)" }
                // Somebody else may have moved it on: the process before this one, whose COMMIT came late.
                try? await loadVersions()
            }
        }
    }

    /// State, event store and outbox of each change, in one flush.
    private func batch(_ numbers: [Int]) async throws {
        var batch = Batch(for: .organization(BenchEvent.organization))
        var ids: [EventID] = []
        for number in numbers {
            let (booking, now) = (BenchEvent.booking(number), clock.now)
            let version = versions[number] + 1
            batch.execute(BenchTables.move(booking, to: version, at: now))
            ids.append(
                try outbox.append(
                    BenchEvent.updated(booking, version: version, by: actor, at: now), version: version,
                    cause: .command(booking.uuid, by: actor), to: &batch))
        }
        _ = try await database.run(batch)
        let now = clock.now
        for number in numbers { versions[number] += 1 }
        for id in ids { stamps.add(id.uuid, at: now) }
    }

    /// The same as a transaction that reads first, and can be killed inside.
    private func transact(_ numbers: [Int]) async throws {
        try await database.transaction(for: .organization(BenchEvent.organization)) { transaction in
            transaction.afterCommit { [crash] in crash.reached(.writerAfterCommit) }
            for number in numbers {
                let (booking, now) = (BenchEvent.booking(number), clock.now)
                let version = Int(
                    try await transaction.one(BenchTables.moveOn(booking, at: now)).decode(Int32.self))
                try outbox.append(
                    BenchEvent.updated(booking, version: version, by: actor, at: now), version: version,
                    cause: .command(booking.uuid, by: actor), in: transaction)
            }
            if crash.point == .writerBeforeCommit { _ = try await transaction.rows(BenchTables.nothing) }
            crash.reached(.writerBeforeCommit)
        }
    }
}
