// Migrations: the schemas of the services' databases, as files that are applied in order and can be taken back.
//
// Purpose: what a database looks like is exactly what its files say, and who may see what stands beside each table.
// Model: a database is made of two sets of files (MigrationSet), the tables of the platform and those of its service,
// and keeps a record of what was applied (schema_migrations). A plan (MigrationPlan) is both compared. The migrator
// takes one step at a time: in one transaction it takes the lock, reads the record, plans, runs one script and writes
// its row. So two migrators at once take turns, and one that is killed leaves whole steps behind it.
// `DatabasePreparation` makes what stands outside of the files: databases, roles and their rights.
// Failure: whatever contradicts the record is refused by name before anything runs (MigrationFault). A script that
// fails is rolled back with its row. Row-level security is off for a script, which makes a statement that a policy
// would narrow fail loudly instead of changing fewer rows than it says.
// Not here: statements that cannot run in a transaction, and templates: the roles are the only variables.

import EventLoop
public import Postgres

/// Applies the files of one database and takes them back. It works as the owner's role.
public struct Migrator {
    private let database: Database
    let target: ServiceDatabase
    private let sets: [MigrationSet]

    /// A migrator on a connection of `target`'s owner. Must be used on the database's loop.
    public init(_ database: Database, of target: ServiceDatabase, sets: [MigrationSet]) {
        self.database = database
        self.target = target
        self.sets = sets
    }

    /// What is applied and what is not, without changing anything.
    public func plan() async throws -> MigrationPlan {
        let record = try await database.transaction(for: .system, options) { transaction in
            let table = try await transaction.one("SELECT to_regclass('public.schema_migrations') IS NOT NULL")
            return try table.decode(column: 0, as: Bool.self) ? try await self.record(in: transaction) : []
        }
        return try MigrationPlan(sets: sets, record: record)
    }

    /// Applies everything that is pending, and tells of each file when it is done. Returns how many there were.
    @discardableResult
    public func apply(_ done: (MigrationFile) -> Void = { _ in }) async throws -> Int {
        var count = 0
        while let file = try await step({ $0.pending.first }, \.up, record: Self.write) {
            done(file)
            count += 1
        }
        return count
    }

    /// Takes back the last `steps` that were applied, the latest first.
    public func undo(steps: Int, _ done: (MigrationFile) -> Void = { _ in }) async throws {
        let applied = try await plan().applied
        guard steps <= applied.count else {
            throw MigrationFaults(faults: [.nothingToUndo(wanted: steps, applied: applied.count)])
        }
        for wanted in applied.suffix(steps).reversed() {
            // Another migrator may have been here meanwhile: only what was planned is taken back.
            let undone = try await step(
                { $0.applied.last?.file == wanted.file ? wanted.file : nil }, \.down, record: Self.erase)
            guard let undone else { return }
            done(undone)
        }
    }

    private var options: TransactionOptions {
        TransactionOptions(deadline: database.loop.now + MigrationLimits.migrationMax)
    }

    /// One migration in one transaction, or nil when the plan has none.
    private func step(
        _ choose: (MigrationPlan) -> MigrationFile?, _ half: KeyPath<MigrationFile, String>,
        record remember: (MigrationFile, Transaction) async throws -> Void
    ) async throws -> MigrationFile? {
        try await database.transaction(for: .system, options) { transaction in
            // Another migrator may hold the lock for long; a table that is in use is waited for only shortly, because
            // everybody else would queue behind us.
            try await transaction.execute("SET LOCAL lock_timeout = 0")
            try await transaction.execute("SELECT pg_advisory_xact_lock(\(Self.lockKey))")
            try await transaction.execute("SET LOCAL lock_timeout = '10s'")
            try await createRecord(in: transaction)
            let plan = try MigrationPlan(sets: sets, record: try await record(in: transaction))
            guard let file = choose(plan) else { return nil }
            do {
                try await run(target.resolve(file[keyPath: half]), in: transaction)
            } catch let error as PostgresError {
                throw MigrationFailure(label: file.label, cause: error)
            }
            try await remember(file, transaction)
            return file
        }
    }

    /// The statements of a script, none of which may be narrowed by a policy.
    func run(_ script: String, in transaction: Transaction) async throws {
        try await transaction.execute("SET LOCAL row_security = off")
        try await ScriptRunner.run(script, in: transaction)
        try await transaction.execute("SET LOCAL row_security = on")
    }

    /// Any number that nobody else locks by.
    private static let lockKey: Int64 = 0x5269_7368_694d_6967
}

/// A script that the database refused. Nothing of it is left.
public struct MigrationFailure: Error, CustomStringConvertible {
    public let label: String
    public let cause: PostgresError

    /// With the server's words, which the files' author is meant to read.
    public var description: String {
        "\(label) failed and was rolled back: \(cause.report.map { "\($0.debugDescription)" } ?? "\(cause)")"
    }
}
