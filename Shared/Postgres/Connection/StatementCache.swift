/// A statement that one connection has made known to its server under a name.
final class PreparedStatement {
    /// With its terminating zero.
    let name: [CChar]
    let identity: UInt64
    private let shape: [UInt64]
    /// The connection's count of units when it was last used.
    var lastUsed: UInt64

    init(number: UInt64, for statement: SQL, at use: UInt64) {
        name = "s\(number)".utf8CString.map { $0 }
        identity = statement.parts.identity
        shape = statement.parts.shape
        lastUsed = use
    }

    func matches(_ statement: SQL) -> Bool {
        statement.parts.matches(shape)
    }
}

/// The prepared statements of one connection, the least recently used of which give way.
struct StatementCache {
    private var known: [UInt64: PreparedStatement] = [:]
    private var lastNumber: UInt64 = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    var count: Int { known.count }

    /// The statement that was prepared for this text and these types.
    func find(_ statement: SQL) -> PreparedStatement? {
        guard let found = known[statement.parts.identity], found.matches(statement) else { return nil }
        return found
    }

    /// Makes room and a name for a statement. What had to give way has to be forgotten by the server too; what is in
    /// use by the unit numbered `use` stays.
    mutating func insert(_ statement: SQL, at use: UInt64) -> (added: PreparedStatement, evicted: PreparedStatement?) {
        lastNumber += 1
        let added = PreparedStatement(number: lastNumber, for: statement, at: use)
        var evicted = known.updateValue(added, forKey: added.identity)
        if evicted == nil, known.count > capacity {
            let oldest = known.values.filter { $0.lastUsed < use }.min { $0.lastUsed < $1.lastUsed }
            if let oldest { evicted = known.removeValue(forKey: oldest.identity) }
        }
        return (added, evicted)
    }

    /// Forgets the statement; nil when another has taken its place.
    mutating func remove(_ statement: PreparedStatement) -> PreparedStatement? {
        guard known[statement.identity] === statement else { return nil }
        return known.removeValue(forKey: statement.identity)
    }
}
