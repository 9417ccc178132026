public import JSON

/// A `jsonb` column or parameter, as the Swift value it stands for: `\(JSONB(booking))`, `row.decode(JSONB<Booking>.self)`.
/// The server keeps the value, not the text: order and spaces of what was sent are lost.
public struct JSONB<Value: JSONCodable>: Sendable, PostgresEncodable, PostgresDecodable {
    public let value: Value

    public init(_ value: Value) {
        self.value = value
    }

    public static var postgresType: PostgresType { .jsonb }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(jsonbVersion)
        Value.json.encode(value, into: &bytes)
    }

    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        let start = try textStart(in: bytes, of: type)
        do throws(JSONFaults) {
            value = try Value.json.decode(bytes.extracting(start...))
        } catch {
            throw .unreadableJSON
        }
    }
}

/// A `jsonb` column or parameter, as the bytes of its text.
public struct JSONText: Sendable, Hashable, PostgresEncodable, PostgresDecodable {
    public let bytes: [UInt8]

    /// A document; whether it is one is for the server to find out.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public static var postgresType: PostgresType { .jsonb }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        bytes.append(jsonbVersion)
        bytes.append(contentsOf: self.bytes)
    }

    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        self.bytes = try bytes.extracting(textStart(in: bytes, of: type)...).copy
    }
}

/// The one version of jsonb's binary form, which is the text behind this byte.
private let jsonbVersion: UInt8 = 1

/// Where in the column's bytes the text begins.
private func textStart(in bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) -> Int {
    switch type {
    case .jsonb:
        guard bytes.count > 1, bytes[0] == jsonbVersion else { throw .malformed }
        return 1
    case .json:
        return 0
    default:
        throw .wrongType(type)
    }
}
