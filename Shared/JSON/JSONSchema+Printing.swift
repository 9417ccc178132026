import Identifiers

extension JSONSchema {
    /// The schema as a document of its own: named types it uses are under `$defs`.
    public func document() -> JSONValue {
        var definitions = JSONObject()
        var root: JSONObject = ["$schema": "https://json-schema.org/draft/2020-12/schema"]
        for member in body(referringTo: "#/$defs/", &definitions).members { root[member.name] = member.value }
        if !definitions.members.isEmpty { root["$defs"] = .object(definitions) }
        return .object(root)
    }

    /// The schema as a part of a larger document, for example an API description. Types with a name are added to
    /// `definitions`, unless they are there, and referred to as `prefix` and name: `#/components/schemas/Booking`.
    public func value(referringTo prefix: String, addingTo definitions: inout JSONObject) -> JSONValue {
        .object(body(referringTo: prefix, &definitions))
    }

    private func body(referringTo prefix: String, _ definitions: inout JSONObject) -> JSONObject {
        var result = keywords
        switch shape {
        case .plain: break
        case .array(let element): result["items"] = element.value(referringTo: prefix, addingTo: &definitions)
        case .map(let element):
            result["additionalProperties"] = element.value(referringTo: prefix, addingTo: &definitions)
        case .record(_, let properties, let allowsOthers):
            result["properties"] = .object(
                JSONObject(properties.map { ($0.name, $0.printed(referringTo: prefix, &definitions)) }))
            let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { result["required"] = .array(required) }
            if !allowsOthers { result["additionalProperties"] = false }
        case .union(let tag, let variants):
            result["oneOf"] = .array(variants.map { $1.tagged(tag, $0, referringTo: prefix, &definitions) })
            result["required"] = [.string(tag)]
        case .orNull(let schema):
            result = schema.nullable(referringTo: prefix, &definitions).merging(keywords)
        case .reference(let name, let resolve):
            if definitions[name] == nil {
                // Holds the place, so that a type that contains itself is not printed again inside itself.
                definitions[name] = [:]
                definitions[name] = resolve().value(referringTo: prefix, addingTo: &definitions)
            }
            result = JSONObject([("$ref", .string(prefix + name))]).merging(keywords)
        }
        return result
    }

    /// A plain schema also lists the type `null`; another one becomes a choice.
    private func nullable(referringTo prefix: String, _ definitions: inout JSONObject) -> JSONObject {
        var schema = body(referringTo: prefix, &definitions)
        if case .string(let type) = schema["type"], case .plain = shape {
            schema["type"] = [.string(type), "null"]
            if case .array(let choices) = schema["enum"] { schema["enum"] = .array(choices + [nil]) }
            return schema
        }
        return ["anyOf": [.object(schema), ["type": "null"]]]
    }

    /// A variant of a union: its record with the tag as one more member. It cannot be referred to, because the record
    /// alone does not allow the tag.
    private func tagged(
        _ tag: String, _ value: String, referringTo prefix: String, _ definitions: inout JSONObject
    ) -> JSONValue {
        guard case .reference(_, let resolve) = shape else { return .object(keywords) }
        var record = resolve().body(referringTo: prefix, &definitions)
        var properties: JSONObject = [tag: ["const": .string(value)]]
        var required: [JSONValue] = [.string(tag)]
        if case .object(let members) = record["properties"] { properties = properties.merging(members) }
        if case .array(let names) = record["required"] { required += names }
        record["properties"] = .object(properties)
        record["required"] = .array(required)
        return .object(record)
    }
}

extension JSONSchema.Property {
    fileprivate func printed(referringTo prefix: String, _ definitions: inout JSONObject) -> JSONValue {
        var schema = schema
        switch access {
        case .readWrite: break
        case .readOnly: schema = schema.with("readOnly", true)
        case .writeOnly: schema = schema.with("writeOnly", true)
        }
        if classification != .internal {
            schema = schema.with("x-classification", .string(classification.name.description))
        }
        return schema.value(referringTo: prefix, addingTo: &definitions)
    }
}

extension JSONObject {
    /// The members of both; the other's win.
    fileprivate func merging(_ other: JSONObject) -> JSONObject {
        var result = self
        for member in other.members { result[member.name] = member.value }
        return result
    }
}
