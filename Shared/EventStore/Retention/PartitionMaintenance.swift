public import Identifiers
public import Postgres

/// A table that is divided by the month of its rows' ids.
public enum PartitionedTable: String, CaseIterable, Sendable {
    case oneYear = "event_store_1y"
    case threeYears = "event_store_3y"
    case sevenYears = "event_store_7y"
    /// Kept longer than topics keep events.
    case inbox
}

/// Rows in a default partition, where they are safe and in nobody's range.
public struct StrayRows: Sendable, Equatable {
    /// Counted up to a bound.
    public let count: Int
    /// The moments of the lowest and the highest id.
    public let oldest: Timestamp?
    public let youngest: Timestamp?
}

/// Makes ranges ahead of time, tells what has gone astray, and lets go of what is older than its class keeps.
///
/// The database does the work (migration 0017, where locks and rights are explained); this goes through the tables, one
/// short transaction a step, and says what came of each. A step that fails, because somebody held a lock for longer than
/// it may be waited for, is told and left for the next run, and the others go on. Several replicas may run it at once.
///
/// A wrong clock loses nothing: a row of a month without a range goes to the default partition, from where it is moved
/// when its range is made, and a range is only dropped when its time is over by the server's clock too.
public struct PartitionMaintenance: Sendable {
    private let partitions: PartitionStore
    private let clock: any WallClock

    /// - Parameters:
    ///   - database: As the system role.
    ///   - clock: What time it is.
    public init(_ database: Database, clock: any WallClock) {
        partitions = PartitionStore(database: database)
        self.clock = clock
    }

    /// What one run did to one table.
    public struct Outcome: Sendable {
        public let table: PartitionedTable
        /// Ranges that were made, and the rows that were moved into them.
        public internal(set) var made: [String] = []
        public internal(set) var rowsMoved: Int64 = 0
        public internal(set) var dropped: [String] = []
        /// Ranges whose time is over and that a legal hold keeps, as a whole.
        public internal(set) var held: [String] = []
        /// Ranges whose time is over and whose rows the audit chain does not know yet.
        public internal(set) var unsealed: [String] = []
        /// Nil when they could not be counted.
        public internal(set) var strays: StrayRows?
        /// What could not be done this time.
        public internal(set) var failures: [any Error] = []
    }

    /// Goes through all tables. Throws only what ends it: that the task is cancelled.
    public func run() async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for table in PartitionedTable.allCases {
            var outcome = Outcome(table: table)
            try await step(&outcome) { outcome in
                for (name, moved) in try await partitions.create(table, at: clock.now) {
                    outcome.made.append(name)
                    outcome.rowsMoved += moved
                }
            }
            try await step(&outcome) { outcome in
                for partition in try await partitions.expired(table, at: clock.now) {
                    try await step(&outcome) { outcome in
                        switch try await partitions.drop(partition, of: table, at: clock.now) {
                        case "dropped": outcome.dropped.append(partition)
                        case "held": outcome.held.append(partition)
                        default: outcome.unsealed.append(partition)
                        }
                    }
                }
            }
            try await step(&outcome) { outcome in outcome.strays = try await partitions.strays(table) }
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func step(_ outcome: inout Outcome, _ work: (inout Outcome) async throws -> Void) async throws {
        do {
            try await work(&outcome)
        } catch  where !Task.isCancelled {
            outcome.failures.append(error)
        }
    }
}
