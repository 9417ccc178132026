extension Bool: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .bool }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(self ? 1 : 0)
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .bool else { throw .wrongType(type) }
        self = try bytes.whole(UInt8.self) != 0
    }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .int2 }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: self)
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .int2 else { throw .wrongType(type) }
        self = try bytes.whole()
    }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .int4 }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: self)
    }

    /// Reads `int4`, and `int2`, which it holds as well.
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        switch type {
        case .int4: self = try bytes.whole()
        case .int2: self = Int32(try bytes.whole(Int16.self))
        default: throw .wrongType(type)
        }
    }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .int8 }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: UInt64(bitPattern: self))
    }

    /// Reads `int8`, and the narrower types, which it holds as well.
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        switch type {
        case .int8: self = try bytes.whole()
        case .int4: self = Int64(try bytes.whole(Int32.self))
        case .int2: self = Int64(try bytes.whole(Int16.self))
        default: throw .wrongType(type)
        }
    }
}

extension Int: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .int8 }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: UInt64(bitPattern: Int64(self)))
    }

    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        self = Int(try Int64(postgres: bytes, of: type))
    }
}

extension Double: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .float8 }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(bigEndian: bitPattern)
    }

    /// Reads `float8`, and `float4`, which it holds as well.
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        switch type {
        case .float8: self.init(bitPattern: try bytes.whole())
        case .float4: self = Double(Float(bitPattern: try bytes.whole()))
        default: throw .wrongType(type)
        }
    }
}
