import JSON

/// The named schemas of a document: each is printed once and referred to from everywhere else.
struct SharedSchemas {
    static let prefix = "#/components/schemas/"

    private(set) var definitions = JSONObject()

    /// A schema as a part of the document. Types that share a name must be one type: they have to print alike.
    mutating func value(_ schema: JSONSchema, _ faults: inout [DescriptionFault]) -> JSONValue {
        var found = JSONObject()
        let value = schema.value(referringTo: Self.prefix, addingTo: &found)
        adopt(found, &faults)
        return value
    }

    /// Takes over what a part of the document refers to.
    mutating func adopt(_ found: JSONObject, _ faults: inout [DescriptionFault]) {
        for member in found.members {
            if let known = definitions[member.name] {
                if known.bytes != member.value.bytes { faults.add(.typeNameTaken(member.name)) }
                continue
            }
            if !Self.isName(member.name) { faults.add(.typeNameMalformed(member.name)) }
            definitions[member.name] = member.value
        }
    }

    /// Adds a schema that no Swift type has.
    mutating func define(_ name: String, _ schema: JSONValue) -> JSONValue {
        definitions[name] = schema
        return Self.reference(to: name)
    }

    static func reference(to name: String) -> JSONValue { ["$ref": .string(prefix + name)] }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension [DescriptionFault] {
    /// Tells each fault once.
    mutating func add(_ fault: DescriptionFault) {
        if !contains(fault) { append(fault) }
    }
}

extension JSONObject {
    /// Sets a member where there is a value for it.
    mutating func set(_ name: String, _ value: String) {
        if !value.isEmpty { self[name] = .string(value) }
    }
}

extension JSONValue {
    /// A list of words.
    static func words(_ words: some Sequence<String>) -> JSONValue { .array(words.map(JSONValue.string)) }
}
