public import Identifiers

/// How values of one Swift type look in JSON: one declaration that decodes, encodes and prints its JSON Schema.
///
/// Declarations are built from the factories in the `JSONType+….swift` files and read like the schema they stand for:
/// ```swift
/// extension CreateLocation: JSONCodable {
///     static let json = JSONType.record(
///         Self.init,
///         Field("name", \.name, .string(length: 1...200), "What guests see"),
///         Field("capacity", \.capacity, .integer(1...100_000).optional),
///         Field("price", \.price, .money(0...1_000_000)),
///         Field("kind", \.kind, .oneOf()))
/// }
/// ```
/// On its own a declaration is written with its type: `let ids: JSONType<[String]> = .array(.uuid, count: 1...50)`.
///
/// Decoding collects every fault of the document's shape; only what is not JSON at all ends it early.
public struct JSONType<Value>: Sendable {
    /// Consumes the value that is next and returns it, or nil after collecting why not.
    @usableFromInline typealias Decode = @Sendable (inout JSONReader) throws(JSONStop) -> Value?
    @usableFromInline typealias Encode = @Sendable (Value, inout JSONWriter) -> Void

    @usableFromInline let decode: Decode
    @usableFromInline let encode: Encode
    /// What a missing member means, for types that allow it to be missing.
    @usableFromInline let absence: JSONAbsence<Value>?
    /// Whether the value is an object whose members are written by a record, so that a union can add its tag.
    @usableFromInline let isRecord: Bool
    @usableFromInline let describe: @Sendable () -> JSONSchema

    @usableFromInline
    init(
        decode: @escaping Decode, encode: @escaping Encode, absence: JSONAbsence<Value>? = nil,
        isRecord: Bool = false, describe: @escaping @Sendable () -> JSONSchema
    ) {
        self.decode = decode
        self.encode = encode
        self.absence = absence
        self.isRecord = isRecord
        self.describe = describe
    }

    /// The JSON Schema of the values, made anew at each call: it is printed rarely and never used to decode.
    public var schema: JSONSchema { describe() }
}

/// What it means when a record's member is not there.
@usableFromInline
struct JSONAbsence<Value>: Sendable {
    /// The value that a missing member stands for.
    @usableFromInline let value: @Sendable () -> Value
    /// Whether a value is written by leaving its member out.
    @usableFromInline let omits: (@Sendable (Value) -> Bool)?

    @usableFromInline
    init(value: @escaping @Sendable () -> Value, omits: (@Sendable (Value) -> Bool)?) {
        self.value = value
        self.omits = omits
    }
}

extension JSONType {
    /// Reads a whole document, or says everything that is wrong with it.
    public func decode(
        _ document: Span<UInt8>, limits: JSONLimits = .standard, as side: JSONSide = .server
    ) throws(JSONFaults) -> Value {
        try JSONReader.reading(document, limits: limits, side: side, decode)
    }

    /// Reads a whole document, or says everything that is wrong with it.
    public func decode(
        _ document: [UInt8], limits: JSONLimits = .standard, as side: JSONSide = .server
    ) throws(JSONFaults) -> Value {
        try decode(document.span, limits: limits, as: side)
    }

    /// Appends the value. With `maskingAbove`, members classified higher are replaced by `"***"`: for logs and for
    /// audit trails that must not hold personal data.
    public func encode(
        _ value: Value, into bytes: inout [UInt8], as side: JSONSide = .server,
        maskingAbove level: DataClassification? = nil
    ) {
        var writer = JSONWriter(appendingTo: bytes.taken(), side: side, maskingAbove: level)
        encode(value, &writer)
        bytes = writer.bytes
    }

    /// The bytes of the value.
    public func encoded(
        _ value: Value, as side: JSONSide = .server, maskingAbove level: DataClassification? = nil
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        encode(value, into: &bytes, as: side, maskingAbove: level)
        return bytes
    }
}

extension [UInt8] {
    /// Takes the array out, leaving an empty one, so that its only reference can be appended to elsewhere.
    fileprivate mutating func taken() -> [UInt8] {
        var result: [UInt8] = []
        swap(&result, &self)
        return result
    }
}
