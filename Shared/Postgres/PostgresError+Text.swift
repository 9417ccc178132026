extension PostgresError: CustomStringConvertible {
    /// Bounded, for metrics.
    public var label: StaticString {
        switch self {
        case .uniqueViolation: "unique_violation"
        case .exclusionViolation: "exclusion_violation"
        case .foreignKeyViolation: "foreign_key_violation"
        case .checkViolation: "check_violation"
        case .notNullViolation: "not_null_violation"
        case .serializationFailure: "serialization_failure"
        case .deadlock: "deadlock"
        case .lockNotAvailable: "lock_not_available"
        case .statementTimeout: "statement_timeout"
        case .notPermitted: "not_permitted"
        case .readOnly: "read_only"
        case .invalidData: "invalid_data"
        case .invalidStatement: "invalid_statement"
        case .stalePlan: "stale_plan"
        case .diskFull: "disk_full"
        case .outOfResources: "out_of_resources"
        case .transactionAborted: "transaction_aborted"
        case .shutdown: "shutdown"
        case .server: "server"
        case .parameter: "parameter"
        case .decoding: "decoding"
        case .rowCount: "row_count"
        case .resultTooLarge: "result_too_large"
        case .notARead: "not_a_read"
        case .unitTooLarge: "unit_too_large"
        case .overloaded: "overloaded"
        case .deadline(.waiting): "deadline_waiting"
        case .deadline(.running): "deadline_running"
        case .cancelled: "cancelled"
        case .closed: "closed"
        case .transactionOver: "transaction_over"
        case .rolledBack: "rolled_back"
        case .configuration: "configuration"
        case .connectFailed: "connect_failed"
        case .connectionLost: "connection_lost"
        case .outcomeUnknown: "outcome_unknown"
        }
    }

    /// Safe to log: names and the source's text, never a value.
    public var description: String {
        switch self {
        case .parameter(let fault, let number, let statement): "\(label) \(number): \(fault) in: \(statement)"
        case .decoding(let fault, let column, let name, let statement):
            "\(label) of column \(column) (\(name)): \(fault) in: \(statement)"
        case .rowCount(let found, let statement): "\(label) \(found) in: \(statement)"
        case .resultTooLarge(let statement), .notARead(let statement): "\(label) in: \(statement)"
        case .configuration(let reason): "\(label): \(reason)"
        case .connectFailed(let state): state.map { "\(label): SQLSTATE \($0)" } ?? "\(label)"
        default: report.map { "\(label): \($0)" } ?? "\(label)"
        }
    }
}
