import CLibPQ

/// One result of libpq (PGresult), freed with it. Nothing changes it once it is made, so any thread may read it.
struct ServerResult: ~Copyable, @unchecked Sendable {
    // Safety: the pointer is owned, freed once by `deinit`, and what it points to is never written to.
    private let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    /// What the result occupies (PQresultMemorySize).
    var memoryBytes: Int { PQresultMemorySize(pointer) }
    var rowCount: Int { Int(PQntuples(pointer)) }
    var columnCount: Int { Int(PQnfields(pointer)) }

    /// How many rows a statement wrote (PQcmdTuples), 0 when it says none.
    var affected: Int {
        guard let text = PQcmdTuples(pointer) else { return 0 }
        var count = 0
        var index = 0
        while text[index] != 0 {
            count = count &* 10 &+ Int(text[index] &- 48)
            index += 1
        }
        return count
    }

    /// Whether the command that ended is one that only reads (PQcmdStatus), as far as its name tells.
    var isRead: Bool {
        guard let name = PQcmdStatus(pointer) else { return false }
        return has(name, prefix: "SELECT") || has(name, prefix: "SHOW") || has(name, prefix: "EXPLAIN")
            || has(name, prefix: "FETCH")
    }

    /// Whether the command was ended by a rollback, which is how COMMIT ends in a failed transaction.
    var isRollback: Bool {
        guard let name = PQcmdStatus(pointer) else { return false }
        return has(name, prefix: "ROLLBACK")
    }

    func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(truncatingIfNeeded: column)).map { String(cString: $0) } ?? ""
    }

    func type(_ column: Int32) -> PostgresType {
        PostgresType(oid: PQftype(pointer, column))
    }

    /// One value, borrowed: it lies in the result's own memory.
    @inline(__always)
    func cell(_ row: Int32, _ column: Int32) -> Cell {
        guard PQgetisnull(pointer, row, column) == 0, let value = PQgetvalue(pointer, row, column) else {
            return Cell(bytes: nil, type: PostgresType(oid: 0))
        }
        let start = UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self)
        let count = Int(PQgetlength(pointer, row, column))
        return Cell(
            bytes: UnsafeBufferPointer(start: start, count: count), type: PostgresType(oid: PQftype(pointer, column)))
    }

    /// Whether the server has sent the error; libpq makes some itself, when a connection breaks.
    var isFromServer: Bool { PQresultErrorField(pointer, clibpq_field_state) != nil }

    /// The error that the result stands for.
    func report(statement: String) -> ServerReport {
        ServerReport(
            state: field(clibpq_field_state, SQLState.init) ?? "00000", statement: statement,
            constraint: text(clibpq_field_constraint), table: text(clibpq_field_table),
            column: text(clibpq_field_column), message: text(clibpq_field_message),
            detail: text(clibpq_field_detail))
    }

    /// Whether the server ends the connection with this error.
    var isFatal: Bool {
        let severity = field(clibpq_field_severity) { String(decoding: $0, as: UTF8.self) }
        return severity == "FATAL" || severity == "PANIC"
    }

    private func text(_ code: Int32) -> String {
        field(code) { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func field<Value>(_ code: Int32, _ read: (UnsafeBufferPointer<UInt8>) -> Value) -> Value? {
        guard let text = PQresultErrorField(pointer, code) else { return nil }
        var count = 0
        while text[count] != 0 { count += 1 }
        return UnsafeRawPointer(text).withMemoryRebound(to: UInt8.self, capacity: count) {
            read(UnsafeBufferPointer(start: $0, count: count))
        }
    }

    private func has(_ name: UnsafePointer<CChar>, prefix: StaticString) -> Bool {
        for index in 0..<prefix.utf8CodeUnitCount where UInt8(bitPattern: name[index]) != prefix.utf8Start[index] {
            return false
        }
        return true
    }
}

/// One value of a row.
@usableFromInline
struct Cell {
    /// Nil for NULL. Valid as long as the rows it belongs to are held.
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>?
    @usableFromInline let type: PostgresType
}
