import ChildProcesses
import EventLoop
import Glibc
import LocalPostgres

/// One round: three processes that are killed and started again until the plan is done, then left alone until nothing is
/// left to do.
struct CrashRound: Sendable {
    let run: BenchRun
    let plant: String?
    let collection: EvidenceCollection
    /// How long relays are stopped; nil does without.
    var stop: Duration? = .seconds(30)
    /// Whether anybody is killed.
    var isKilling = true

    /// Changes a second, and the aggregates among which they go round: few, so that several versions of one are on
    /// their way at once.
    private static let rate = 150
    private static let keys = "40"

    func carryOut() async throws -> (kills: [CrashPoint: Int], evidence: Evidence) {
        // Answers take a moment, so that a kill can come between a request and its answer.
        try await run.tell("slow 5")
        try await run.database.run(BenchTables.deletionWatch)
        var (kills, moments): ([CrashPoint: Int], [Evidence.Moment]) = ([:], [])
        var stops = RelayStops.Outcome()
        if let stop {
            stops = try await RelayStops(round: self, stop: stop).carryOut()
            kills = [.relayStopped: 1, .relayStoppedAndEnded: 1]
        }
        if isKilling {
            let length = Length()
            async let writerKills = killed(.write, for: length)
            async let relayKills = killed(.relay, for: length)
            // A member that stays, so that each death of the other's changes the group while events are handled.
            let companion = try start(.consume)
            let (consumerKills, seen) = try await consumerKilled()
            length.isOver = true
            moments = seen
            for counts in try await [consumerKills, writerKills, relayKills] { kills.merge(counts) { $0 + $1 } }
            await companion.stop()
        }
        try await run.tell("slow 0")
        try await drain()
        var evidence = try await collection.evidence()
        evidence.moments = moments
        evidence.notReplaced = stops.notReplaced
        evidence.deletedBesideStopped = stops.deletedBesideStopped
        return (kills, evidence)
    }

    // MARK: Killing

    /// A round is as long as the kills of its consumer take, and the others are killed all the while.
    // Safety: used on the loop's thread only.
    private final class Length: @unchecked Sendable {
        var isOver = false
    }

    private static func points(of command: Arguments.Command) -> [CrashPoint] {
        CrashPoint.allCases.filter { $0.command == command && !$0.isStop }.shuffled()
    }

    private func consumerKilled() async throws -> ([CrashPoint: Int], [Evidence.Moment]) {
        var kills: [CrashPoint: Int] = [:]
        var moments: [Evidence.Moment] = []
        for point in Self.points(of: .consume) {
            kills[try await kill(at: point), default: 0] += 1
            moments.append(try await collection.moment())
        }
        return (kills, moments)
    }

    private func killed(_ command: Arguments.Command, for length: Length) async throws -> [CrashPoint: Int] {
        var kills: [CrashPoint: Int] = [:]
        while true {
            for point in Self.points(of: command) {
                guard !length.isOver else { return kills }
                kills[try await kill(at: point), default: 0] += 1
            }
        }
    }

    /// Starts a process and waits until it has died; where, if it was not where it should.
    private func kill(at point: CrashPoint) async throws -> CrashPoint {
        let command = point.command
        let arrivals = command == .consume ? 1...200 : command == .write ? 1...100 : 1...20
        let order = point.isFromOutside ? [:] : [Crash.variable: "\(point.rawValue):\(Int.random(in: arrivals))"]
        let child = try start(command, environment: order)
        // A member that dies while it joins would take the mock cluster with it.
        if command == .consume { _ = await child.line() }
        let patience = command == .consume ? EventsBenchLimits.consumerCrashWait : EventsBenchLimits.crashWait
        let age =
            !point.isFromOutside
            ? patience : .milliseconds(command == .consume ? Int.random(in: 500...6_000) : Int.random(in: 100...900))
        let deadline = MonotonicTime.now + age
        while !child.hasEnded, MonotonicTime.now < deadline { try await run.loop.sleep(for: .milliseconds(5)) }
        let isLate = !child.hasEnded
        child.signal(SIGKILL)
        await child.ended()
        guard child.wasKilled else { throw BenchFault.childEnded("\(command.rawValue), by itself,") }
        return isLate ? command.anywhere : point
    }

    func start(
        _ command: Arguments.Command, name: String? = nil, rate: Int = Self.rate, environment: [String: String] = [:]
    ) throws -> ChildProcess {
        var options = name.map { ["name": $0] } ?? [:]
        switch command {
        case .write:
            options.merge(["rate": "\(rate)", "events": "1000000", "keys": Self.keys, "transactions": "yes"]) { $1 }
        case .relay: if let plant, plant != "effect-outside" { options["plant"] = plant }
        case .consume: if plant == "effect-outside" { options["plant"] = plant }
        case .measure, .crash, .sagas, .crashSagas, .drive: break
        }
        return try run.start(command, options, environment: environment)
    }

    // MARK: Letting go

    /// Leaves relay and consumer alone with what is left, after a last few events.
    private func drain() async throws {
        let relay = try start(.relay)
        let consumer = try start(.consume)
        let writer = try run.start(.write, ["rate": "200", "events": "100", "keys": Self.keys, "transactions": "yes"])
        _ = try await writer.report(Writer.Outcome.self)
        await writer.stop()
        // A planted fault leaves something that never drains, so that the wait is shorter there.
        let wait = plant == nil ? EventsBenchLimits.drainWait : EventsBenchLimits.consumerCrashWait
        let deadline = MonotonicTime.now + wait
        while MonotonicTime.now < deadline {
            let left = try await run.number(RunQueries.outboxRows) + run.number(RunQueries.unhandled)
            if left == 0 { break }
            try await run.loop.sleep(for: .milliseconds(200))
        }
        await consumer.stop()
        await relay.stop()
    }
}

extension Arguments.Command {
    /// The crash point of a process that is killed wherever it is.
    fileprivate var anywhere: CrashPoint {
        switch self {
        case .relay: .relayAnywhere
        case .consume: .consumerAnywhere
        case .write, .measure, .crash, .sagas, .crashSagas, .drive: .writerAnywhere
        }
    }
}
