import Foundation

/// pgbench with the statements of ours, prepared, over the server's socket.
struct Pgbench {
    let workshop: Workshop
    let database: BookingDatabase
    private let variables: [String]

    init(workshop: Workshop, database: BookingDatabase) throws {
        self.workshop = workshop
        self.database = database
        let data = try Children.output(of: [database.program, "variables"])
        let constants = try JSONDecoder().decode([String: String].self, from: data)
        variables = constants.sorted { $0.key < $1.key }.flatMap { ["-D", "\($0.key)=\($0.value)"] }
    }

    /// The program of the server's own version. Debian's one in the search path is a script that finds it, whose time
    /// would be added.
    private static func program(_ database: BookingDatabase) -> String {
        let major = database.place.version.prefix { $0.isNumber }
        let folder = ProcessInfo.processInfo.environment["RISHI_POSTGRES_BIN"] ?? "/usr/lib/postgresql/\(major)/bin"
        return FileManager.default.isExecutableFile(atPath: "\(folder)/pgbench") ? "\(folder)/pgbench" : "pgbench"
    }

    static func version(_ database: BookingDatabase) throws -> String {
        let text = String(decoding: try Children.output(of: [program(database), "--version"]), as: UTF8.self)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func run(_ load: TransactionLoad, pipelined: Bool, seconds: Int) throws -> TransactionSample {
        let name = "\(load.workload.rawValue)\(pipelined ? "-pipelined" : "")"
        let script = try Children.output(
            of: [database.program, "script", "--workload", load.workload.rawValue] + (pipelined ? ["--pipelined"] : []))
        let path = try workshop.write(String(decoding: script, as: UTF8.self), to: name + ".sql")
        let prefix = "log-\(name)-\(UInt32.random(in: .min ... .max))"
        let before = ChildrenCPU.microseconds
        let data = try Children.output(
            of: [
                Self.program(database), "--host", database.place.socketFolder, "--port", String(database.place.port),
                "--username", database.place.user, "--no-vacuum", "--protocol", "prepared",
                "--client", String(load.connections), "--jobs", "1", "--time", String(seconds),
                "--define", "base=\(database.nextBase())", "--define", "bookings=\(database.place.bookings)",
                "--log", "--log-prefix", workshop.path(prefix), "--sampling-rate", String(Self.sampled(load.workload)),
                "--file", path,
            ] + variables + [database.place.database])
        let cpu = ChildrenCPU.microseconds - before
        guard let report = PgbenchReport(String(decoding: data, as: UTF8.self)) else {
            throw BenchError.unreadable("pgbench's report: \(String(decoding: data, as: UTF8.self).suffix(2000))")
        }
        let latencies = try latencies(prefix)
        return TransactionSample(
            throughput: report.transactionsPerSecond, clientCPU: cpu / Double(report.transactions),
            p50: latencies.quantile(0.5) ?? 0, p99: latencies.quantile(0.99) ?? 0, fault: report.fault)
    }

    /// Writing down every read would cost pgbench more than the reads that are not written down tell.
    private static func sampled(_ workload: TransactionLoad.Workload) -> Double {
        workload == .create ? 1 : 0.05
    }

    /// The third field of each line is the transaction's time in microseconds.
    private func latencies(_ prefix: String) throws -> [Double] {
        let folder = workshop.path("")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }
        return try names.flatMap { name in
            defer { removeIfThere(workshop.path(name)) }
            return try String(contentsOfFile: workshop.path(name), encoding: .utf8).split(separator: "\n")
                .compactMap { line in
                    line.split(separator: " ").dropFirst(2).first.flatMap { Double($0) }
                }
        }
    }

    private func removeIfThere(_ path: String) {
        // What stays behind goes with the workshop's folder.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// What pgbench prints at its end.
struct PgbenchReport: Equatable {
    let transactions: Int
    let transactionsPerSecond: Double
    /// Aborted clients and failed transactions.
    let fault: String?

    init?(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        func value(_ prefix: String) -> Substring? {
            lines.first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count).split(separator: " ").first
        }
        guard let transactions = value("number of transactions actually processed: ").flatMap({ Int($0) }),
            let rate = value("tps = ").flatMap({ Double($0) })
        else { return nil }
        self.transactions = transactions
        transactionsPerSecond = rate
        let error = lines.first { $0.contains("error:") }
        let failed = value("number of failed transactions: ").flatMap { Int($0) } ?? 0
        fault = error ?? (failed > 0 ? "\(failed) transactions failed" : nil)
    }
}
