/// What the server said of an error. Its texts may quote values, so they are for a debugger and not for a log:
/// `description` has none of them.
public final class ServerReport: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public let state: SQLState
    /// The beginning of the statement's text, which is source code; empty when no statement is to blame.
    public let statement: String
    public let constraint: String
    public let table: String
    public let column: String
    /// The server's sentence. May quote values.
    public let message: String
    /// The server's second sentence. Often quotes values.
    public let detail: String

    init(
        state: SQLState, statement: String, constraint: String = "", table: String = "", column: String = "",
        message: String = "", detail: String = ""
    ) {
        self.state = state
        self.statement = statement
        self.constraint = constraint
        self.table = table
        self.column = column
        self.message = message
        self.detail = detail
    }

    public var description: String {
        var text = "SQLSTATE \(state)"
        if !constraint.isEmpty { text += " constraint \(constraint)" }
        if !table.isEmpty { text += " table \(table)" }
        if !column.isEmpty { text += " column \(column)" }
        if !statement.isEmpty { text += " in: \(statement)" }
        return text
    }

    public var debugDescription: String {
        detail.isEmpty ? "\(description): \(message)" : "\(description): \(message) (\(detail))"
    }
}
