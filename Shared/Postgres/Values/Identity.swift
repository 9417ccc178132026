public import Identifiers

extension UUID128: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .uuid }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: high)
        bytes.append(bigEndian: low)
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .uuid else { throw .wrongType(type) }
        guard bytes.count == 16 else { throw .malformed }
        var offset = 0
        self.init(high: try bytes.next(at: &offset), low: try bytes.next(at: &offset))
    }
}

extension ID: PostgresEncodable, PostgresDecodable where Entity: ~Copyable {
    @inlinable
    public static var postgresType: PostgresType { .uuid }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        try uuid.encodePostgres(into: &bytes)
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        self.init(try UUID128(postgres: bytes, of: type))
    }
}
