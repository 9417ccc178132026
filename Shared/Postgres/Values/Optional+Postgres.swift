/// NULL and the values of a type.
extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    @inlinable
    public static var postgresType: PostgresType { Wrapped.postgresType }

    @inlinable
    public var isPostgresNull: Bool {
        switch self {
        case .none: true
        case .some(let value): value.isPostgresNull
        }
    }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        guard let self else { return }
        try self.encodePostgres(into: &bytes)
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        self = .some(try Wrapped(postgres: bytes, of: type))
    }

    @inlinable
    public static func postgresNull() throws(PostgresValueFault) -> Wrapped? { nil }
}
