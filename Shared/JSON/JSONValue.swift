/// Any JSON document as a tree: for payloads that are passed through, stored or compared, not interpreted. What has
/// a known shape is decoded by a `JSONType` instead, which is faster and says what is wrong.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Reads a whole document strictly.
    public init(parsing document: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONFault) {
        do throws(JSONFaults) {
            self = try JSONReader.reading(document, limits: limits) { reader throws(JSONStop) in
                try reader.value()
            }
        } catch {
            throw error.first
        }
    }

    /// Reads a whole document strictly.
    public init(parsing document: [UInt8], limits: JSONLimits = .standard) throws(JSONFault) {
        try self.init(parsing: document.span, limits: limits)
    }

    /// The member of an object, or nil for a missing member and for anything that is not an object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[name]
    }
}

/// Strings are equal when their bytes are. Swift's own comparison also takes `é` for `e` with an accent.
extension JSONValue: Equatable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): isSame(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(.integer(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
    public init(nilLiteral: ()) { self = .null }
}
