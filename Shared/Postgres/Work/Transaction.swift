import EventLoop

/// An open transaction, for the closure given to `Database.transaction`. It is over when the closure is.
///
/// A statement that is waited for costs a round trip. What nobody waits for is `enqueue`d and travels with the next
/// statement that is, or with COMMIT: a transaction that reads, decides and writes takes two.
// Safety: used on the loop's thread only, which every statement checks.
public final class Transaction: @unchecked Sendable {
    /// Whose rows it may see.
    public let scope: Scope
    private let database: Database
    private let options: TransactionOptions
    private let deadline: MonotonicTime
    /// Set when BEGIN is sent.
    var connection: Connection?
    private var enqueued: [SQL] = []
    var afterCommitActions: [@Sendable () -> Void] = []
    private var hasBegun = false
    private var isOver = false

    init(of database: Database, for scope: Scope, _ options: TransactionOptions, until deadline: MonotonicTime) {
        self.database = database
        self.scope = scope
        self.options = options
        self.deadline = deadline
    }

    // MARK: Statements

    /// Runs a statement and tells how many rows it wrote.
    @discardableResult
    public func execute(_ statement: SQL) async throws(PostgresError) -> Int {
        try await flush([statement]).last?.affected ?? 0
    }

    /// All rows.
    public func rows(_ statement: SQL) async throws(PostgresError) -> Rows {
        guard let outcome = try await flush([statement]).last else {
            throw .rowCount(found: 0, statement: statement.parts.label)
        }
        return try outcome.rows(of: statement)
    }

    /// The first row, nil when there is none.
    public func first(_ statement: SQL) async throws(PostgresError) -> Row? {
        try await rows(statement).first
    }

    /// The one row that there must be.
    public func one(_ statement: SQL) async throws(PostgresError) -> Row {
        try await rows(statement).only()
    }

    /// Adds a statement to the next flush. Should it fail, the next statement that is waited for does, or the commit.
    public func enqueue(_ statement: SQL) throws(PostgresError) {
        guard !isOver else { throw .transactionOver }
        guard enqueued.count < database.limits.statementsPerUnitMax else { throw .unitTooLarge }
        enqueued.append(statement)
    }

    /// Runs several statements in one flush. The batch's scope must be the transaction's.
    public func run(_ batch: Batch) async throws(PostgresError) -> BatchResults {
        precondition(batch.scope == scope, "a batch runs in a transaction of its own scope")
        afterCommitActions += batch.afterCommitActions
        let outcomes = try await flush(batch.statements)
        return BatchResults(statements: batch.statements, outcomes: outcomes.suffix(batch.count))
    }

