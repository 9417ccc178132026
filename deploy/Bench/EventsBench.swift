import Foundation

/// The event backbone: from a commit to its effect, draining a backlog, and memory while the broker is away.
///
/// `events-bench` carries it out with the real parts, each in a process of its own, on a private PostgreSQL that forces
/// every commit to the disk and on librdkafka's mock cluster. There is no peer: the bars are figures of their own.
struct EventsBench {
    static let program = "events-bench"
    /// The bars of the architecture's table: milliseconds, and events a second.
    static let barredRate = 500
    static let p50Max = 10.0
    static let p99Max = 50.0
    static let relayMin = 10_000.0
    static let consumerMin = 5_000.0
    /// Growth from the first quarter to the last, once the outbox is full, that is noise, in KiB.
    static let growthMax = 1_024.0

    let workshop: Workshop

    /// What the program prints.
    struct Figures: Decodable {
        struct Latency: Decodable {
            let rate: Int
            let p50: Double
            let p99: Double
            let worst: Double
        }

        struct Drain: Decodable {
            let relayed: Double
            let consumed: Double
            let payloadBytes: Int
        }

        struct Outage: Decodable {
            let residentBefore: Double
            let residentAtBound: Double
            let residentMax: Double
            let growthAfterBound: Double
            let rows: Int
            let refused: Int
            let failed: Int
            let samples: [Double]
        }

        let latencies: [Latency]
        let drains: [Drain]
        let outage: Outage?
    }

    func run() throws -> [BenchRow] {
        let data = try Self.output(
            of: [
                "measure", "--rounds", "\(workshop.options.rounds)", "--seconds", "\(workshop.options.seconds)",
            ], in: workshop)
        let figures = try JSONDecoder().decode(Figures.self, from: data)
        if let outage = figures.outage {
            try workshop.save(
                plot: Plot.line(
                    title: "Resident memory while the broker is away", unit: "KiB",
                    [("writer and relay", outage.samples)]))
        }
        return Self.rows(figures)
    }

    /// What the program prints when it is given these arguments.
    static func output(of arguments: [String], in workshop: Workshop) throws -> Data {
        guard let program = workshop.program(program), workshop.program("local-broker") != nil else {
            throw BenchError.cannotStart(Self.program, why: "it was not built")
        }
        let pipe = Pipe()
        let process = try Children.start([program] + arguments, output: pipe)
        try pipe.fileHandleForWriting.close()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        Children.forget(process)
        guard process.terminationStatus == 0 else {
            throw BenchError.noValidRound("events: its program ended with \(process.terminationStatus)")
        }
        return data
    }

    static func rows(_ figures: Figures) -> [BenchRow] {
        latencyRows(figures.latencies) + drainRows(figures.drains) + outageRows(figures.outage)
    }

    private static func latencyRows(_ latencies: [Figures.Latency]) -> [BenchRow] {
        let rates = Set(latencies.map(\.rate)).sorted()
        return rates.flatMap { rate in
            let rounds = latencies.filter { $0.rate == rate }
            let isBarred = rate == barredRate
            return [
                limit("commit_to_effect_p50_\(rate)", "ms", rounds.map(\.p50).median, isBarred ? p50Max : nil),
                limit("commit_to_effect_p99_\(rate)", "ms", rounds.map(\.p99).median, isBarred ? p99Max : nil),
                limit("commit_to_effect_max_\(rate)", "ms", rounds.map(\.worst).max(), nil),
            ]
        }
    }

    private static func drainRows(_ drains: [Figures.Drain]) -> [BenchRow] {
        [
            floor("relay_drain", "1/s", drains.map(\.relayed).median, relayMin),
            floor("consumer_drain", "1/s", drains.map(\.consumed).median, consumerMin),
            limit("payload", "bytes", drains.last.map { Double($0.payloadBytes) }, nil),
        ]
    }

    private static func outageRows(_ outage: Figures.Outage?) -> [BenchRow] {
        [
            limit("outage_resident_growth_when_full", "KiB", outage?.growthAfterBound, growthMax),
            limit("outage_resident_before", "KiB", outage?.residentBefore, nil),
            limit("outage_resident_max", "KiB", outage?.residentMax, nil),
            limit("outage_writes_refused", "events", outage.map { Double($0.refused) }, nil),
            limit("outage_writes_failed", "events", outage.map { Double($0.failed) }, 0),
        ]
    }

    /// A figure that may not be above `limit`; without one it is a fact. A limit of nothing is met by nothing alone.
    private static func limit(_ metric: String, _ unit: String, _ ours: Double?, _ limit: Double?) -> BenchRow {
        let ratio = limit.flatMap { limit in ours.map { limit > 0 ? $0 / limit : $0 } }
        return BenchRow(
            metric: metric, unit: unit, ours: ours, peer: limit == nil ? "" : "limit", theirs: limit, ratio: ratio,
            bar: limit.map { .atMost($0 > 0 ? 1 : 0) } ?? .fact)
    }

    private static func floor(_ metric: String, _ unit: String, _ ours: Double?, _ floor: Double) -> BenchRow {
        BenchRow(
            metric: metric, unit: unit, ours: ours, peer: "floor", theirs: floor, ratio: ours.map { $0 / floor },
            bar: .atLeast(1))
    }
}
