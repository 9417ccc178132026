import Foundation

/// The whole platform as `deploy/up` runs it: how soon it is ready, what a process needs, how long a booking takes until
/// its client is told what the law says, and how many are made a second, beside what the store alone does.
///
/// `platform-bench` carries it out. The store is `postgres-bench`, with the same kind of transaction and no HTTP.
struct BookingBench {
    static let program = "platform-bench"
    /// The bar of the architecture's table: MiB of a service that nobody has asked for anything.
    static let residentMax = 30.0
    static let storeConnections = 4
    static let storeBookings = 10_000

    let workshop: Workshop

    /// What the program prints.
    struct Figures: Decodable {
        struct Latency: Decodable {
            let p50: Double
            let p99: Double
            let worst: Double
        }

        struct Throughput: Decodable {
            let perSecond: Double
            let latency: Latency
            let processor: [String: Double]
        }

        let up: Double
        let ready: [String: Double]
        let residentIdle: [String: Double]
        let residentAfter: [String: Double]
        let compliance: Latency
        let creates: Throughput
        let reads: Throughput
    }

    func run() throws -> [BenchRow] {
        guard let program = workshop.program(Self.program), let store = workshop.program(PostgresBench.program) else {
            throw BenchError.cannotStart(Self.program, why: "it is not in this build")
        }
        let database = try BookingDatabase(store, bookings: Self.storeBookings, log: workshop.path("store.log"))
        var (figures, stores) = ([Figures](), [TransactionLoad.Workload: [Double]]())
        for round in 0..<workshop.options.rounds {
            for workload in TransactionLoad.Workload.allCases {
                let load = TransactionLoad(
                    workload: workload, connections: Self.storeConnections, database: database)
                let sample = try OurClient(database: database).run(
                    load, callers: Self.storeConnections * PostgresBench.callersPerConnection,
                    seconds: workshop.options.seconds)
                if let fault = sample.fault { throw BenchError.noValidRound("booking: \(fault)") }
                stores[workload, default: []].append(sample.throughput)
            }
            figures.append(try measure(program, round))
            say(
                "  round \(round + 1)/\(workshop.options.rounds): \(format(figures[round].creates.perSecond)) bookings a second"
            )
        }
        return Self.rows(figures, stores)
    }

    private func measure(_ program: String, _ round: Int) throws -> Figures {
        let folder = workshop.path("round-\(round)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pipe = Pipe()
        let process = try Children.start(
            [program, "--folder", folder, "--seconds", "\(workshop.options.seconds)"], output: pipe)
        try pipe.fileHandleForWriting.close()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        Children.forget(process)
        guard process.terminationStatus == 0 else {
            throw BenchError.noValidRound("booking: its program ended with \(process.terminationStatus)")
        }
        return try JSONDecoder().decode(Figures.self, from: data)
    }

    static func rows(_ figures: [Figures], _ stores: [TransactionLoad.Workload: [Double]]) -> [BenchRow] {
        let names = Set(figures.flatMap(\.ready.keys)).sorted()
        let start = [fact("up", "s", figures.map(\.up))]
        let processes = names.flatMap { name in
            [
                fact("ready_\(name)", "s", figures.compactMap { $0.ready[name] }),
                resident(name, figures.compactMap { $0.residentIdle[name] }),
                fact("resident_after_\(name)", "MiB", figures.compactMap { $0.residentAfter[name] }),
                fact("create_cpu_\(name)", "us", figures.compactMap { $0.creates.processor[name] }),
                fact("read_cpu_\(name)", "us", figures.compactMap { $0.reads.processor[name] }),
            ].filter { $0.ours != nil }
        }
        return start + processes + [
            fact("compliance_p50", "ms", figures.map(\.compliance.p50)),
            fact("compliance_p99", "ms", figures.map(\.compliance.p99)),
            beside("create", figures.map(\.creates.perSecond), stores[.create] ?? []),
            fact("create_p50", "ms", figures.map(\.creates.latency.p50)),
            fact("create_p99", "ms", figures.map(\.creates.latency.p99)),
            beside("read", figures.map(\.reads.perSecond), stores[.read] ?? []),
            fact("read_p50", "ms", figures.map(\.reads.latency.p50)),
            fact("read_p99", "ms", figures.map(\.reads.latency.p99)),
        ]
    }

    private static func fact(_ metric: String, _ unit: String, _ values: [Double]) -> BenchRow {
        BenchRow(metric: metric, unit: unit, ours: values.median, peer: "", theirs: nil, ratio: nil, bar: .fact)
    }

    private static func resident(_ name: String, _ values: [Double]) -> BenchRow {
        BenchRow(
            metric: "resident_\(name)", unit: "MiB", ours: values.median, peer: "limit", theirs: residentMax,
            ratio: values.median.map { $0 / residentMax }, bar: .atMost(1))
    }

    private static func beside(_ metric: String, _ ours: [Double], _ store: [Double]) -> BenchRow {
        let ratios = zip(ours, store).filter { $1 > 0 }.map { $0 / $1 }
        return BenchRow(
            metric: metric, unit: "1/s", ours: ours.median, peer: "store", theirs: store.median, ratio: ratios.median,
            bar: .fact)
    }
}
