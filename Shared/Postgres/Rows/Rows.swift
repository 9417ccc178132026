/// The rows that one statement gave, in the memory that libpq received them into. A row is a view of them and keeps
/// them alive; values are read when they are asked for, by position, with the column's type checked.
public final class Rows: Sendable {
    private let result: ServerResult
    /// The beginning of the statement's text.
    private let parts: SQLParts

    init(_ result: consuming ServerResult, of statement: SQL) {
        count = result.rowCount
        columnCount = result.columnCount
        self.result = result
        parts = statement.parts
    }

    /// How many rows there are.
    public let count: Int
    /// How many columns each of them has.
    public let columnCount: Int

    /// Whether there is no row.
    public var isEmpty: Bool { count == 0 }

    /// The rows that an INSERT, UPDATE or DELETE wrote, also when it returned none of them.
    public var affected: Int { result.affected }

    /// The row at an index below `count`.
    public subscript(index: Int) -> Row {
        precondition(index >= 0 && index < count, "a row is asked for that there is none of")
        return Row(of: self, at: Int32(truncatingIfNeeded: index))
    }

    /// The first row, or nil when there is none.
    public var first: Row? { count > 0 ? self[0] : nil }

    /// The only row. No row, or several, is an error.
    public func only() throws(PostgresError) -> Row {
        guard count == 1 else { throw .rowCount(found: count, statement: parts.label) }
        return self[0]
    }

    /// Reads every row.
    @inlinable
    public func map<Value, Failure>(_ read: (Row) throws(Failure) -> Value) throws(Failure) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try read(self[index])) }
        return values
    }

    /// Reads the one column of every row.
    @inlinable
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> [Value] {
        try map { row throws(PostgresError) in try row.decode(type) }
    }

    /// Reads every row as a tuple of its columns.
    @inlinable
    public func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PostgresError) -> [(repeat each Value)] {
        try map { row throws(PostgresError) in try row.decode(repeat each types) }
    }

    @usableFromInline
    func cell(_ row: Int32, _ column: Int) -> Cell {
        result.cell(row, Int32(truncatingIfNeeded: column))
    }

    @usableFromInline
    func fault(_ fault: PostgresValueFault, column: Int) -> PostgresError {
        .decoding(
            fault, column: column + 1, name: column < columnCount ? result.columnName(column) : "",
            statement: parts.label)
    }
}

extension Rows: Sequence {
    /// Goes through the rows in their order.
    public struct Iterator: IteratorProtocol {
        private let rows: Rows
        private var index = 0

        fileprivate init(_ rows: Rows) {
            self.rows = rows
        }

        public mutating func next() -> Row? {
            guard index < rows.count else { return nil }
            defer { index += 1 }
            return rows[index]
        }
    }

    public func makeIterator() -> Iterator { Iterator(self) }

    public var underestimatedCount: Int { count }
}
