public import JSON

/// Holds descriptions of APIs to the standards they follow, and to themselves: every reference leads somewhere, and every
/// example and default keeps the schema it stands beside. For the tests of whoever prints such documents.
public enum DescriptionCheck {
    /// What is wrong with an OpenAPI 3.1 document.
    public static func findings(openAPI document: JSONValue) throws -> [SchemaFinding] {
        try findings(document, OfficialSchemas.openAPI)
    }

    /// What is wrong with an AsyncAPI 3.0.0 document.
    public static func findings(asyncAPI document: JSONValue) throws -> [SchemaFinding] {
        try findings(document, OfficialSchemas.asyncAPI)
    }

    /// The validator of a document's own schemas, and the URI to put before a pointer into it.
    public static func validator(of document: JSONValue) -> (SchemaValidator, uri: String) {
        var library = SchemaLibrary()
        library.add(document, as: uri)
        return (SchemaValidator(library, assertsFormats: true), uri + "#")
    }

    private static let uri = "urn:rishi:document"

    private static func findings(_ document: JSONValue, _ standard: String) throws -> [SchemaFinding] {
        var findings = SchemaValidator(try OfficialSchemas.library()).findings(in: document, against: standard)
        let (validator, _) = validator(of: document)
        walk(document, "") { value, pointer in
            if case .string(let reference) = value["$ref"], validator.library.place(of: reference, in: uri) == nil {
                findings.append(
                    SchemaFinding(instance: pointer, keyword: "$ref", message: "\(reference) leads nowhere"))
            }
            for (example, place, schema) in examples(of: value, at: pointer) {
                let broken = validator.findings(in: example, against: uri + "#" + schema)
                findings += broken.map { finding in
                    SchemaFinding(
                        instance: place + finding.instance, keyword: finding.keyword, message: finding.message)
                }
            }
        }
        return findings
    }

    /// The examples an object gives, where each of them stands, and the schema it has to keep.
    private static func examples(
        of value: JSONValue, at pointer: String
    ) -> [(value: JSONValue, place: String, schema: String)] {
        var found: [(JSONValue, String, String)] = []
        if case .object = value["schema"] {
            if let example = value["example"] { found.append((example, pointer + "/example", pointer + "/schema")) }
            if case .object(let examples) = value["examples"] {
                for member in examples.members {
                    guard let example = member.value["value"] else { continue }
                    found.append((example, pointer + "/examples/" + member.name, pointer + "/schema"))
                }
            }
        }
        if case .array(let examples) = value["examples"], value["payload"] == nil {
            for (index, example) in examples.enumerated() {
                found.append((example, pointer + "/examples/\(index)", pointer))
            }
        }
        if let standard = value["default"], value["type"] != nil {
            found.append((standard, pointer + "/default", pointer))
        }
        return found
    }

    /// Calls `visit` with every object of the document but those that are data.
    private static func walk(_ value: JSONValue, _ pointer: String, _ visit: (JSONValue, String) -> Void) {
        switch value {
        case .object(let object):
            visit(value, pointer)
            for member in object.members where !data.contains(member.name) {
                walk(member.value, JSONPointer.adding(member.name, to: pointer), visit)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() { walk(element, "\(pointer)/\(index)", visit) }
        default: break
        }
    }

    private static let data: Set = ["example", "examples", "default", "const", "enum"]
}
