import JSON
import PlatformProtocol

/// The printed schema of a payload: what anybody outside goes by, and so what these tests make documents from and hold
/// the decoder against.
struct PayloadSchema {
    let root: JSONValue
    private let definitions: JSONObject

    /// The named types that it uses, at any depth.
    var names: Set<String> { Set(definitions.members.map(\.name)) }

    private static let prefix = "#/$defs/"

    init(of declaration: EventDeclaration) {
        var definitions = JSONObject()
        root = declaration.payloadSchema(referringTo: Self.prefix, addingTo: &definitions)
        self.definitions = definitions
    }

    /// The schema itself where it only refers to one.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let name = name(of: schema), let definition = definitions[name] else { return schema }
        return resolved(definition)
    }

    /// The named type that a schema refers to.
    func name(of schema: JSONValue) -> String? {
        guard case .string(let reference) = schema["$ref"], reference.hasPrefix(Self.prefix) else { return nil }
        return String(reference.dropFirst(Self.prefix.count))
    }
}

/// What values of a schema look like.
enum SchemaShape {
    case record([JSONObject.Member], required: Set<String>, isClosed: Bool)
    case map(JSONValue, count: ClosedRange<Int>)
    case array(JSONValue, count: ClosedRange<Int>)
    case word([JSONValue])
    case text(length: ClosedRange<Int>?, format: String?)
    case whole(ClosedRange<Int64>)
    case decimal(ClosedRange<JSONDecimal>, scale: UInt8)
    case float(ClosedRange<JSONDecimal>)
    case flag
    case anything

    init(_ schema: JSONValue) {
        if case .array(let words) = schema["enum"] {
            self = .word(words)
            return
        }
        let type: String? =
            switch schema["type"] {
            case .string(let name): name
            case .array(let names): if case .string(let name)? = names.first { name } else { nil }
            default: nil
            }
        switch type {
        case "object":
            if case .object(let properties) = schema["properties"] {
                self = .record(
                    properties.members, required: schema.names("required"),
                    isClosed: schema["additionalProperties"] == false)
            } else {
                self = .map(
                    schema["additionalProperties"] ?? [:], count: schema.counts("minProperties", "maxProperties"))
            }
        case "array": self = .array(schema["items"] ?? [:], count: schema.counts("minItems", "maxItems"))
        case "string":
            let length = schema["maxLength"] == nil ? nil : schema.counts("minLength", "maxLength")
            self = .text(length: length, format: schema.text("format"))
        case "integer":
            let least = schema.decimal("minimum").units(scale: 0) ?? .min
            self = .whole(least...(schema.decimal("maximum").units(scale: 0) ?? .max))
        case "number" where schema["multipleOf"] == nil:
            self = .float(schema.decimal("minimum")...schema.decimal("maximum"))
        case "number":
            let step = schema.decimal("multipleOf")
            self = .decimal(
                schema.decimal("minimum")...schema.decimal("maximum"), scale: UInt8(clamping: -step.exponent))
        case "boolean": self = .flag
        default: self = .anything
        }
    }
}

extension JSONValue {
    fileprivate func names(_ keyword: String) -> Set<String> {
        guard case .array(let names) = self[keyword] else { return [] }
        return Set(names.compactMap { if case .string(let name) = $0 { name } else { nil } })
    }

    fileprivate func text(_ keyword: String) -> String? {
        if case .string(let text) = self[keyword] { text } else { nil }
    }

    fileprivate func decimal(_ keyword: String) -> JSONDecimal {
        if case .number(let number) = self[keyword] { number.decimal } else { 0 }
    }

    fileprivate func counts(_ least: String, _ most: String) -> ClosedRange<Int> {
        Int(decimal(least).units(scale: 0) ?? 0)...Int(decimal(most).units(scale: 0) ?? 0)
    }
}
