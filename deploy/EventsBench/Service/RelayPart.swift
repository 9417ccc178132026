import EventLoop
import Glibc
import Identifiers
import KafkaClient
import Messaging
import Observability
import PlatformProtocol
import ServiceRuntime

/// `relay`: the relay by itself.
struct RelayPart {
    let process: ServiceProcess

    init(_ process: ServiceProcess) throws {
        self.process = process
    }

    var services: [ServiceEntry] {
        get throws {
            if let fault = process.arguments.optional("plant") {
                return [ServiceEntry(try PlantedRelay(fault, process))]
            }
            return [ServiceEntry(try Self.relay(in: process, gate: OutboxGate()))]
        }
    }

    static func relay(in process: ServiceProcess, gate: OutboxGate) throws -> OutboxRelay {
        let relay = OutboxRelay(
            database: try process.settings(as: "system"), producer: ProducerSettings(try process.connection),
            topics: OutboxRelay.topics(of: .booking), gate: gate, on: process.loop, blocking: process.blocking,
            clock: SystemWallClock(), logger: process.logger, metrics: RelayMetrics(process.registry))
        let crashes = RelayCrashes(process)
        let drain = try RelayDrain(expecting: process.arguments.number("expect", or: 0))
        relay.onStep = { step in
            crashes.reached(step)
            drain.reached(step, rowsLeft: gate.rows)
        }
        return relay
    }
}

/// Kills the relay between its steps.
// Safety: used on the loop's thread only.
private final class RelayCrashes: @unchecked Sendable {
    private let crash: Crash
    private let loop: Loop
    private var timer: TimerID?

    init(_ process: ServiceProcess) {
        crash = process.crash
        loop = process.loop
    }

    func reached(_ step: RelayStep) {
        switch step {
        case .read:
            crash.reached(.relayAfterRead)
            if crash.isLast(.relayAfterProduce) { killSoon() }
        case .acknowledged:
            disarm()
            crash.reached(.relayAfterAcknowledgements)
        case .deleted: crash.reached(.relayAfterDelete)
        }
    }

    /// Some milliseconds after the records went to librdkafka: they lie in its queue, or travel, or lie with the broker.
    private func killSoon() {
        let timer = loop.makeTimer { kill(getpid(), SIGKILL) }
        self.timer = timer
        loop.arm(timer, at: .now + .milliseconds(Int.random(in: 1...15)))
    }

    /// The answers came first: the next batch, then.
    private func disarm() {
        guard let timer else { return }
        loop.release(timer)
        self.timer = nil
        crash.again()
    }
}

/// Tells when a backlog is gone.
// Safety: used on the loop's thread only.
final class RelayDrain: @unchecked Sendable {
    struct Outcome: Codable {
        let batches: Int
        let seconds: Double
    }

    private let isWanted: Bool
    private var start: MonotonicTime?
    private var batches = 0
    private var isOver = false

    init(expecting count: Int) {
        isWanted = count > 0
    }

    func reached(_ step: RelayStep, rowsLeft: Int) {
        guard isWanted, !isOver else { return }
        switch step {
        case .read: if start == nil { start = .now }
        case .acknowledged: break
        case .deleted:
            batches += 1
            guard let start, rowsLeft == 0 else { return }
            isOver = true
            // A result that cannot be said is missed by whoever waits for it.
            try? printLine(Outcome(batches: batches, seconds: (MonotonicTime.now - start).seconds))
        }
    }
}
