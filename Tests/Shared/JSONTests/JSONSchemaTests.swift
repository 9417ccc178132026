import Identifiers
import JSON
import Testing

@Suite("JSON schemas")
struct JSONSchemaTests {
    struct Offer: JSONCodable {
        var id: Int?
        var title: String
        var kind: JSONTypeTests.Choice
        var price: JSONDecimal
        var deposit: Int64
        var rate: Double
        var from: Timestamp
        var until: CalendarDay?
        var limit: UInt64
        var venue: Venue
        var backup: Venue?
        var payments: [Payment]
        var labels: [String: Bool]
        var level: Level?
        var secret: String?
        var extra: JSONValue
        var tree: JSONTypeTests.Tree

        enum Level: String, CaseIterable, Sendable { case low, high }

        static let json = JSONType.record(
            Self.init,
            Field("id", \.id, .integer(1...9).optional, "Given by the server", access: .readOnly),
            Field("title", \.title, .string(length: 1...80, format: .email), classified: .pii, example: "a@b.cd"),
            Field("kind", \.kind, .oneOf().defaulting(to: .plain)),
            Field("price", \.price, .money(0...10_000)),
            Field("deposit", \.deposit, .minorUnits(-100...250)),
            Field("rate", \.rate, .double(-0.5...1e9)),
            Field("from", \.from, .dateTime(), example: Timestamp(microsecondsSinceEpoch: 0)),
            Field("until", \.until, .day.nullable),
            Field("limit", \.limit, .integer()),
            Field("venue", \.venue, .nested(), "Where"),
            Field("backup", \.backup, .nested().nullable, "Where if it rains"),
            Field("payments", \.payments, .array(.nested(), count: 0...3)),
            Field("labels", \.labels, .map(.bool, count: 0...5)),
            Field("level", \.level, .oneOf().nullable),
            Field("secret", \.secret, .string(length: 0...5).optional, access: .writeOnly, classified: .restricted),
            Field("extra", \.extra, .any.described("Whatever the client likes")),
            Field("tree", \.tree, .nested()))
    }

    static let golden = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": {
            "id": {"type": "integer", "minimum": 1, "maximum": 9, "description": "Given by the server",
              "readOnly": true},
            "title": {"type": "string", "minLength": 1, "maxLength": 80, "format": "email", "examples": ["a@b.cd"],
              "x-classification": "pii"},
            "kind": {"type": "string", "enum": ["plain", "two words", "é\\""], "default": "plain"},
            "price": {"type": ["number", "string"], "minimum": 0, "maximum": 10000, "multipleOf": 0.01,
              "format": "decimal"},
            "deposit": {"type": ["number", "string"], "minimum": -1, "maximum": 2.5, "multipleOf": 0.01,
              "format": "decimal"},
            "rate": {"type": "number", "format": "double", "minimum": -0.5, "maximum": 1000000000},
            "from": {"type": "string", "format": "date-time", "examples": ["1970-01-01T00:00:00.000Z"]},
            "until": {"type": ["string", "null"], "format": "date"},
            "limit": {"type": "integer", "minimum": 0, "maximum": 18446744073709551615},
            "venue": {"$ref": "#/$defs/Venue", "description": "Where"},
            "backup": {"anyOf": [{"$ref": "#/$defs/Venue"}, {"type": "null"}], "description": "Where if it rains"},
            "payments": {"type": "array", "minItems": 0, "maxItems": 3, "items": {"$ref": "#/$defs/Payment"}},
            "labels": {"type": "object", "minProperties": 0, "maxProperties": 5,
              "propertyNames": {"minLength": 1, "maxLength": 64}, "additionalProperties": {"type": "boolean"}},
            "level": {"type": ["string", "null"], "enum": ["low", "high", null]},
            "secret": {"type": "string", "minLength": 0, "maxLength": 5, "writeOnly": true,
              "x-classification": "restricted"},
            "extra": {"description": "Whatever the client likes"},
            "tree": {"$ref": "#/$defs/Tree"}
          },
          "required": ["title", "price", "deposit", "rate", "from", "until", "limit", "venue", "backup", "payments",
            "labels", "level", "extra", "tree"],
          "additionalProperties": false,
          "$defs": {
            "Venue": {
              "type": "object",
              "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 100},
                "city": {"type": "string", "minLength": 1, "maxLength": 100},
                "floor": {"type": "integer", "minimum": -9, "maximum": 200}
              },
              "required": ["name", "city"],
              "additionalProperties": false
            },
            "Payment": {
              "type": "object",
              "oneOf": [
                {
                  "type": "object",
                  "properties": {
                    "method": {"const": "card"},
                    "last4": {"type": "string", "minLength": 4, "maxLength": 4, "x-classification": "restricted"}
                  },
                  "required": ["method", "last4"],
                  "additionalProperties": false
                },
                {
                  "type": "object",
                  "properties": {
                    "method": {"const": "invoice"},
                    "number": {"type": "string", "minLength": 1, "maxLength": 20},
                    "dueDays": {"type": "integer", "minimum": 1, "maximum": 90, "default": 30}
                  },
                  "required": ["method", "number"],
                  "additionalProperties": false
                }
              ],
              "required": ["method"]
            },
            "Tree": {
              "type": "object",
              "properties": {
                "name": {"type": "string", "minLength": 0, "maxLength": 9},
                "children": {"type": "array", "minItems": 0, "maxItems": 9, "default": [],
                  "items": {"$ref": "#/$defs/Tree"}}
              },
              "required": ["name"],
              "additionalProperties": false
            }
          }
        }
        """

    @Test("a declaration prints its schema, types with a name once")
    func prints() throws {
        let expected = try JSONValue(parsing: Array(Self.golden.utf8))
        let printed = Offer.json.schema.document()
        #expect(String(decoding: printed.bytes, as: UTF8.self) == String(decoding: expected.bytes, as: UTF8.self))
    }

    @Test("in an API description named types become components and are not printed twice")
    func components() throws {
        var components = JSONObject()
        let reference = JSONType<Venue>.nested(Venue.self).schema
        let first = reference.value(referringTo: "#/components/schemas/", addingTo: &components)
        let second = reference.value(referringTo: "#/components/schemas/", addingTo: &components)
        #expect(String(decoding: first.bytes, as: UTF8.self) == "{\"$ref\":\"#/components/schemas/Venue\"}")
        #expect(first == second)
        #expect(components.members.map(\.name) == ["Venue"])
        #expect(components["Venue"]?["required"] == ["name", "city"])
    }

    @Test("an open record allows further members in its schema too")
    func open() {
        #expect(JSONTypeTests.Named.json.schema.document()["additionalProperties"] == nil)
    }
}