    /// Has `action` called on the loop once the transaction has committed, or may have. For hints to others, such as that
    /// there is something to do: it must not be what makes the program right, because a crash comes in between.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) {
        afterCommitActions.append(action)
    }

    /// Sends what was enqueued and these statements, and waits for their answer.
    private func flush(_ statements: [SQL]) async throws(PostgresError) -> [StatementOutcome] {
        database.loop.checkIsolated()
        guard !isOver else { throw .transactionOver }
        let all = enqueued.isEmpty ? statements : enqueued + statements
        enqueued.removeAll()
        guard hasBegun else { return try await begin(all) }
        guard let connection, connection.isOpen else { throw .connectionLost }
        let unit = WorkUnit(.open, all, until: deadline, for: self)
        return try await perform(unit, on: connection)
    }

    /// The first flush: BEGIN and the settings go in front. When the schema has changed under a statement, the
    /// transaction begins anew, since nobody has seen anything of it.
    private func begin(_ statements: [SQL]) async throws(PostgresError) -> [StatementOutcome] {
        hasBegun = true
        do throws(PostgresError) {
            let unit = beginning(statements)
            try await database.perform(unit)
            return unit.outcomes
        } catch {
            guard case .stalePlan = error, let connection, connection.isOpen else { throw error }
        }
        database.shared.value.retries += 1
        guard let connection else { throw .connectionLost }
        connection.send(WorkUnit(.rollback, ["ROLLBACK"], until: deadline, for: self))
        return try await perform(beginning(statements), on: connection)
    }

    private func beginning(_ statements: [SQL]) -> WorkUnit {
        WorkUnit(
            .open, prelude: [options.begin], statements, until: deadline, for: self, in: scope,
            namesDeadline: options.deadline != nil)
    }

    private func perform(
        _ unit: WorkUnit, on connection: Connection
    ) async throws(PostgresError) -> [StatementOutcome] {
        do throws(PostgresError) {
            try database.check(unit)
            connection.send(unit)
            try await unit.answer(on: database.loop) { [database] in database.cancelled(unit) }
            return unit.outcomes
        } catch {
            database.count(error)
            throw error
        }
    }

    // MARK: Ending

    /// Sends what was enqueued and, behind a Sync of its own, COMMIT: a failure in front of it would otherwise skip
    /// it and leave the session in the failed transaction.
    func commit() async throws(PostgresError) {
        guard hasBegun else { return try await commitUnbegun() }
        isOver = true
        guard let connection, connection.isOpen else { throw .connectionLost }
        let last = WorkUnit(.open, enqueued, until: deadline, for: self)
        last.dropsResults = true
        let commit = WorkUnit(.commit(readsOnly: options.readsOnly), ["COMMIT"], until: deadline)
        do throws(PostgresError) {
            try database.check(last)
        } catch {
            await rollBack()
            throw error
        }
        if !enqueued.isEmpty { connection.send(last) }
        connection.send(commit)
        release(connection)
        do throws(PostgresError) {
            try await commit.answerInAnyCase()
        } catch {
            // What the server refused in front of COMMIT is certain, and why that ended in a rollback. A connection
            // that was lost there says nothing: the server may have gone on to COMMIT.
            let cause = last.failure.flatMap { $0.report == nil ? nil : $0 } ?? error
            database.count(cause)
            throw cause
        }
    }

    /// Nothing was waited for: what was enqueued is a batch, unless the options ask for a real transaction.
    private func commitUnbegun() async throws(PostgresError) {
        guard !enqueued.isEmpty else {
            isOver = true
            return
        }
        if options.isolation != .readCommitted || options.readsOnly {
            _ = try await flush([])
            return try await commit()
        }
        isOver = true
        let statements = enqueued
        _ = try await database.repeatingStalePlans { () throws(PostgresError) in
            try await database.answer(.batch, statements, for: scope, by: options.deadline)
        }
    }

    /// Ends the transaction without a trace, and waits for it until the deadline: what takes longer goes on by itself.
    func rollBack() async {
        isOver = true
        guard hasBegun, let connection else { return }
        let waiter = WorkUnit(.upkeep, [], until: deadline)
        database.tasks.add { [self] in
            await rollBack(on: connection)
            waiter.settle(nil)
        }
        guard database.loop.now < deadline else { return }
        let timer = database.loop.makeTimer { waiter.settle(nil) }
        database.loop.arm(timer, at: deadline)
        defer { database.loop.release(timer) }
        // It is settled without a failure, by the rollback or by the timer.
        try? await waiter.answerInAnyCase()
    }

    /// The connection is closed when even that fails.
    private func rollBack(on connection: Connection) async {
        await connection.cancelDelivered()
        guard connection.isOpen else { return release(connection) }
        let unit = WorkUnit(.rollback, ["ROLLBACK"], until: database.loop.now + database.limits.answerGrace, for: self)
        connection.send(unit)
        // How the rollback fails is the connection's affair: it is closed then, which rolls back too.
        try? await unit.answerInAnyCase()
        release(connection)
    }

    /// Lets others have the connection.
    private func release(_ connection: Connection) {
        guard connection.holder === self else { return }
        connection.holder = nil
        connection.wantsCancel = false
        database.dispatch()
    }
}
