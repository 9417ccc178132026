public import JSON

extension EventDeclaration {
    /// The JSON Schema of the payload, as a part of a larger document: named types it uses are added to `definitions`
    /// and referred to as `prefix` and name.
    public func payloadSchema(referringTo prefix: String, addingTo definitions: inout JSONObject) -> JSONValue {
        payload.schema.value(referringTo: prefix, addingTo: &definitions)
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
}

extension EventPayload {
    fileprivate static var schema: JSONSchema { json.schema }
}
