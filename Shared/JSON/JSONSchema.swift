import Identifiers

/// A JSON Schema as OpenAPI 3.1 uses it (dialect 2020-12), made from a `JSONType` and printed.
///
/// Types with a name are printed once, in a table of definitions, and referred to elsewhere. So types that contain
/// themselves can be printed, and an API description lists every type once.
public struct JSONSchema: Sendable {
    var keywords: JSONObject
    var shape: Shape

    indirect enum Shape: Sendable {
        /// The keywords say it all.
        case plain
        case array(JSONSchema)
        case map(JSONSchema)
        case record(name: String, [Property], allowsOthers: Bool)
        case union(tag: String, [(String, JSONSchema)])
        /// Some shape that also admits null.
        case orNull(JSONSchema)
        case reference(name: String, @Sendable () -> JSONSchema)
    }

    /// A member of a record.
    @usableFromInline
    struct Property: Sendable {
        var name: String
        var schema: JSONSchema
        var isRequired: Bool
        var access: JSONAccess
        var classification: DataClassification
    }

    /// A schema that its keywords say all of, for JSON that is not written by a `JSONType`.
    public init(_ keywords: JSONObject) {
        self.keywords = keywords
        shape = .plain
    }

    init(_ shape: Shape, _ keywords: JSONObject = [:]) {
        self.keywords = keywords
        self.shape = shape
    }
}

extension JSONSchema {
    @usableFromInline
    static func reference(to name: String, _ resolve: @escaping @Sendable () -> JSONSchema) -> JSONSchema {
        JSONSchema(.reference(name: name, resolve))
    }

    @usableFromInline
    static func array(of element: JSONSchema, count: ClosedRange<Int>) -> JSONSchema {
        JSONSchema(
            .array(element),
            ["type": "array", "minItems": .count(count.lowerBound), "maxItems": .count(count.upperBound)])
    }

    @usableFromInline
    static func map(of element: JSONSchema, count: ClosedRange<Int>, nameLength: ClosedRange<Int>) -> JSONSchema {
        JSONSchema(
            .map(element),
            [
                "type": "object", "minProperties": .count(count.lowerBound), "maxProperties": .count(count.upperBound),
                "propertyNames": [
                    "minLength": .count(nameLength.lowerBound), "maxLength": .count(nameLength.upperBound),
                ],
            ])
    }

    static func record(named name: String, _ properties: [Property], allowsOthers: Bool) -> JSONSchema {
        JSONSchema(.record(name: name, properties, allowsOthers: allowsOthers), ["type": "object"])
    }

    static func union(tag: String, _ variants: [(String, JSONSchema)]) -> JSONSchema {
        JSONSchema(.union(tag: tag, variants), ["type": "object"])
    }

    static func decimal(_ range: ClosedRange<JSONDecimal>, decimals: UInt8, orText: Bool) -> JSONSchema {
        var keywords: JSONObject = ["type": orText ? ["number", "string"] : "number"]
        keywords["minimum"] = .number(JSONNumber(range.lowerBound.normalized))
        keywords["maximum"] = .number(JSONNumber(range.upperBound.normalized))
        keywords["multipleOf"] = .number(JSONNumber(JSONDecimal(units: 1, scale: decimals)))
        if orText { keywords["format"] = "decimal" }
        return JSONSchema(keywords)
    }

    /// The same schema, or null.
    @usableFromInline var orNull: JSONSchema { JSONSchema(.orNull(self)) }

    /// The same schema with a keyword.
    @usableFromInline
    func with(_ keyword: String, _ value: JSONValue) -> JSONSchema {
        var copy = self
        copy.keywords[keyword] = value
        return copy
    }

    /// The same schema with a keyword whose value has been written by a codec of ours.
    @usableFromInline
    func with(_ keyword: String, encoded value: [UInt8]) -> JSONSchema {
        do throws(JSONFault) {
            return with(keyword, try JSONValue(parsing: value))
        } catch {
            // A codec that writes what is not JSON (a `scalar` that breaks its promise) loses its example.
            return self
        }
    }
}

extension JSONValue {
    static func count(_ value: Int) -> JSONValue { .number(.integer(Int64(value))) }
}
