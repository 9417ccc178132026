/// One row. Its columns are read by position:
///
/// ```swift
/// let (id, start, note) = try row.decode(ID<Booking>.self, Timestamp.self, String?.self)
/// ```
/// or, where a value has a name already, one after the other with `columns`.
public struct Row: Sendable {
    @usableFromInline let rows: Rows
    @usableFromInline let index: Int32

    init(of rows: Rows, at index: Int32) {
        self.rows = rows
        self.index = index
    }

    /// How many columns there are.
    public var columnCount: Int { rows.columnCount }

    /// Reads the one column that there must be.
    @inlinable
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws(PostgresError) -> Value {
        var columns = self.columns
        let value = try columns.next(type)
        try columns.end()
        return value
    }

    /// Reads all columns. There must be as many as types are given.
    @inlinable
    public func decode<each Value: PostgresDecodable>(
        _ types: repeat (each Value).Type
    ) throws(PostgresError) -> (repeat each Value) {
        var columns = self.columns
        let values = (repeat try columns.next(each types))
        try columns.end()
        return values
    }

    /// Reads one column, counted from 0.
    @inlinable
    public func decode<Value: PostgresDecodable>(
        column: Int, as type: Value.Type = Value.self
    ) throws(PostgresError) -> Value {
        guard column >= 0, column < rows.columnCount else {
            throw rows.fault(.columnCount(found: rows.columnCount, expected: column + 1), column: column)
        }
        let cell = rows.cell(index, column)
        do throws(PostgresValueFault) {
            guard let bytes = cell.bytes else { return try Value.postgresNull() }
            return try Value(postgres: bytes.span, of: cell.type)
        } catch {
            throw rows.fault(error, column: column)
        }
    }

    /// The columns from the first one on.
    @inlinable
    public var columns: Columns { Columns(of: self) }

    /// Reads the columns of one row one after the other.
    public struct Columns: Sendable {
        @usableFromInline let row: Row
        @usableFromInline var position = 0

        @usableFromInline
        init(of row: Row) {
            self.row = row
        }

        /// Reads the next column.
        @inlinable
        public mutating func next<Value: PostgresDecodable>(
            _ type: Value.Type = Value.self
        ) throws(PostgresError) -> Value {
            defer { position += 1 }
            return try row.decode(column: position, as: type)
        }

        /// Refuses a row that has more columns than were read.
        @inlinable
        public func end() throws(PostgresError) {
            guard position == row.columnCount else {
                throw row.rows.fault(
                    .columnCount(found: row.columnCount, expected: position), column: position)
            }
        }
    }
}
