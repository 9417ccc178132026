public import JSON

extension EventDeclaration {
    /// The JSON Schema of the payload, as a part of a larger document: named types it uses are added to `definitions`
    /// and referred to as `prefix` and name.
    public func payloadSchema(referringTo prefix: String, addingTo definitions: inout JSONObject) -> JSONValue {
        switch payload {
        case .typed(let type): type.schema.value(referringTo: prefix, addingTo: &definitions)
        case .members(let members): PayloadMember.schema(of: members)
        }
    }

    /// The payload's members in their order, optional ones with a question mark.
    public var memberNames: [String] {
        var definitions = JSONObject()
        let schema = payloadSchema(referringTo: "#/$defs/", addingTo: &definitions)
        guard case .object(let properties) = schema["properties"] else { return [] }
        var required: Set<String> = []
        if case .array(let names) = schema["required"] {
            for case .string(let name) in names { required.insert(name) }
        }
        return properties.members.map { required.contains($0.name) ? $0.name : "\($0.name)?" }
    }

    /// The version of the payload's form; nothing that is declared as data has had another than the first.
    public var schemaVersion: Int {
        switch payload {
        case .typed(let type): type.schemaVersion
        case .members: 1
        }
    }
}

extension EventPayload {
    fileprivate static var schema: JSONSchema { json.schema }
}
