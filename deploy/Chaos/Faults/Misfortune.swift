import EventLoop
import Glibc
import KafkaMock
import LocalPlatform
import LocalPostgres
import PlatformProtocol

/// Carries faults out, one after the other, until it is told to stop; then puts everything right again.
// Safety: used on the loop's thread only.
final class Misfortune: @unchecked Sendable {
    private let site: ChaosSite
    private var chance: Chance
    private(set) var counts: [FaultKind: Int] = [:]
    private var isOver = false

    init(_ site: ChaosSite, _ chance: Chance) {
        (self.site, self.chance) = (site, chance)
    }

    func end() { isOver = true }

    func run() async throws {
        let lots = FaultKind.lots(hasLocalBroker: site.broker != nil)
        while !isOver {
            try await site.loop.sleep(for: .milliseconds(Int.random(in: ChaosLimits.calm, using: &chance)))
            guard !isOver else { break }
            let kind = chance.one(of: lots)
            if try await carryOut(kind) { counts[kind, default: 0] += 1 }
        }
        try await mend()
    }

    /// Whatever was made to last.
    private func mend() async throws {
        guard let broker = site.broker else { return }
        try await broker.apply(.up(broker: nil))
        try await broker.apply(.slow(.zero, broker: nil))
    }

    /// Whether it came about.
    private func carryOut(_ kind: FaultKind) async throws -> Bool {
        if let point = kind.point { return await atPoint(kind, point.moment, isAfter: point.isAfter) }
        switch kind {
        case .kill: return kill(try victim())
        case .killGateway: return kill(ServiceDescriptor.of(.gateway).name.rawValue)
        case .stop: return try await stopAndContinue(try victim())
        case .terminateBackends: return try await site.server.terminateConnections() > 0
        case .restartPostgres:
            try await site.server.restart(.immediate)
            return true
        default: return try await atBroker(kind)
        }
    }

    // MARK: Processes

    private func victim() throws -> String {
        let names = site.platform.processes.keys.sorted()
        guard !names.isEmpty else { throw ChaosFault("no process runs") }
        return chance.one(of: names)
    }

    private func kill(_ name: String) -> Bool {
        guard let pid = site.platform.processes[name] else { return false }
        return Glibc.kill(pid, SIGKILL) == 0
    }

    private func stopAndContinue(_ name: String) async throws -> Bool {
        guard let pid = site.platform.processes[name], Glibc.kill(pid, SIGSTOP) == 0 else { return false }
        // It must go on whatever ends us: a stopped process ends by no signal but one.
        defer { Glibc.kill(pid, SIGCONT) }
        try await site.loop.sleep(for: .milliseconds(Int.random(in: 1_000...7_000, using: &chance)))
        return true
    }

    /// The process that gets there is the one that dies; services without such moments are not waited for.
    private func atPoint(_ kind: FaultKind, _ moment: StatementMoment, isAfter: Bool) async -> Bool {
        let services: [ServiceName] =
            switch moment {
            case .writerCommit: [.booking, .booking, .compliance]
            case .consumerCommit: [.compliance, .notifications, .booking, .staff, .kits]
            case .outboxRead, .outboxDelete: [.booking, .booking, .compliance]
            }
        let service = chance.one(of: services)
        let trap = StatementProxy.Trap(rolePrefix: site.rolePrefix(of: service), moment: moment, isAfter: isAfter) {
            [self] in
            if kind != .commitUnanswered { _ = kill(service.rawValue) }
        }
        return await site.proxy.spring(trap, within: ChaosLimits.pointMax)
    }

    // MARK: The broker

    private func atBroker(_ kind: FaultKind) async throws -> Bool {
        guard let broker = site.broker else { return false }
        switch kind {
        case .brokerDown:
            try await broker.apply(.down(broker: nil))
            try await site.loop.sleep(for: .milliseconds(Int.random(in: 1_000...8_000, using: &chance)))
            try await broker.apply(.up(broker: nil))
        case .brokerSlow:
            try await broker.apply(.slow(.milliseconds(Int.random(in: 20...300, using: &chance)), broker: nil))
            try await site.loop.sleep(for: .milliseconds(Int.random(in: 500...4_000, using: &chance)))
            try await broker.apply(.slow(.zero, broker: nil))
        case .loseAcknowledgements:
            // Longer than a producer waits: it sends again what is in the log already.
            try await broker.apply(.loseAnswers(.produce, count: 1, delay: .seconds(12), broker: nil))
        case .loseRequests: try await broker.apply(.loseRequests(.produce, count: 2, broker: nil))
        case .rebalance: try await broker.apply(.fail(.heartbeat, code: 27, count: 1, broker: nil))
        case .fatalProducer: try await broker.apply(.fail(.produce, code: 45, count: 1, broker: nil))
        case .leaderless:
            let topic = chance.one(of: ["booking.created", "booking.status_changed", "compliance.checked"])
            try await broker.apply(.leaderless(topic: topic, partition: 0))
            try await site.loop.sleep(for: .milliseconds(Int.random(in: 500...3_000, using: &chance)))
            try await broker.apply(.leader(topic: topic, partition: 0, broker: 1))
        default: return false
        }
        return true
    }
}
