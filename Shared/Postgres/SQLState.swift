/// The five characters by which PostgreSQL classifies an error.
public struct SQLState: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    private let packed: UInt64

    public init(stringLiteral text: StaticString) {
        self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        packed = bytes.prefix(5).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Whether the error belongs to the class that the two characters name.
    public func isOfClass(_ name: SQLState) -> Bool {
        packed >> 24 == name.packed
    }

    public var description: String {
        String(decoding: (0..<5).map { UInt8(truncatingIfNeeded: packed >> (32 - 8 * $0)) }, as: UTF8.self)
    }
}

extension SQLState {
    static let uniqueViolation: SQLState = "23505"
    static let exclusionViolation: SQLState = "23P01"
    static let foreignKeyViolation: SQLState = "23503"
    static let checkViolation: SQLState = "23514"
    static let notNullViolation: SQLState = "23502"
    static let serializationFailure: SQLState = "40001"
    static let deadlockDetected: SQLState = "40P01"
    static let lockNotAvailable: SQLState = "55P03"
    static let queryCanceled: SQLState = "57014"
    static let insufficientPrivilege: SQLState = "42501"
    static let readOnlyTransaction: SQLState = "25006"
    static let failedTransaction: SQLState = "25P02"
    static let diskFull: SQLState = "53100"
    static let outOfMemory: SQLState = "53200"
    static let tooManyConnections: SQLState = "53300"
    static let featureNotSupported: SQLState = "0A000"
    static let unknownStatement: SQLState = "26000"
    static let idleInTransactionTimeout: SQLState = "25P03"
    static let shutdowns: Set<SQLState> = ["57P01", "57P02", "57P03", "57P04", "57P05"]
}
