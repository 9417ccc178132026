import EventLoop

/// The statements up to one Sync, and the task that waits for their answer: what connections carry and what waits for
/// one. The server works through the units of a connection one after the other; a failure ends its own unit and no
/// other.
// Safety: used on the loop's thread only; a cancellation handler goes there first.
final class WorkUnit: @unchecked Sendable {
    /// What the unit is for, which decides what its loss means.
    enum Role {
        /// A statement that only reads.
        case read
        /// An implicit transaction: the Sync commits it.
        case batch
        /// Statements inside of an explicit transaction.
        case open
        case commit(readsOnly: Bool)
        case rollback
        /// A statement is made known to the server, on behalf of a unit that comes behind.
        case prepare(PreparedStatement, for: WorkUnit)
        /// Plain text of several statements, outside of pipeline mode.
        case script
        /// Ours: idle checks and the forgetting of prepared statements.
        case upkeep
    }

    let role: Role
    /// Statements in front of the caller's, whose results nobody wants: ROLLBACK, BEGIN, the settings.
    var prelude: [SQL]
    let statements: [SQL]
    let deadline: MonotonicTime
    /// The transaction that takes the connection for itself with this unit.
    let transaction: Transaction?
    /// Whom the unit belongs to: what holds a connection may cancel its own units there.
    let owner: AnyObject?
    /// Whose rows it may see, where the unit has to say so itself, and whether its caller named the deadline.
    let scope: Scope?
    let namesDeadline: Bool

    /// Results that arrived, the prelude's included.
    var answered = 0
    var outcomes: [StatementOutcome] = []
    /// What went wrong first.
    var failure: PostgresError?
    /// Why one of its statements could not be prepared.
    var preparationFailure: PostgresError?
    /// Whether the Sync has left this process, so that the server may have committed.
    var isFullySent = false
    var isSent = false
    /// Whether nobody will look at what its statements give.
    var dropsResults = false
    /// When it began to wait for a connection.
    var queuedAt = MonotonicTime.never

    /// Whether the task has been told; what arrives afterwards is dropped.
    private(set) var isSettled = false
    private var continuation: UnsafeContinuation<Void, Never>?

    init(
        _ role: Role, prelude: [SQL] = [], _ statements: [SQL], until deadline: MonotonicTime,
        for transaction: Transaction? = nil, ownedBy owner: AnyObject? = nil, in scope: Scope? = nil,
        namesDeadline: Bool = false
    ) {
        self.role = role
        self.prelude = prelude
        self.statements = statements
        self.deadline = deadline
        self.transaction = transaction
        self.owner = owner ?? transaction
        self.scope = scope
        self.namesDeadline = namesDeadline
        outcomes.reserveCapacity(statements.count)
    }

    /// Whether every statement was answered, so that only the Sync's answer is missing.
    var lacksOnlySync: Bool { answered >= prelude.count + statements.count }

    /// The caller's statement whose result is the next one.
    var current: SQL? {
        let index = answered - prelude.count
        return index >= 0 && index < statements.count ? statements[index] : nil
    }

    /// Tells the task that the unit is over; nil means well. Only the first telling counts.
    func settle(_ failure: PostgresError?) {
        guard !isSettled else { return }
        isSettled = true
        self.failure = failure
        continuation?.resume()
        continuation = nil
    }

    /// Waits until the unit is settled. When the task is cancelled, `onCancel` runs on the loop and may settle it.
    func answer(on loop: Loop, onCancel: @escaping @Sendable () -> Void) async throws(PostgresError) {
        if !isSettled {
            await withTaskCancellationHandler {
                await suspend()
            } onCancel: {
                loop.execute(onCancel)
            }
        }
        if let failure { throw failure }
    }

    /// Waits like `answer`, whatever becomes of the task.
    func answerInAnyCase() async throws(PostgresError) {
        await suspend()
        if let failure { throw failure }
    }

    private func suspend() async {
        guard !isSettled else { return }
        await withUnsafeContinuation { continuation in
            if isSettled { continuation.resume() } else { self.continuation = continuation }
        }
    }
}

extension WorkUnit {
    /// What it means for the unit that its connection is gone.
    var failureWhenLost: PostgresError {
        if mayHaveCommitted { return .outcomeUnknown }
        return failure ?? .connectionLost
    }

    /// What its task is told when its time is over, once it is sent.
    var failureWhenLate: PostgresError {
        if mayHaveCommitted { return .outcomeUnknown }
        return failure ?? .deadline(.running)
    }

    /// Whether the server may commit it, or have done so: it was told to, and has refused nothing.
    private var mayHaveCommitted: Bool {
        switch role {
        case .batch, .script, .commit(readsOnly: false): isFullySent && failure?.report == nil
        default: false
        }
    }

    /// Whether its task may be let go when it is cancelled: not while the server may be committing.
    var mayLeave: Bool {
        switch role {
        case .read, .open: true
        default: !isSent
        }
    }
}
