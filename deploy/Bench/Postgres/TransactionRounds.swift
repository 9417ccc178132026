/// Interleaved rounds of clients that each end with their round.
struct TransactionRounds {
    /// The samples of each client by name; index `i` is the same round for all of them.
    private(set) var samples: [String: [TransactionSample]] = [:]

    init(samples: [String: [TransactionSample]]) {
        self.samples = samples
    }

    /// Runs `count` rounds after a short one each that is thrown away. A round in which any client failed counts for
    /// none of them.
    init(
        _ count: Int, of seconds: Int, _ title: String,
        _ clients: [(name: String, run: (Int) throws -> TransactionSample)]
    ) throws {
        for client in clients { _ = try client.run(1) }
        for round in 0..<count {
            let order = clients.indices.map { clients[($0 + round) % clients.count] }
            var results: [String: TransactionSample] = [:]
            for client in order {
                let sample = try client.run(seconds)
                if let fault = sample.fault {
                    say("  round \(round + 1) is invalid: \(client.name): \(fault)")
                } else {
                    results[client.name] = sample
                }
            }
            let figures = clients.compactMap { client in
                results[client.name].map { "\(client.name) \(format($0.throughput))" }
            }
            say("  \(title), round \(round + 1)/\(count): transactions a second: \(figures.joined(separator: ", "))")
            guard results.count == clients.count else { continue }
            for (name, sample) in results { samples[name, default: []].append(sample) }
        }
    }

    func values(_ name: String, _ metric: KeyPath<TransactionSample, Double>) -> [Double] {
        (samples[name] ?? []).map { $0[keyPath: metric] }
    }

    /// Compares one metric: the medians, and the median of the rounds' ratios. Without a bar it is a fact.
    func row(
        _ metric: String, _ unit: String, _ ours: String, _ peer: String,
        _ value: KeyPath<TransactionSample, Double>, _ bar: BenchRow.Bar? = nil
    ) -> BenchRow {
        let ratios = zip(values(ours, value), values(peer, value)).filter { $1 > 0 }.map { $0 / $1 }
        return BenchRow(
            metric: metric, unit: unit, ours: values(ours, value).median, peer: peer,
            theirs: values(peer, value).median, ratio: ratios.median, bar: bar ?? .fact)
    }
}
