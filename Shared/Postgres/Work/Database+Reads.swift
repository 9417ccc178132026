public import EventLoop

/// Reads: one statement each, pipelined with whatever else goes over the same connection. Anything but a read is
/// refused with `notARead` once the server has named the command, so that a test meets it the first time it runs.
extension Database {
    /// All rows.
    public func rows(
        _ statement: SQL, for scope: Scope, by deadline: MonotonicTime? = nil
    ) async throws(PostgresError) -> Rows {
        shared.value.reads += 1
        let outcomes = try await repeatingStalePlans { () throws(PostgresError) in
            try await answer(.read, [statement], for: scope, by: deadline)
        }
        guard let outcome = outcomes.first else { throw .rowCount(found: 0, statement: statement.parts.label) }
        return try outcome.rows(of: statement)
    }

    /// The first row, nil when there is none.
    public func first(
        _ statement: SQL, for scope: Scope, by deadline: MonotonicTime? = nil
    ) async throws(PostgresError) -> Row? {
        try await rows(statement, for: scope, by: deadline).first
    }

    /// The one row that there must be.
    public func one(
        _ statement: SQL, for scope: Scope, by deadline: MonotonicTime? = nil
    ) async throws(PostgresError) -> Row {
        try await rows(statement, for: scope, by: deadline).only()
    }

    /// Asks the server for a sign of life.
    public func ping(by deadline: MonotonicTime) async throws(PostgresError) {
        _ = try await one("SELECT 1", for: .system, by: deadline)
    }

    /// One unit of the implicit kinds, from its making to its results.
    func answer(
        _ role: WorkUnit.Role, _ statements: [SQL], for scope: Scope, by deadline: MonotonicTime?
    ) async throws(PostgresError) -> [StatementOutcome] {
        let unit = WorkUnit(
            role, statements, until: deadline ?? usualDeadline, in: scope, namesDeadline: deadline != nil)
        try await perform(unit)
        return unit.outcomes
    }

    /// Runs a unit a second time when the schema has changed under a prepared statement: nothing of the first was
    /// committed, and what failed is prepared anew.
    func repeatingStalePlans<Value>(
        _ unit: () async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        do throws(PostgresError) {
            return try await unit()
        } catch {
            guard case .stalePlan = error else { throw error }
        }
        shared.value.retries += 1
        return try await unit()
    }
}
