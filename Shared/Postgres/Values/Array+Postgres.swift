/// A type of which PostgreSQL has one-dimensional arrays.
///
/// `UInt8` is one in a way of its own: `[UInt8]` is `bytea`.
public protocol PostgresArrayElement: Sendable {
    /// The type of the whole array.
    static var postgresArrayType: PostgresType { get }

    /// Appends the binary form of the array.
    static func encodePostgresArray(_ elements: [Self], into bytes: inout [UInt8]) throws(PostgresValueFault)

    /// Reads the binary form of an array, whose type is checked.
    static func decodePostgresArray(
        _ bytes: Span<UInt8>, of type: PostgresType
    ) throws(PostgresValueFault) -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    @inlinable
    public static var postgresType: PostgresType { Element.postgresArrayType }

    @inlinable
    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        try Element.encodePostgresArray(self, into: &bytes)
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    @inlinable
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        self = try Element.decodePostgresArray(bytes, of: type)
    }
}

extension UInt8: PostgresArrayElement {
    public static var postgresArrayType: PostgresType { .bytea }

    public static func encodePostgresArray(
        _ elements: [UInt8], into bytes: inout [UInt8]
    ) throws(PostgresValueFault) {
        bytes.append(contentsOf: elements)
    }

    public static func decodePostgresArray(
        _ bytes: Span<UInt8>, of type: PostgresType
    ) throws(PostgresValueFault) -> [UInt8] {
        guard type == .bytea else { throw .wrongType(type) }
        return bytes.copy
    }
}

/// The header of an array: the number of dimensions, whether there are NULLs, the type of the elements; then, when
/// there is a dimension, its length and the index of its first element. Each element comes with its length, -1 for NULL.
extension PostgresArrayElement where Self: PostgresEncodable & PostgresDecodable {
    public static func encodePostgresArray(_ elements: [Self], into bytes: inout [UInt8]) throws(PostgresValueFault) {
        guard elements.count <= PostgresLimits.arrayElementsMax else { throw .tooLarge }
        bytes.append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(elements.contains { $0.isPostgresNull } ? 1 : 0))
        bytes.append(bigEndian: postgresType.oid)
        guard !elements.isEmpty else { return }
        bytes.append(bigEndian: Int32(truncatingIfNeeded: elements.count))
        bytes.append(bigEndian: Int32(1))
        for element in elements {
            let start = bytes.count
            bytes.append(bigEndian: Int32(-1))
            guard !element.isPostgresNull else { continue }
            try element.encodePostgres(into: &bytes)
            bytes.setLength(bytes.count - start - 4, at: start)
        }
    }

    public static func decodePostgresArray(
        _ bytes: Span<UInt8>, of type: PostgresType
    ) throws(PostgresValueFault) -> [Self] {
        guard type.isArray else { throw .wrongType(type) }
        var offset = 0
        let dimensions: Int32 = try bytes.next(at: &offset)
        offset += 4
        let elementType = PostgresType(oid: try bytes.next(at: &offset))
        guard dimensions > 0 else { return [] }
        guard dimensions == 1 else { throw .manyDimensions }
        let count = Int(try bytes.next(Int32.self, at: &offset))
        offset += 4
        // Each element has at least its length, so a count that lies cannot make us reserve more than has come.
        guard count >= 0, count <= PostgresLimits.arrayElementsMax, offset + 4 * count <= bytes.count else {
            throw count > PostgresLimits.arrayElementsMax ? .tooLarge : .malformed
        }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try bytes.next(Int32.self, at: &offset))
            guard length >= 0 else {
                elements.append(try postgresNull())
                continue
            }
            guard bytes.count - offset >= length else { throw .malformed }
            elements.append(try Self(postgres: bytes.extracting(offset..<offset + length), of: elementType))
            offset += length
        }
        guard offset == bytes.count else { throw .malformed }
        return elements
    }
}

extension PostgresType {
    /// Whether it is one of the array types that are read.
    fileprivate var isArray: Bool {
        switch self {
        case .boolArray, .int2Array, .int4Array, .int8Array, .float4Array, .float8Array, .textArray, .varcharArray,
            .bpcharArray, .uuidArray, .dateArray, .timestamptzArray, .numericArray, .jsonbArray, .tstzrangeArray:
            true
        default: false
        }
    }
}
