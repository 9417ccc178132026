import EventLoop
import Identifiers
import KafkaClient
import Messaging
import PlatformProtocol
import Postgres
import ServiceRuntime

/// `consume`: a consumer whose effect is a row, in the transaction of its inbox.
struct ConsumerPart {
    let process: ServiceProcess

    init(_ process: ServiceProcess) throws {
        self.process = process
    }

    var services: [ServiceEntry] {
        get throws {
            let arguments = process.arguments
            let database = try process.pool()
            let effects = Effects(
                expected: try arguments.number("expect", or: 0), stamps: arguments.optional("stamps"), process.crash)
            // A planted fault: effects in transactions of their own, which the inbox does not protect.
            let outside = arguments.optional("plant") == "effect-outside" ? try process.pool(connections: 2) : nil
            let consumer = try EventConsumer(
                .staff,
                subscriptions: [
                    .on(BookingUpdated.self) { payload, envelope, transaction in
                        try await effects.happen(payload, envelope, transaction, outside)
                    }
                ])
            var settings = ConsumerRuntimeSettings(try process.connection)
            settings.lanes = EventsBenchLimits.connections
            settings.kafka.sessionTimeout = .seconds(6)
            settings.kafka.heartbeatInterval = .milliseconds(500)
            // The mock cluster answers an empty fetch only when its time is over, where a broker answers as soon as
            // something arrives: with the usual time its waiting would be measured, and not ours.
            settings.kafka.fetchWaitMax = .milliseconds(2)
            settings.kafka.commitInterval = .milliseconds(100)
            // Measuring asks for the time too, and a crash point is an asking for the time.
            if process.crash.point != nil {
                settings.measureInterval = .seconds(3_600)
                settings.parkedInterval = .seconds(3_600)
            }
            let runtime = ConsumerRuntime(
                consumer, settings: settings, database: database,
                system: try process.pool(as: "system", connections: 1),
                gate: OutboxGate(), blocking: process.blocking, clock: ConsumerClock(effects, process.crash),
                logger: process.logger,
                metrics: ConsumerMetrics(process.registry))
            return [ServiceEntry(runtime), ServiceEntry(assignment(of: runtime))]
        }
    }

    /// Tells when the consumer has its partitions.
    private func assignment(of runtime: ConsumerRuntime) -> ClosureService {
        ClosureService("assignment") { [loop = process.loop] lifecycle in
            try await withTaskExecutorPreference(loop) {
                lifecycle.started()
                while !runtime.isListening { try await loop.sleep(for: .milliseconds(20)) }
                try printLine(["assigned": true])
                await lifecycle.stopRequested()
            }
        }
    }
}

/// What the consumer has done.
// Safety: used on the loop's thread only, as its runtime is.
final class Effects: @unchecked Sendable {
    struct Outcome: Codable {
        let effects: Int
        let seconds: Double
    }

    private let expected: Int
    private let stampsPath: String?
    private let crash: Crash
    private let clock = SystemWallClock()
    private var start: MonotonicTime?
    private var count = 0
    private var stamps = Stamps()
    /// Whether a commit has just been answered, and the runtime is about to note how old the event is.
    var hasJustCommitted = false

    init(expected: Int, stamps: String?, _ crash: Crash) {
        (self.expected, stampsPath, self.crash) = (expected, stamps, crash)
    }

    func happen(
        _ payload: BookingUpdated, _ envelope: Envelope, _ transaction: Transaction, _ outside: Database?
    ) async throws {
        if start == nil { start = .now }
        let effect = BenchTables.effect(
            of: envelope.id, on: envelope.aggregateID, version: envelope.aggregateVersion)
        if let outside {
            _ = try await outside.execute(effect, for: transaction.scope)
        } else if crash.point == .consumerBeforeCommit {
            try await transaction.execute(effect)
        } else {
            try transaction.enqueue(effect)
        }
        crash.reached(.consumerBeforeCommit)
        transaction.afterCommit { [self] in
            crash.reached(.consumerAfterCommit)
            hasJustCommitted = true
            committed(envelope.id)
        }
    }

    private func committed(_ event: EventID) {
        if stampsPath != nil { stamps.add(event.uuid, at: clock.now) }
        count += 1
        guard count == expected, let start else { return }
        // A result that cannot be said is missed by whoever waits for it.
        if let stampsPath { try? stamps.write(to: stampsPath) }
        try? printLine(Outcome(effects: count, seconds: (MonotonicTime.now - start).seconds))  // As above.
    }
}

/// The runtime asks for the time before an event's transaction has sent anything, and again after its commit: the first
/// of these is where a consumer has read an event and done nothing yet.
private struct ConsumerClock: WallClock {
    let effects: Effects
    let crash: Crash

    init(_ effects: Effects, _ crash: Crash) {
        (self.effects, self.crash) = (effects, crash)
    }

    var now: Timestamp {
        if effects.hasJustCommitted {
            effects.hasJustCommitted = false
        } else {
            crash.reached(.consumerBeforeTransaction)
        }
        return SystemWallClock().now
    }
}
