import Glibc

extension String: PostgresEncodable, PostgresDecodable {
    @inlinable
    public static var postgresType: PostgresType { .text }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        let start = bytes.count
        bytes.append(contentsOf: utf8)
        guard !bytes.span.extracting(start...).containsNUL else { throw .textContainsNUL }
    }

    /// Reads every type that holds text.
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        switch type {
        case .text, .varchar, .bpchar, .name: break
        default: throw .wrongType(type)
        }
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

/// An enumeration with text values is stored as text: declare `extension BookingStatus: PostgresEncodable,
/// PostgresDecodable {}` and it is bound and read like one. A text that is none of its values is refused.
extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    @inlinable
    public static var postgresType: PostgresType { RawValue.postgresType }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        try rawValue.encodePostgres(into: &bytes)
    }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, of: type)) else { throw .unknownCase }
        self = value
    }
}

extension Span<UInt8> {
    /// Whether a byte is zero (memchr).
    var containsNUL: Bool {
        withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, buffer.count > 0 else { return false }
            return memchr(start, 0, buffer.count) != nil
        }
    }
}
