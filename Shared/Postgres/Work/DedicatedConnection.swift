public import EventLoop

/// One connection outside of any pool, for what belongs to a session: advisory locks that are held while their holder
/// works, and migrations. It is not opened again when it is lost; its owner is told and decides.
///
/// Each call is a unit of its own that commits by itself, in the order of the calls, unless the owner has begun a
/// transaction with `execute("BEGIN")`.
// Safety: used on the loop's thread only, which every call checks.
public final class DedicatedConnection: @unchecked Sendable {
    private let connection: Connection
    private let loop: Loop
    private let tasks: TaskSet
    private let limits: PostgresLimits
    private var lossWaiters: [WorkUnit] = []
    private var isClosing = false

    /// Called on the loop, once, when the connection is lost without having been closed.
    public var onLoss: (() -> Void)?

    /// Opens a connection, or tells why that is not possible. Whoever opens one closes it.
    public static func open(
        _ settings: DatabaseSettings, on loop: Loop, blocking: BlockingThread, limits: PostgresLimits = PostgresLimits()
    ) async throws(PostgresError) -> DedicatedConnection {
        loop.checkIsolated()
        let tasks = TaskSet(on: loop)
        let connection = try await Connection.open(
            settings, on: loop, limits: limits, counters: SharedCounters(), tasks: tasks, blocking: blocking)
        return DedicatedConnection(connection, on: loop, tasks: tasks, limits: limits)
    }

    private init(_ connection: Connection, on loop: Loop, tasks: TaskSet, limits: PostgresLimits) {
        self.connection = connection
        self.loop = loop
        self.tasks = tasks
        self.limits = limits
        connection.holder = self
        connection.isDedicated = true
        connection.onChange = { [unowned self] in
            if !self.connection.isOpen { ended() }
        }
        tasks.add {
            await connection.receive()
            connection.end()
        }
    }

    /// Whether the connection is there, as far as anybody knows.
    public var isOpen: Bool { connection.isOpen }

    /// The number of the server's process for this session, which holds its locks.
    public var serverProcess: Int32 { connection.link.serverProcess }

    // MARK: Statements

    /// Runs a statement and tells how many rows it wrote.
    @discardableResult
    public func execute(_ statement: SQL, by deadline: MonotonicTime? = nil) async throws(PostgresError) -> Int {
        try await answer(statement, by: deadline).affected
    }

    /// All rows.
    public func rows(_ statement: SQL, by deadline: MonotonicTime? = nil) async throws(PostgresError) -> Rows {
        try await answer(statement, by: deadline).rows(of: statement)
    }

    /// The first row, nil when there is none.
    public func first(_ statement: SQL, by deadline: MonotonicTime? = nil) async throws(PostgresError) -> Row? {
        try await rows(statement, by: deadline).first
    }

    /// The one row that there must be.
    public func one(_ statement: SQL, by deadline: MonotonicTime? = nil) async throws(PostgresError) -> Row {
        try await rows(statement, by: deadline).only()
    }

    /// Runs a script; without BEGIN in it, or before it, the server commits or refuses it as a whole. Nothing else may
    /// be under way. Its statements take no longer than `unitTimeout` each.
    public func run(_ script: SQLScript, by deadline: MonotonicTime? = nil) async throws(PostgresError) {
        loop.checkIsolated()
        precondition(connection.inFlight.isEmpty, "a script runs alone")
        let unit = WorkUnit(.script, [], until: deadline ?? loop.now + limits.unitTimeout, ownedBy: self)
        guard connection.isOpen else { throw .connectionLost }
        connection.send(script, as: unit)
        try await unit.answer(on: loop) { [connection] in connection.cancelRunning() }
    }

    private func answer(
        _ statement: SQL, by deadline: MonotonicTime?
    ) async throws(PostgresError) -> StatementOutcome {
        loop.checkIsolated()
        guard connection.isOpen else { throw .connectionLost }
        if let (fault, number) = statement.parts.fault {
            throw .parameter(fault, number: number, statement: statement.parts.label)
        }
        let unit = WorkUnit(
            .batch, [statement], until: deadline ?? loop.now + limits.unitTimeout, ownedBy: self, in: .system,
            namesDeadline: deadline != nil)
        connection.send(unit)
        try await unit.answer(on: loop) { [connection] in connection.cancelRunning() }
        return unit.outcomes.first ?? .written(0)
    }

    // MARK: Ending

    /// Suspends until the connection is gone, or the task is cancelled.
    public func lost() async {
        loop.checkIsolated()
        guard connection.isOpen else { return }
        let waiter = WorkUnit(.upkeep, [], until: .never)
        lossWaiters.append(waiter)
        // Either way the wait is over.
        try? await waiter.answer(on: loop) { waiter.settle(nil) }
    }

    /// Closes the connection; what the session held is free then.
    public func close() async {
        loop.checkIsolated()
        isClosing = true
        connection.end()
        tasks.cancelAll()
        await tasks.drained()
    }

    private func ended() {
        for waiter in lossWaiters { waiter.settle(nil) }
        lossWaiters = []
        guard !isClosing, let onLoss else { return }
        self.onLoss = nil
        onLoss()
    }
}
