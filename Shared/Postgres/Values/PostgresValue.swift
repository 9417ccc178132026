/// A Swift type whose values can be bound to a statement, in PostgreSQL's binary format.
public protocol PostgresEncodable: Sendable {
    /// What the server is told the parameter is.
    static var postgresType: PostgresType { get }

    /// Whether the value is SQL's NULL; then it is not encoded.
    var isPostgresNull: Bool { get }

    /// Appends the binary form, or says why the server could not hold the value.
    func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault)
}

extension PostgresEncodable {
    @inlinable
    public var isPostgresNull: Bool { false }
}

/// A Swift type that a column can be read as.
public protocol PostgresDecodable: Sendable {
    /// Reads the binary form of a value that is not NULL. `type` is the column's, and it is checked: binary forms do
    /// not tell what they are.
    init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault)

    /// What NULL is read as; only an `Optional` has an answer.
    static func postgresNull() throws(PostgresValueFault) -> Self
}

extension PostgresDecodable {
    @inlinable
    public static func postgresNull() throws(PostgresValueFault) -> Self { throw .unexpectedNull }
}

/// A type that goes both ways.
public typealias PostgresValue = PostgresEncodable & PostgresDecodable

/// Why a value cannot be sent, or a column cannot be read as what was asked for.
public enum PostgresValueFault: Error, Sendable, Equatable {
    /// Text with a NUL character, which PostgreSQL cannot hold.
    case textContainsNUL
    /// A number, a moment or a day beyond what the other side can hold.
    case outOfRange
    /// `infinity` or `-infinity`, which no `Timestamp` and no `CalendarDay` is.
    case infinite
    /// NaN, which no exact decimal is.
    case notANumber
    /// NULL in a column that is not read as an `Optional`.
    case unexpectedNull
    /// The column's type is not one that the Swift type can be read from.
    case wrongType(PostgresType)
    /// A text that is none of the enumeration's values.
    case unknownCase
    /// JSON that the type asked for cannot be read from.
    case unreadableJSON
    /// Bytes that are no value of their type.
    case malformed
    /// An array of more than one dimension.
    case manyDimensions
    /// More parameters, elements or bytes than the limit.
    case tooLarge
    /// The row does not have as many columns as were asked for.
    case columnCount(found: Int, expected: Int)

    /// Bounded, for metrics.
    public var label: StaticString {
        switch self {
        case .textContainsNUL: "text_contains_nul"
        case .outOfRange: "out_of_range"
        case .infinite: "infinite"
        case .notANumber: "not_a_number"
        case .unexpectedNull: "unexpected_null"
        case .wrongType: "wrong_type"
        case .unknownCase: "unknown_case"
        case .unreadableJSON: "unreadable_json"
        case .malformed: "malformed"
        case .manyDimensions: "many_dimensions"
        case .tooLarge: "too_large"
        case .columnCount: "column_count"
        }
    }
}
