import JSON

/// A document that differs from a good one in one place.
struct Edge {
    let pointer: String
    let document: JSONValue
    /// What is wrong with it; nil for what is right at the limit.
    let code: JSONFault.Code?
}

/// Walks a good document along its schema and changes one thing at a time: what every bound lets pass and what it does
/// not, words that are in no vocabulary, values of other types, members that are missing or unknown.
struct SchemaEdges {
    private let schema: PayloadSchema
    private let document: JSONValue
    /// The named types whose inside is walked.
    private let names: Set<String>
    private(set) var edges: [Edge] = []

    init(of schema: PayloadSchema, around document: JSONValue, inside names: Set<String>) {
        self.schema = schema
        self.document = document
        self.names = names
        visit(schema.root, document, at: [])
    }

    private mutating func add(_ place: [String], _ value: JSONValue?, _ code: JSONFault.Code?) {
        let pointer = place.map { "/" + $0 }.joined()
        edges.append(Edge(pointer: pointer, document: document.replacing(place[...], with: value), code: code))
    }

    private mutating func visit(_ part: JSONValue, _ value: JSONValue, at place: [String]) {
        let shape = SchemaShape(schema.resolved(part))
        if let stranger = shape.stranger { add(place, stranger, .wrongType) }
        if shape.refusesNull { add(place, .null, .nullNotAllowed) }
        if let name = schema.name(of: part), !names.contains(name) { return }
        switch shape {
        case .record(let properties, let required, let isClosed):
            add(place + ["unheardOf"], ["anything": 1], isClosed ? .unknownMember : nil)
            for property in properties {
                let inner = place + [property.name]
                add(inner, nil, required.contains(property.name) ? .missingMember : nil)
                if let member = value[property.name] { visit(property.value, member, at: inner) }
            }
        case .map(let element, let count):
            guard case .object(let object) = value, let first = object.members.first else { return }
            let many = (0...count.upperBound).map { ("n\($0)", first.value) }
            add(place, .object(JSONObject(many.dropLast())), nil)
            add(place, .object(JSONObject(many)), .tooManyItems)
            visit(element, first.value, at: place + [first.name])
        case .array(let element, let count):
            guard case .array(let elements) = value, let first = elements.first else { return }
            add(place, .array(Array(repeating: first, count: count.upperBound)), nil)
            add(place, .array(Array(repeating: first, count: count.upperBound + 1)), .tooManyItems)
            if count.lowerBound > 0 { add(place, [], .tooFewItems) }
            visit(element, first, at: place + ["0"])
        default: visit(scalar: shape, at: place)
        }
    }

    private mutating func visit(scalar shape: SchemaShape, at place: [String]) {
        switch shape {
        case .word: add(place, "no such word", .notAllowed)
        case .text(let length, let format):
            if let length {
                add(place, .string(String(repeating: "a", count: length.upperBound + 1)), .tooLong)
                if format == nil { add(place, .string(String(repeating: "a", count: length.upperBound)), nil) }
                if length.lowerBound > 0 {
                    add(place, .string(String(repeating: "a", count: length.lowerBound - 1)), .tooShort)
                }
                add(place, .string("bell \u{7}" + String(repeating: "a", count: length.lowerBound)), .badCharacter)
            }
            if format != nil { add(place, "none of it", .badFormat) }
        case .whole(let range):
            add(place, .number(.integer(range.lowerBound)), nil)
            add(place, .number(.integer(range.upperBound)), nil)
            if range.lowerBound > .min { add(place, .number(.integer(range.lowerBound - 1)), .outOfRange) }
            if range.upperBound < .max { add(place, .number(.integer(range.upperBound + 1)), .outOfRange) }
            add(place, .decimal(5, scale: 1), .wrongType)
        case .decimal(let range, let scale):
            add(place, .number(JSONNumber(range.lowerBound)), nil)
            add(place, .number(JSONNumber(range.upperBound)), nil)
            add(place, .decimal((range.lowerBound.units(scale: scale) ?? 0) - 1, scale: scale), .outOfRange)
            add(place, .decimal((range.upperBound.units(scale: scale) ?? 0) + 1, scale: scale), .outOfRange)
            add(place, .decimal(1, scale: scale + 1), .tooPrecise)
        case .float(let range):
            add(place, .number(JSONNumber(range.lowerBound)), nil)
            add(place, .number(JSONNumber(range.upperBound)), nil)
            add(place, .decimal((range.lowerBound.units(scale: 3) ?? 0) - 1, scale: 3), .outOfRange)
            add(place, .decimal((range.upperBound.units(scale: 3) ?? 0) + 1, scale: 3), .outOfRange)
        default: break
        }
    }
}

extension JSONValue {
    fileprivate static func decimal(_ units: Int64, scale: UInt8) -> JSONValue {
        .number(JSONNumber(JSONDecimal(units: units, scale: scale)))
    }
}

extension SchemaShape {
    /// A value of another type; nil where any is good.
    fileprivate var stranger: JSONValue? {
        switch self {
        case .anything: nil
        case .array: "text"
        default: []
        }
    }

    fileprivate var refusesNull: Bool { if case .anything = self { false } else { true } }
}
