/// Ours and its peers under the same load, saturated.
struct Comparison {
    let workshop: Workshop
    let contenders: [Contender]
    let load: Load
    /// What every contender has to answer.
    let body: String
    /// By peer: how many times its CPU per request ours may cost.
    let bars: [String: Double]

    struct Outcome {
        let servers: [Server]
        let rounds: Rounds
        let rows: [BenchRow]
    }

    /// Starts the contenders and leaves them running: the workshop stops them when it closes.
    func run() throws -> Outcome {
        let servers = try contenders.map { contender in
            let server = try contender.start()
            let answer = try Probe.ask(server, load)
            guard answer.body == body else { throw BenchError.wrongAnswer(contender.name, answer.body) }
            // What it refuses cannot be measured; the refusal is what is wanted.
            if contender.verifiesTokens, let forged = try? Probe.ask(server, load.withForgedToken) {
                throw BenchError.wrongAnswer(contender.name, "it accepts a forged token: \(forged.head)")
            }
            say("  \(contender.name): \(contender.version)")
            if workshop.options.isVerbose { say(answer.head) }
            return server
        }
        let options = workshop.options
        let rounds = try Rounds(
            options.rounds, of: options.seconds, on: servers, load)
        guard !rounds.samples.isEmpty else { throw BenchError.noValidRound(load.path) }
        try workshop.save(
            plot: Plot.bars(
                title: "CPU per request", unit: "µs",
                contenders.map { ($0.name, rounds.values($0.name, \.cpuPerRequest)) }))
        return Outcome(servers: servers, rounds: rounds, rows: rows(rounds))
    }

    private func rows(_ rounds: Rounds) -> [BenchRow] {
        contenders.filter { !$0.isOurs }.flatMap { peer in
            [
                row("cpu_per_request", "us", peer.name, rounds, \.cpuPerRequest, bars[peer.name].map { .atMost($0) }),
                row("throughput", "1/s", peer.name, rounds, \.throughput),
                row("latency_p50", "us", peer.name, rounds, \.p50),
                row("latency_p99", "us", peer.name, rounds, \.p99),
                row("resident", "MiB", peer.name, rounds, \.residentMiB),
            ]
        }
    }

    /// Compares one metric with `peer`; without a bar it is a fact.
    func row(
        _ metric: String, _ unit: String, _ peer: String, _ rounds: Rounds, _ value: KeyPath<Rounds.Sample, Double>,
        _ bar: BenchRow.Bar? = nil
    ) -> BenchRow {
        BenchRow(
            metric: metric, unit: unit, ours: rounds.values(Contender.oursName, value).median, peer: peer,
            theirs: rounds.values(peer, value).median, ratio: rounds.ratio(Contender.oursName, to: peer, value),
            bar: bar ?? .fact)
    }
}
