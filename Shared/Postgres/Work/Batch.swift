/// Statements that are written in one flush and commit or fail together: the cheapest way to change something, since
/// it takes one round trip and no BEGIN. Nothing of it can depend on what another of its statements gave; for that
/// there is `Database.transaction`.
///
/// ```swift
/// var batch = Batch(for: .organization(org))
/// let version = batch.one("UPDATE bookings SET … RETURNING version", as: Int.self)
/// batch.execute("INSERT INTO outbox …")
/// let results = try await database.run(batch)
/// try results[version]
/// ```
///
/// A result is read through the handle that its statement was added with, after the batch has committed.
public struct Batch: Sendable {
    /// Whose rows it may see.
    public let scope: Scope
    var statements: [SQL] = []
    var afterCommitActions: [@Sendable () -> Void] = []

    /// An empty batch.
    public init(for scope: Scope) {
        self.scope = scope
        statements.reserveCapacity(8)
    }

    /// How many statements there are.
    public var count: Int { statements.count }

    /// Adds a statement. Its handle gives the number of rows it wrote.
    @discardableResult
    public mutating func execute(_ statement: SQL) -> Handle<Int> {
        add(statement) { outcome, _ in outcome.affected }
    }

    /// Adds a statement whose handle gives its rows.
    public mutating func rows(_ statement: SQL) -> Handle<Rows> {
        add(statement) { outcome, statement in try outcome.rows(of: statement) }
    }

    /// Adds a statement whose handle gives what is read from each of its rows.
    public mutating func rows<Value>(
        _ statement: SQL, _ read: @escaping @Sendable (Row) throws -> Value
    ) -> Handle<[Value]> {
        add(statement) { outcome, statement in try outcome.rows(of: statement).map(read) }
    }

    /// Adds a statement whose handle gives what is read from its first row, nil when it has none.
    public mutating func first<Value>(
        _ statement: SQL, _ read: @escaping @Sendable (Row) throws -> Value
    ) -> Handle<Value?> {
        add(statement) { outcome, statement in
            guard let row = try outcome.rows(of: statement).first else { return nil }
            return try read(row)
        }
    }

    /// Adds a statement whose handle gives what is read from its one row; no row, or several, is an error there.
    public mutating func one<Value>(
        _ statement: SQL, _ read: @escaping @Sendable (Row) throws -> Value
    ) -> Handle<Value> {
        add(statement) { outcome, statement in
            try read(try outcome.rows(of: statement).only())
        }
    }

    /// Adds a statement whose handle gives the columns of its one row.
    public mutating func one<each Value: PostgresDecodable>(
        _ statement: SQL, as types: repeat (each Value).Type
    ) -> Handle<(repeat each Value)> {
        one(statement) { row in try row.decode(repeat (each Value).self) }
    }

    /// Adds a statement whose handle gives the columns of its first row, nil when it has none.
    public mutating func first<each Value: PostgresDecodable>(
        _ statement: SQL, as types: repeat (each Value).Type
    ) -> Handle<(repeat each Value)?> {
        first(statement) { row in try row.decode(repeat (each Value).self) }
    }

    /// Has `action` called on the loop once the batch has committed, or may have. For hints to others, such as that there
    /// is something to do: it must not be what makes the program right, because a crash comes in between.
    public mutating func afterCommit(_ action: @escaping @Sendable () -> Void) {
        afterCommitActions.append(action)
    }

    private mutating func add<Value>(_ statement: SQL, _ read: @escaping Handle<Value>.Read) -> Handle<Value> {
        statements.append(statement)
        return Handle(index: statements.count - 1, identity: statement.parts.identity, read: read)
    }

    /// The place of one statement's result.
    public struct Handle<Value>: Sendable {
        typealias Read = @Sendable (StatementOutcome, SQL) throws -> Value

        let index: Int
        /// The statement's, so that a handle is not taken to another batch's results.
        let identity: UInt64
        let read: Read
    }
}

/// What the statements of a batch gave, once it has committed.
public struct BatchResults: Sendable {
    let statements: [SQL]
    let outcomes: [StatementOutcome]

    /// The result of one statement. Reading may fail when the rows are not what the handle expects; the batch has
    /// committed nevertheless.
    public subscript<Value>(_ handle: Batch.Handle<Value>) -> Value {
        get throws {
            precondition(
                handle.index < outcomes.count && statements[handle.index].parts.identity == handle.identity,
                "a handle belongs to the results of its own batch")
            return try handle.read(outcomes[handle.index], statements[handle.index])
        }
    }
}

/// What one statement gave.
enum StatementOutcome: Sendable {
    /// Rows written by a statement that returns none.
    case written(Int)
    case rows(Rows)

    var affected: Int {
        switch self {
        case .written(let count): count
        case .rows(let rows): rows.affected
        }
    }

    func rows(of statement: SQL) throws(PostgresError) -> Rows {
        switch self {
        case .rows(let rows): return rows
        // The statement returns nothing, so there are no rows where some were expected.
        case .written: throw .rowCount(found: 0, statement: statement.parts.label)
        }
    }
}
