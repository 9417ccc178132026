public import JSON
public import Postgres

/// Tables like the live ones in a schema of their own, which a replay fills and which then take their place.
///
/// Made by the owner's functions (migration 0019), and only for tables that a migration has declared. The live tables
/// keep their identity: the swap changes the rows that differ, so grants, policies and references stay.
public struct ShadowBuild: Sendable {
    let database: Database
    /// Lower-case letters, digits and underscores.
    public let name: String
    /// The live tables.
    public let tables: [String]

    /// - Parameters:
    ///   - name: What its schema is called after.
    ///   - tables: Which tables are built.
    ///   - database: The handler's database as the system role.
    public init(_ name: String, of tables: [String], in database: Database) {
        precondition(!tables.isEmpty, "something is built")
        (self.name, self.tables, self.database) = (name, tables, database)
    }

    /// What becomes of rows that only the live tables have.
    public enum Rest: Sendable, Hashable {
        case deleted
        case kept
    }

    /// What the swap did to one table.
    public struct Swapped: Sendable, Equatable {
        public let table: String
        public let written: Int64
        public let deleted: Int64
    }

    /// Makes the tables that are not there yet.
    public func prepare() async throws {
        try await database.transaction(for: .system) { transaction in
            _ = try await transaction.rows("SELECT prepare_shadow(\(name), \(tables))")
        }
    }

    /// Row by row what differs in one table, in the order of its key, at most `EventStoreLimits.differencesMax`.
    ///
    /// - Parameters:
    ///   - table: One of the tables.
    ///   - columns: What says when or by whom a copy was made, and not what it says.
    /// - Returns: Nothing when both are the same.
    /// - Throws: `PostgresError`, also where the system role may not see the live table.
    public func differences(of table: String, ignoring columns: [String] = []) async throws -> [ShadowDifference] {
        try await database.rows(
            """
            SELECT kind, key, live, shadow FROM shadow_differences(\(name), \(table), \(columns),
                \(Int32(EventStoreLimits.differencesMax)))
            """, for: .system
        ).map { row throws(PostgresError) in
            let (kind, key, live, shadow) = try row.decode(
                ShadowDifference.Kind.self, JSONText.self, JSONText?.self, JSONText?.self)
            return ShadowDifference(
                kind: kind, key: readable(key.bytes) ?? .null, live: live.flatMap { readable($0.bytes) },
                shadow: shadow.flatMap { readable($0.bytes) })
        }
    }

    /// Throws it away.
    public func discard() async throws {
        try await database.transaction(for: .system) { transaction in
            _ = try await transaction.rows("SELECT discard_shadow(\(name))")
        }
    }

    /// Has a transaction find the shadow's tables where it names the live ones.
    func enter(in transaction: Transaction) throws(PostgresError) {
        try transaction.enqueue(
            "SELECT set_config('search_path', shadow_schema(\(name)) || ', public, pg_temp', true)")
    }

    func lock(in transaction: Transaction) async throws {
        _ = try await transaction.rows("SELECT lock_for_swap(\(tables))")
    }

    /// Gives the live tables the shadow's rows and drops the shadow.
    func swap(rest: Rest, in transaction: Transaction) async throws -> [Swapped] {
        let swapped = try await transaction.rows(
            """
            SELECT table_name, rows_written, rows_deleted
            FROM swap_shadow(\(name), \(tables), \(rest == .deleted))
            """
        ).map { row throws(PostgresError) in
            let (table, written, deleted) = try row.decode(String.self, Int64.self, Int64.self)
            return Swapped(table: table, written: written, deleted: deleted)
        }
        _ = try await transaction.rows("SELECT discard_shadow(\(name))")
        return swapped
    }
}

/// One row that is not the same in the live table and in the shadow.
public struct ShadowDifference: Sendable, Equatable {
    public let kind: Kind
    /// The columns of the primary key.
    public let key: JSONValue
    public let live: JSONValue?
    public let shadow: JSONValue?

    /// How they differ.
    public enum Kind: String, Sendable, PostgresEncodable, PostgresDecodable {
        /// Only the live table has it.
        case missing
        /// Only the shadow has it.
        case added
        /// The live table has a newer version: it has gone on.
        case newer
        case different
    }
}
