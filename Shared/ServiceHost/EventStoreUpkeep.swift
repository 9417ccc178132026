import EventStore
import Identifiers
import Messaging
import Observability
import PlatformProtocol
import Postgres
import ServiceRuntime

/// What every service does for its event store by itself: ranges ahead of time and retention, the audit chain, and who
/// hears what.
struct EventStoreUpkeep: Sendable {
    private let clock: any WallClock
    private let logger: Logger
    private let partitions: MetricFamily<Counter>
    private let strays: MetricFamily<Gauge>
    private let sealed: Counter
    private let chain: Gauge

    init(clock: any WallClock, logger: Logger, metrics: MetricsRegistry) {
        (self.clock, self.logger) = (clock, logger)
        let tables = MetricLabel.declared("table", PartitionedTable.allCases.map(\.rawValue))
        partitions = metrics.counters(
            "event_partitions_total", "Partitions of the event store and the inbox, by what was done to them.",
            [tables, .declared("outcome", ["made", "dropped", "held", "unsealed", "failed"])])
        strays = metrics.gauges(
            "event_stray_rows", "Rows in a default partition that belong into a range of their own.", [tables])
        sealed = metrics.counter("event_chain_events_total", "Events bound into the audit chain by this process.")
        chain = metrics.gauge("event_chain_links", "The number of the audit chain's last link.")
    }

    /// - Parameters:
    ///   - name: The service.
    ///   - types: What it hears, in one consumer of its name.
    /// - Returns: what its runner is to run.
    func jobs(of name: ServiceName, hears types: Set<EventType>) -> [PeriodicJob] {
        [
            PeriodicJob("event partitions", every: HostLimits.partitionInterval) { databases in
                for outcome in try await PartitionMaintenance(databases.system, clock: clock).run() { tell(outcome) }
            },
            PeriodicJob("event chain", every: HostLimits.chainInterval) { databases in
                let outcome = try await ChainSealer(databases.system, clock: clock).seal()
                if outcome.events > 0 || outcome.drops > 0 { tell(outcome) }
            },
            PeriodicJob("event subscriptions", every: HostLimits.partitionInterval) { databases in
                guard !types.isEmpty else { return }
                try await EventSubscriptions(databases.system).declare(name.rawValue, of: name, hears: types)
            },
        ]
    }

    private func tell(_ outcome: PartitionMaintenance.Outcome) {
        let table = outcome.table.rawValue
        let done: [(StaticString, [String])] = [
            ("made", outcome.made), ("dropped", outcome.dropped), ("held", outcome.held),
            ("unsealed", outcome.unsealed),
        ]
        for (word, names) in done {
            for name in names {
                partitions.with(table, "\(word)").add()
                logger.log(.info, "event partition") { line in
                    line.add(.name, name)
                    line.add(.outcome, word)
                }
            }
        }
        for error in outcome.failures {
            partitions.with(table, "failed").add()
            logger.log(.warning, "event partitions not maintained") { line in
                line.add(.name, table)
                line.add(error: error)
            }
        }
        guard let found = outcome.strays else { return }
        strays.with(table).set(Int64(found.count))
        guard found.count > 0 else { return }
        logger.log(.warning, "rows in a default partition") { line in
            line.add(.name, table)
            line.add(.count, found.count)
        }
    }

    /// The head of the chain stands in the log so that there is a witness of it outside of the database.
    private func tell(_ outcome: ChainSealer.Outcome) {
        sealed.add(UInt64(clamping: outcome.events))
        guard let head = outcome.head else { return }
        chain.set(head.sequence)
        logger.log(.info, "event chain sealed") { line in
            line.add(.count, outcome.events)
            line.add(.offset, head.sequence)
            line.add(.code, head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
    }
}
