public import JSON

/// One member of a payload that is declared as data. A row reads `.id("eventId")`, `.time("dueDate")`,
/// `.text("notes").optional`.
public struct PayloadMember: Sendable {
    public let name: String
    public let kind: Kind
    public private(set) var isOptional = false

    /// What the member's value is.
    public indirect enum Kind: Sendable {
        case id
        case actor
        case time
        case day
        case text
        case flag
        case whole
        case number
        /// A number with two decimals; `currency` stands beside it.
        case money
        case choice([String])
        case object([PayloadMember])
        /// Names that are data, with numbers.
        case measures
        case list(Kind)
    }

    private init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    static func id(_ name: String) -> Self { Self(name, .id) }
    static func actor(_ name: String) -> Self { Self(name, .actor) }
    static func time(_ name: String) -> Self { Self(name, .time) }
    static func day(_ name: String) -> Self { Self(name, .day) }
    static func text(_ name: String) -> Self { Self(name, .text) }
    static func flag(_ name: String) -> Self { Self(name, .flag) }
    static func whole(_ name: String) -> Self { Self(name, .whole) }
    static func number(_ name: String) -> Self { Self(name, .number) }
    static func money(_ name: String) -> Self { Self(name, .money) }
    static func measures(_ name: String) -> Self { Self(name, .measures) }
    static func object(_ name: String, _ members: PayloadMember...) -> Self { Self(name, .object(members)) }
    static func ids(_ name: String) -> Self { Self(name, .list(.id)) }
    static func actors(_ name: String) -> Self { Self(name, .list(.actor)) }
    static func texts(_ name: String) -> Self { Self(name, .list(.text)) }
    static func objects(_ name: String, _ members: PayloadMember...) -> Self { Self(name, .list(.object(members))) }
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Choice.Type) -> Self {
        Self(name, .choice(type.allCases.map(\.rawValue)))
    }

    /// The same member, which may be left out.
    var optional: PayloadMember {
        var copy = self
        copy.isOptional = true
        return copy
    }
}

extension PayloadMember {
    /// The JSON Schema of an object with these members. Others may be in it: events grow.
    public static func schema(of members: [PayloadMember]) -> JSONValue {
        let required = members.filter { !$0.isOptional }.map { JSONValue.string($0.name) }
        var schema: JSONObject = [
            "type": "object", "properties": .object(JSONObject(members.map { ($0.name, $0.kind.schema) })),
        ]
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }
}

extension PayloadMember.Kind {
    fileprivate var schema: JSONValue {
        switch self {
        case .id: ["type": "string", "format": "uuid"]
        case .actor, .text: ["type": "string"]
        case .time: ["type": "string", "format": "date-time"]
        case .day: ["type": "string", "format": "date"]
        case .flag: ["type": "boolean"]
        case .whole: ["type": "integer"]
        case .number: ["type": "number"]
        case .money: ["type": "number", "multipleOf": .number(JSONNumber(JSONDecimal(units: 1, scale: 2)))]
        case .choice(let choices): ["type": "string", "enum": .array(choices.map(JSONValue.string))]
        case .object(let members): PayloadMember.schema(of: members)
        case .measures: ["type": "object", "additionalProperties": ["type": "number"]]
        case .list(let element): ["type": "array", "items": element.schema]
        }
    }
}
