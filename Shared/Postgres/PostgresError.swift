/// Every way in which work with the database can fail.
///
/// Three groups: what the server refused (with its report), what we refused or could not do, and what became of the
/// connection. Only `outcomeUnknown` leaves open whether something was committed; after every other error, nothing of
/// the unit was, but for `decoding` and `resultTooLarge` of a batch, which are found when it has been.
public enum PostgresError: Error, Sendable {
    // MARK: The server refused

    case uniqueViolation(constraint: String, ServerReport)
    case exclusionViolation(constraint: String, ServerReport)
    case foreignKeyViolation(constraint: String, ServerReport)
    case checkViolation(constraint: String, ServerReport)
    case notNullViolation(column: String, ServerReport)
    /// 40001: the transaction would not be serializable. It may be tried again as a whole.
    case serializationFailure(ServerReport)
    /// 40P01. The transaction may be tried again as a whole.
    case deadlock(ServerReport)
    /// 55P03: a lock asked for without waiting, or not got in `lock_timeout`.
    case lockNotAvailable(ServerReport)
    /// 57014: the statement took longer than the server's timeout, which is the unit's deadline, or was cancelled.
    case statementTimeout(ServerReport)
    /// 42501: a grant is missing, or a row would lie outside of what row-level security shows.
    case notPermitted(ServerReport)
    /// 25006: a write in a transaction that was declared to read only.
    case readOnly(ServerReport)
    /// Class 22: a value that its column's type cannot hold.
    case invalidData(ServerReport)
    /// Class 42 and others that say that the statement or the schema is wrong: our bug, or a missing migration.
    case invalidStatement(ServerReport)
    /// 0A000 or 26000 after one repetition: the schema changes under the prepared statement.
    case stalePlan(ServerReport)
    /// 53100.
    case diskFull(ServerReport)
    /// Class 53 otherwise: the server has no memory or no connections left.
    case outOfResources(ServerReport)
    /// 25P02: an earlier statement of the transaction has failed, and its error was not passed on.
    case transactionAborted(ServerReport)
    /// Class 57 otherwise: the server is shutting down or starting.
    case shutdown(ServerReport)
    /// Any other.
    case server(ServerReport)

    // MARK: We refused

    /// A value that cannot be bound: the parameter's number, counted from 1. Nothing was sent.
    case parameter(PostgresValueFault, number: Int, statement: String)
    /// A column that cannot be read as what was asked for: its number, counted from 1, and its name.
    case decoding(PostgresValueFault, column: Int, name: String, statement: String)
    /// The statement gave no row where one was asked for, or several.
    case rowCount(found: Int, statement: String)
    /// More rows or bytes than the limit.
    case resultTooLarge(statement: String)
    /// A statement given to a reading call that does not only read.
    case notARead(statement: String)
    /// More statements or bytes in one unit than the limit.
    case unitTooLarge
    /// As many units wait already as may.
    case overloaded
    /// The unit's time was over before it was committed, in this phase.
    case deadline(Phase)
    /// The task was cancelled before the unit was committed.
    case cancelled
    /// The pool was closed.
    case closed
    /// A transaction was used after its end.
    case transactionOver
    /// The server rolled back where it was told to commit, because a statement had failed whose error was not passed on.
    case rolledBack
    /// The configuration is wrong, in this way.
    case configuration(String)

    // MARK: What became of the connection

    /// No connection could be opened. The reason is the server's class of error, when it was the server.
    case connectFailed(SQLState?)
    /// The connection was lost before the unit was complete: it was not committed.
    case connectionLost
    /// The connection was lost, or time was over, when the server had been told to commit and had not answered: the
    /// unit is there as a whole or not at all, and nobody here knows which. Never repeat it blindly.
    case outcomeUnknown

    /// What was waited for.
    public enum Phase: Sendable, Equatable {
        /// A connection.
        case waiting
        /// The server's answer.
        case running
    }
}

extension PostgresError {
    /// Whether the same unit may succeed when it is run again as a whole at once: only after a serialization failure
    /// or a deadlock, which the server has rolled back.
    public var isRetriable: Bool {
        switch self {
        case .serializationFailure, .deadlock: true
        default: false
        }
    }

    /// Whether it is the database's absence or overload that is to blame, which passes: what a service answers with
    /// 503, and a consumer by waiting.
    public var isTransient: Bool {
        switch self {
        case .serializationFailure, .deadlock, .lockNotAvailable, .statementTimeout, .diskFull, .outOfResources,
            .shutdown, .overloaded, .deadline, .closed, .connectFailed, .connectionLost, .outcomeUnknown, .stalePlan:
            true
        default: false
        }
    }

    /// What the server said, if it was the server.
    public var report: ServerReport? {
        switch self {
        case .uniqueViolation(_, let report), .exclusionViolation(_, let report),
            .foreignKeyViolation(_, let report), .checkViolation(_, let report), .notNullViolation(_, let report),
            .serializationFailure(let report), .deadlock(let report), .lockNotAvailable(let report),
            .statementTimeout(let report), .notPermitted(let report), .readOnly(let report),
            .invalidData(let report), .invalidStatement(let report), .stalePlan(let report), .diskFull(let report),
            .outOfResources(let report), .transactionAborted(let report), .shutdown(let report),
            .server(let report):
            report
        default: nil
        }
    }

    /// Sorts what the server said.
    init(_ report: ServerReport) {
        switch report.state {
        case .uniqueViolation: self = .uniqueViolation(constraint: report.constraint, report)
        case .exclusionViolation: self = .exclusionViolation(constraint: report.constraint, report)
        case .foreignKeyViolation: self = .foreignKeyViolation(constraint: report.constraint, report)
        case .checkViolation: self = .checkViolation(constraint: report.constraint, report)
        case .notNullViolation: self = .notNullViolation(column: report.column, report)
        case .serializationFailure: self = .serializationFailure(report)
        case .deadlockDetected: self = .deadlock(report)
        case .lockNotAvailable: self = .lockNotAvailable(report)
        case .queryCanceled: self = .statementTimeout(report)
        case .insufficientPrivilege: self = .notPermitted(report)
        case .readOnlyTransaction: self = .readOnly(report)
        case .failedTransaction: self = .transactionAborted(report)
        case .diskFull: self = .diskFull(report)
        case .featureNotSupported, .unknownStatement: self = .stalePlan(report)
        case .idleInTransactionTimeout: self = .shutdown(report)
        case let state where state.isOfClass("22"): self = .invalidData(report)
        case let state where state.isOfClass("42"): self = .invalidStatement(report)
        case let state where state.isOfClass("53"): self = .outOfResources(report)
        case let state where state.isOfClass("57"): self = .shutdown(report)
        default: self = .server(report)
        }
    }
}
