import EventLoop
import Observability

/// One round: a fresh platform, clients and faults for a while, rest, and the checker.
struct ChaosRound: Sendable {
    let options: ChaosOptions
    let loop: Loop
    let blocking: BlockingThread
    let logger: Logger
    let say: @Sendable (String) -> Void

    struct Outcome: Sendable {
        var faults: [String: Int] = [:]
        var operations = 0
        var creates = 0
        var conflicts = 0
        var events = 0
        var repeated = 0
        var violations: [ChaosViolation] = []
        /// Why nothing can be said of it.
        var invalidity: String?
        /// Seconds from the last fault to rest.
        var rest: Double?
    }

    func carryOut(seed: UInt64, isControl: Bool) async throws -> Outcome {
        let outcome = Box<Outcome>()
        try await withChaosSite(bootstrap: options.bootstrap, on: loop, say: say) { site in
            outcome.value = try await run(at: site, seed, isControl)
        }
        guard let outcome = outcome.value else { throw ChaosFault("the round has no outcome") }
        return outcome
    }

    private func run(at site: ChaosSite, _ seed: UInt64, _ isControl: Bool) async throws -> Outcome {
        var chance = Chance(seed: seed)
        let load = try ChaosLoad(site)
        try await load.prepare()
        if isControl { try await Weakness.plant(in: site) }
        let misfortune = Misfortune(site, chance.fork())
        let clients = (0..<ChaosLimits.clients).map { ChaosClient($0, load, chance.fork()) }
        let time = Duration.seconds(options.roundSeconds)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask(executorPreference: loop) { try await client.run() } }
            group.addTask(executorPreference: loop) { try await misfortune.run() }
            group.addTask(executorPreference: loop) { [loop] in
                try await loop.sleep(for: time)
                misfortune.end()
                // What the last fault broke is asked for once more, so that clients see it mended.
                try await loop.sleep(for: .seconds(2))
                load.end()
            }
            try await group.waitForAll()
        }
        return try await outcome(at: site, load.history, misfortune)
    }

    private func outcome(
        at site: ChaosSite, _ history: ClientHistory, _ misfortune: Misfortune
    ) async throws -> Outcome {
        let whisper: @Sendable (String) -> Void = { [say] line in if ChaosFolder.isVerbose { say(line) } }
        let collection = EvidenceCollection(site: site, blocking: blocking, logger: logger, say: whisper)
        let rest = try await collection.rest()
        let evidence = try await collection.evidence()
        var outcome = Outcome()
        outcome.faults = Dictionary(uniqueKeysWithValues: misfortune.counts.map { ($0.key.rawValue, $0.value) })
        outcome.operations = history.operations
        outcome.creates = history.creates
        outcome.conflicts = history.conflicts
        outcome.events = evidence.stored.count
        outcome.repeated = evidence.published.count - Set(evidence.published.map { "\($0.topic) \($0.id)" }).count
        outcome.rest = rest.map { $0 / .seconds(1) }
        outcome.invalidity = RoundChecker.invalidity(of: evidence)
        if outcome.invalidity == nil { outcome.violations = RoundChecker.violations(in: evidence, history) }
        return outcome
    }
}
