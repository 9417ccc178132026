public import Identifiers

/// A type with one JSON form of its own. Decoding is `Location.json.decode(bytes)`, encoding `location.jsonBytes()`,
/// the schema `Location.json.schema`.
public protocol JSONCodable: Sendable {
    /// The declaration: a stored `static let`.
    static var json: JSONType<Self> { get }
    /// What the type is called in schemas that refer to it; unique within one API description.
    static var jsonName: String { get }
}

extension JSONCodable {
    /// A member of this type's record.
    public typealias Field<Value: Sendable> = JSONField<Self, Value>

    /// The Swift name of the type.
    public static var jsonName: String { String(describing: Self.self) }

    /// Reads a whole document, or says everything that is wrong with it.
    public init(
        json document: [UInt8], limits: JSONLimits = .standard, as side: JSONSide = .server
    ) throws(JSONFaults) {
        self = try Self.json.decode(document.span, limits: limits, as: side)
    }

    /// The bytes of this value.
    public func jsonBytes(as side: JSONSide = .server, maskingAbove level: DataClassification? = nil) -> [UInt8] {
        Self.json.encoded(self, as: side, maskingAbove: level)
    }
}

extension JSONType {
    /// The type's own form. It is looked up when it is used, so types may contain themselves.
    @inlinable
    public static func nested<Nested: JSONCodable>(_ type: Nested.Type = Nested.self) -> JSONType<Nested> {
        JSONType<Nested>(
            decode: { reader throws(JSONStop) in try Nested.json.decode(&reader) },
            encode: { value, writer in Nested.json.encode(value, &writer) },
            describe: { .reference(to: Nested.jsonName) { Nested.json.schema } })
    }
}
