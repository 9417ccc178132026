import JSON
import Testing

@testable import JSONSchemaTestKit

@Suite("Validating by JSON Schema")
struct ValidatorTests {
    private func findings(_ schema: JSONValue, _ instance: JSONValue, formats: Bool = false) -> [String] {
        var library = SchemaLibrary()
        library.add(schema, as: "urn:test:schema")
        return SchemaValidator(library, assertsFormats: formats).findings(in: instance, against: "urn:test:schema")
            .map { "\($0.instance) \($0.keyword)" }
    }

    @Test("a finding says where and by which keyword")
    func places() {
        let schema: JSONValue = [
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": ["a": ["type": "array", "items": ["type": "integer"]], "b/c": ["const": 1]],
        ]
        #expect(findings(schema, ["a": [1, 2]]) == [])
        #expect(findings(schema, ["a": [1, "x"], "b/c": 2]) == ["/a/1 type", "/b~1c const"])
        #expect(findings(schema, ["z": 1]) == [" required", "/z additionalProperties"])
    }

    @Test("what leads nowhere, cannot be read or has no end is a finding and never a success")
    func brokenSchemas() {
        #expect(findings(["$ref": "#/$defs/missing"], 1) == [" $ref"])
        #expect(findings(["$ref": "https://elsewhere.example/a"], 1) == [" $ref"])
        #expect(findings(["$dynamicRef": "#missing"], 1) == [" $dynamicRef"])
        #expect(findings(["pattern": "("], "a") == [" pattern"])
        #expect(findings(["$ref": "#"], 1) == [" $ref"])
        #expect(findings("no schema", 1) == [" schema"])
        let validator = SchemaValidator(SchemaLibrary())
        #expect(validator.findings(in: 1, against: "urn:test:unknown").count == 1)
    }

    @Test("multiples are exact decimals")
    func multiples() throws {
        let table: [(String, String, Bool)] = [
            ("10", "2", true), ("7", "2", false), ("0", "3", true), ("4.5", "1.5", true), ("35", "1.5", false),
            ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("99.99", "0.01", true), ("1e30", "0.01", true),
            ("-9", "3", true), ("1e200", "1e-200", false),
        ]
        for (value, unit, isValid) in table {
            let schema = try JSONValue(parsing: Array("{\"multipleOf\":\(unit)}".utf8))
            let found = findings(schema, try JSONValue(parsing: Array(value.utf8)))
            #expect(found.isEmpty == isValid, "\(value) of \(unit)")
        }
    }

    @Test("formats are remarks unless they are meant")
    func formats() {
        let table: [(String, JSONValue, Bool)] = [
            ("uuid", "0190a6c2-7b1e-7cc3-98c4-dc0c0c07398f", true), ("uuid", "0190a6c2", false),
            ("date-time", "2026-03-31T18:30:00Z", true), ("date-time", "2026-03-31 18:30", false),
            ("date", "2028-02-29", true), ("date", "2027-02-29", false), ("email", "a@b.example", true),
            ("email", "a", false), ("uri", "https://a.example", true), ("uri", "a b", false), ("unheard-of", "x", true),
        ]
        for (format, value, isValid) in table {
            #expect(findings(["format": .string(format)], value).isEmpty)
            #expect(findings(["format": .string(format)], value, formats: true).isEmpty == isValid, "\(format)")
        }
    }

    @Test("a schema that is not one is refused by the schema of schemas")
    func metaschema() throws {
        let validator = SchemaValidator(try OfficialSchemas.library())
        let good: JSONValue = ["type": "object", "properties": ["a": ["minLength": 1]]]
        #expect(validator.findings(in: good, against: OfficialSchemas.jsonSchema).isEmpty)
        let bad: [JSONValue] = [
            ["type": "strng"], ["properties": ["a": ["minLength": -1]]], ["required": "a"], ["items": [1]], 7,
        ]
        for schema in bad { #expect(!validator.findings(in: schema, against: OfficialSchemas.jsonSchema).isEmpty) }
    }

    @Test(
        "references are resolved as RFC 3986 section 5.4 says",
        arguments: [
            ("http://a/b/c/d", "g", "http://a/b/c/g"), ("http://a/b/c/d", "./g", "http://a/b/c/g"),
            ("http://a/b/c/d", "g/", "http://a/b/c/g/"), ("http://a/b/c/d", "/g", "http://a/g"),
            ("http://a/b/c/d", "//g", "http://g"), ("http://a/b/c/d", "#s", "http://a/b/c/d#s"),
            ("http://a/b/c/d", "g#s", "http://a/b/c/g#s"), ("http://a/b/c/d", "../g", "http://a/b/g"),
            ("http://a/b/c/d", "../../g", "http://a/g"), ("http://a/b/c/d", "g:h", "g:h"),
            ("http://a/b/c/d#x", "", "http://a/b/c/d#x"), ("http://a", "g", "http://a/g"),
            ("urn:uuid:a", "#s", "urn:uuid:a#s"), ("urn:uuid:a", "urn:uuid:b", "urn:uuid:b"),
        ])
    func references(base: String, reference: String, expected: String) {
        #expect(SchemaURI.resolve(reference, against: base) == expected)
    }
}
