import EventLoop
import Observability
import Postgres
import ServiceRuntime
import Synchronization

/// The connections of a process to its database, by what they are for: closed in order, and told as metrics.
final class DatabasePools: Sendable {
    private struct Entry: Sendable {
        let name: String
        let database: Database
    }

    private let entries = Mutex<[Entry]>([])
    private let counters = Mutex<[String: PoolCounters]>([:])

    /// Adds a pool under a name; those of one name are told as one.
    func join(_ database: Database, as name: String) {
        entries.withLock { $0.append(Entry(name: name, database: database)) }
    }

    /// Has each pool's figures read on its own loop; a scrape shows the last ones.
    func refresh() {
        let entries = entries.withLock { $0 }
        for (index, entry) in entries.enumerated() {
            let database = entry.database
            database.loop.execute { [self] in
                counters.withLock { $0["\(entry.name)\n\(index)"] = database.counters }
            }
        }
    }

    func declareMetrics(in registry: MetricsRegistry) {
        let gauges: [(String, String, @Sendable (PoolCounters) -> Double)] = [
            ("open", "Connections that work can be given to.", { Double($0.open) }),
            ("in_use", "Connections that have work.", { Double($0.inUse) }),
            ("waiting", "Units of work waiting for a connection.", { Double($0.waiting) }),
        ]
        for (name, help, read) in gauges {
            registry.observed("database_pool_\(name)", help, by: ["pool"]) { [self] in sums(read) }
        }
        let totals: [(String, String, @Sendable (PoolCounters) -> Double)] = [
            ("waits", "Units of work that had to wait.", { Double($0.waits) }),
            ("wait_seconds", "Time they waited in all.", { Double($0.waitedNanoseconds) / 1e9 }),
            ("refusals", "Units refused because too many waited.", { Double($0.refusals) }),
            ("timeouts", "Units whose time was over.", { Double($0.timeouts) }),
            ("connects", "Attempts to open a connection.", { Double($0.connects) }),
            ("connect_failures", "Attempts that failed.", { Double($0.connectFailures) }),
            ("losses", "Connections that were lost.", { Double($0.losses) }),
            ("statements", "Statements sent.", { Double($0.statements) }),
            ("failures", "Units that failed.", { Double($0.failures) }),
            ("retries", "Units run again.", { Double($0.retries) }),
            ("unknown_outcomes", "Units of which nobody knows whether they committed.", { Double($0.unknownOutcomes) }),
        ]
        for (name, help, read) in totals {
            registry.observed("database_pool_\(name)_total", help, as: .counter, by: ["pool"]) { [self] in sums(read) }
        }
    }

    private func sums(_ read: (PoolCounters) -> Double) -> [(values: [String], figure: Double)] {
        var sums: [String: Double] = [:]
        for (key, counters) in counters.withLock({ $0 }) {
            sums[String(key.prefix { $0 != "\n" }), default: 0] += read(counters)
        }
        return sums.sorted { $0.key < $1.key }.map { (values: [$0.key], figure: $0.value) }
    }
}

/// A pool as a part of its process: there from the start, closed when everybody who uses it has ended.
struct PoolService: Service {
    let name: String
    let database: Database

    func run(_ lifecycle: ServiceLifecycle) async throws {
        lifecycle.started()
        await lifecycle.stopRequested()
        await withTaskExecutorPreference(database.loop) { await database.close(by: .now + HostLimits.poolCloseMax) }
    }
}
