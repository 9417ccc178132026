import Foundation

/// Our client beside pgbench, on one private server that forces every commit to the disk.
///
/// Both send the same statements, prepared, as the application's role, in transactions that set the organisation. Ours
/// sends a transaction in one flush and keeps several under way on a connection; pgbench waits for each statement. Two
/// more contenders show where a difference comes from: ours with one transaction under way on each connection, and
/// pgbench with a transaction in one flush (`\startpipeline`).
struct PostgresBench {
    static let program = "postgres-bench"
    static let connections = [1, 4, 16]
    /// Callers of ours for each connection; pgbench always has one.
    static let callersPerConnection = 4
    static let bookings = 100_000
    /// How many times pgbench's throughput ours must reach.
    static let bars: [TransactionLoad.Workload: Double] = [.create: 1.2, .read: 0.9]
    /// The overload: how many times what is served arrives, on how many connections, and how long each may take.
    static let overloadFactor = 10
    static let overloadConnections = 4
    static let overloadDeadline = 250
    /// A refusal that comes so many milliseconds after its deadline is in time still.
    static let lateMax = 20.0

    let workshop: Workshop

    func run() throws -> [BenchRow] {
        guard let program = workshop.program(Self.program) else {
            throw BenchError.cannotStart(Self.program, why: "it is not in this build")
        }
        let database = try BookingDatabase(program, bookings: Self.bookings, log: workshop.path("server.log"))
        say("  PostgreSQL \(database.place.version) with \(Self.bookings) bookings; \(try Pgbench.version(database))")
        var rows: [BenchRow] = []
        var plot: [(name: String, values: [Double])] = []
        var capacity = 0.0
        for workload in TransactionLoad.Workload.allCases {
            for connections in Self.connections {
                let rounds = try rounds(workload, connections, database)
                rows += self.rows(workload, connections, rounds)
                for contender in ["ours", "pgbench"] {
                    plot.append(
                        ("\(workload.rawValue) \(connections) \(contender)", rounds.values(contender, \.throughput)))
                }
                if workload == .create, connections == Self.overloadConnections {
                    capacity = rounds.values("ours", \.throughput).median ?? 0
                }
            }
        }
        rows += try overload(database, capacity)
        try workshop.save(plot: Plot.bars(title: "Transactions a second by connections", unit: "1/s", plot))
        return rows
    }

    private func rounds(
        _ workload: TransactionLoad.Workload, _ connections: Int, _ database: BookingDatabase
    ) throws -> TransactionRounds {
        let load = TransactionLoad(workload: workload, connections: connections, database: database)
        let ours = OurClient(database: database)
        let pgbench = try Pgbench(workshop: workshop, database: database)
        let contenders: [(name: String, run: (Int) throws -> TransactionSample)] = [
            ("ours", { try ours.run(load, callers: connections * Self.callersPerConnection, seconds: $0) }),
            ("ours alone", { try ours.run(load, callers: connections, seconds: $0) }),
            ("pgbench", { try pgbench.run(load, pipelined: false, seconds: $0) }),
            ("pgbench pipelined", { try pgbench.run(load, pipelined: true, seconds: $0) }),
        ]
        let only = workshop.options.onlyPeer
        let rounds = try TransactionRounds(
            workshop.options.rounds, of: workshop.options.seconds, "\(workload.rawValue) on \(connections)",
            contenders.filter { $0.name.hasPrefix("ours") || only == nil || $0.name == only })
        guard !rounds.samples.isEmpty else { throw BenchError.noValidRound(workload.rawValue) }
        return rounds
    }

    private func rows(
        _ workload: TransactionLoad.Workload, _ connections: Int, _ rounds: TransactionRounds
    ) -> [BenchRow] {
        let name = "\(workload.rawValue)_\(connections)"
        return ["pgbench", "pgbench pipelined"].filter { rounds.samples[$0] != nil }.flatMap { peer in
            // Reading needs no BEGIN in one flush, so there the pipelined pgbench runs exactly what ours does.
            let isMeasure = peer == "pgbench" || workload == .read
            let bar = isMeasure ? Self.bars[workload].map { BenchRow.Bar.atLeast($0) } : nil
            return [
                rounds.row(name, "1/s", "ours", peer, \.throughput, bar),
                rounds.row(name + "_alone", "1/s", "ours alone", peer, \.throughput),
                rounds.row(name + "_client_cpu", "us", "ours", peer, \.clientCPU),
                rounds.row(name + "_p50", "us", "ours", peer, \.p50),
                rounds.row(name + "_p99", "us", "ours", peer, \.p99),
                rounds.row(name + "_alone_p50", "us", "ours alone", peer, \.p50),
                rounds.row(name + "_alone_p99", "us", "ours alone", peer, \.p99),
            ]
        }
    }

    private func overload(_ database: BookingDatabase, _ capacity: Double) throws -> [BenchRow] {
        let outcome = try OurClient(database: database).overload(
            connections: Self.overloadConnections, rate: max(1, Int(capacity) * Self.overloadFactor),
            deadline: Self.overloadDeadline, seconds: workshop.options.seconds)
        let refused = outcome.refused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        say("  overload: \(outcome.offered) offered, \(outcome.served) served, \(refused.joined(separator: ", "))")
        let goodput = Double(outcome.served) / outcome.seconds
        return [
            limit("overload_served_p99", outcome.servedP99 / 1000, Double(Self.overloadDeadline)),
            limit("overload_refused_late_p99", outcome.lateP99 / 1000, Self.lateMax),
            limit("overload_refused_late_max", outcome.lateMax / 1000, Self.lateMax),
            BenchRow(
                metric: "overload_served", unit: "1/s", ours: goodput, peer: "no overload", theirs: capacity,
                ratio: goodput / capacity, bar: .fact),
            BenchRow(
                metric: "overload_outcome_unknown", unit: "units",
                ours: Double(outcome.refused["outcome_unknown"] ?? 0),
                peer: "offered", theirs: Double(outcome.offered),
                ratio: Double(outcome.refused["outcome_unknown"] ?? 0) / Double(outcome.offered), bar: .fact),
        ]
    }

    private func limit(_ metric: String, _ milliseconds: Double, _ limit: Double) -> BenchRow {
        BenchRow(
            metric: metric, unit: "ms", ours: milliseconds, peer: "limit", theirs: limit, ratio: milliseconds / limit,
            bar: .atMost(1))
    }
}
