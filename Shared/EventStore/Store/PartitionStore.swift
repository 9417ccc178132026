import EventLoop
import Identifiers
import Postgres

/// The functions that make and drop partitions; all of them as the system role, each call in a transaction of its own,
/// so that locks are held for one step only.
struct PartitionStore: Sendable {
    let database: Database

    func create(_ table: PartitionedTable, at now: Timestamp) async throws -> [(name: String, rowsMoved: Int64)] {
        try await database.transaction(for: .system, options) { transaction in
            try await transaction.rows(
                """
                SELECT partition, rows_moved FROM create_partitions(\(table.rawValue), \(now),
                    \(Int32(EventStoreLimits.monthsAhead)), \(Int32(EventStoreLimits.rowsMovedMax)))
                """
            ).map { row in
                let (name, moved) = try row.decode(String.self, Int64.self)
                return (name, moved)
            }
        }
    }

    func strays(_ table: PartitionedTable) async throws(PostgresError) -> StrayRows {
        let row = try await database.one(
            """
            SELECT strays, oldest, youngest
            FROM stray_rows(\(table.rawValue), \(Int32(EventStoreLimits.straysCountedMax)))
            """, for: .system)
        let (count, oldest, youngest) = try row.decode(Int64.self, Timestamp?.self, Timestamp?.self)
        return StrayRows(count: Int(count), oldest: oldest, youngest: youngest)
    }

    func expired(_ table: PartitionedTable, at now: Timestamp) async throws(PostgresError) -> [String] {
        try await database.rows(
            "SELECT partition FROM expired_partitions(\(table.rawValue), \(now))", for: .system
        ).decode(String.self)
    }

    func drop(_ partition: String, of table: PartitionedTable, at now: Timestamp) async throws -> String {
        try await database.transaction(for: .system, options) { transaction in
            try await transaction.one("SELECT drop_partition(\(table.rawValue), \(partition), \(now))")
                .decode(String.self)
        }
    }

    private var options: TransactionOptions {
        TransactionOptions(deadline: database.loop.now + EventStoreLimits.maintenanceStepMax)
    }
}
