import Foundation
import Glibc

/// One workload on so many connections, whoever carries it.
struct TransactionLoad {
    enum Workload: String, CaseIterable {
        case create
        case read
    }

    let workload: Workload
    let connections: Int
    let database: BookingDatabase
}

/// What one client did in one round.
struct TransactionSample {
    let throughput: Double
    /// Microseconds of a transaction in the client's own process.
    let clientCPU: Double
    /// Microseconds.
    let p50: Double
    let p99: Double
    /// Why the round does not count.
    var fault: String?
}

/// Our client, which is a program of its own, as pgbench is.
struct OurClient {
    let database: BookingDatabase

    private struct Outcome: Decodable {
        let transactions: Int
        let failures: Int
        let failure: String?
        let seconds: Double
        let p50: Double
        let p99: Double
    }

    struct Overload: Decodable {
        let offered: Int
        let served: Int
        let seconds: Double
        let servedP50: Double
        let servedP99: Double
        let refused: [String: Int]
        let lateP99: Double
        let lateMax: Double
    }

    func run(_ load: TransactionLoad, callers: Int, seconds: Int) throws -> TransactionSample {
        let (outcome, cpu): (Outcome, Double) = try output([
            "load", "--workload", load.workload.rawValue, "--connections", String(load.connections), "--callers",
            String(callers), "--seconds", String(seconds), "--base", String(database.nextBase()), "--bookings",
            String(database.place.bookings),
        ])
        return TransactionSample(
            throughput: Double(outcome.transactions) / outcome.seconds, clientCPU: cpu / Double(outcome.transactions),
            p50: outcome.p50, p99: outcome.p99,
            fault: outcome.failures > 0 ? "\(outcome.failures) failed: \(outcome.failure ?? "")" : nil)
    }

    func overload(connections: Int, rate: Int, deadline: Int, seconds: Int) throws -> Overload {
        try output([
            "overload", "--connections", String(connections), "--rate", String(rate), "--deadline", String(deadline),
            "--seconds", String(seconds), "--base", String(database.nextBase()),
        ]).0
    }

    private func output<Value: Decodable>(_ arguments: [String]) throws -> (Value, cpu: Double) {
        let before = ChildrenCPU.microseconds
        let data = try Children.output(of: [database.program] + arguments + ["--url", database.url])
        let cpu = ChildrenCPU.microseconds - before
        guard let value = try? JSONDecoder().decode(Value.self, from: data) else {  // It says what is wrong instead.
            throw BenchError.unreadable("our client's report: \(String(decoding: data, as: UTF8.self))")
        }
        return (value, cpu)
    }
}

/// The processor time of the children that have ended: what a client took is what it grows by.
enum ChildrenCPU {
    static var microseconds: Double {
        var usage = rusage()
        // Safety: getrusage writes exactly one rusage.
        guard unsafe getrusage(RUSAGE_CHILDREN.rawValue, &usage) == 0 else { return 0 }
        return [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) * 1e6 + Double($0.tv_usec) }.reduce(0, +)
    }
}
