import JSON
import Testing

@Suite("JSON writing")
struct JSONCanonicalTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSONValue(parsing: Array(text.utf8)).canonicalBytes, as: UTF8.self)
    }

    @Test("members keep their order in compact form and are sorted by UTF-16 in canonical form")
    func sorts() throws {
        // The order of RFC 8785, section 3.2.3: U+1F600 sorts before U+FB33, as its first UTF-16 unit does.
        let text = "{\"\u{20AC}\":1,\"\\r\":2,\"\u{FB33}\":3,\"1\":4,\"\u{1F600}\":5,\"\u{80}\":6,\"\u{F6}\":7}"
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(String(decoding: value.bytes, as: UTF8.self) == text)
        #expect(
            String(decoding: value.canonicalBytes, as: UTF8.self)
                == "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{F6}\":7,\"\u{20AC}\":1,\"\u{1F600}\":5,\"\u{FB33}\":3}")
    }

    @Test("only what must be escaped is escaped")
    func escapes() throws {
        #expect(
            try canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\u007f\\b\\f\\t\\r\"")
                == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7F}\\b\\f\\t\\r\"")
    }

    @Test("whitespace and nesting do not matter to the canonical form")
    func compacts() throws {
        #expect(
            try canonical(" { \"b\" : [ 1.0 , 2e0 , { \"z\" : null , \"y\" : true } ] , \"a\" : { } } ")
                == "{\"a\":{},\"b\":[1,2,{\"y\":true,\"z\":null}]}")
    }

    @Test("strings that only look alike stay different")
    func keepsNormalization() {
        #expect(JSONValue.string("\u{E9}").canonicalBytes != JSONValue.string("e\u{301}").canonicalBytes)
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test("objects are equal in any order, and lookups, replacements and removals find their member")
    func objects() {
        var object: JSONObject = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(object.members.map(\.name) == ["a", "b"])
        #expect(object == JSONObject([("b", 2), ("a", 3)]))
        #expect(object != JSONObject([("b", 2), ("c", 3)]))
        object["b"] = nil
        object["c"] = true
        #expect(JSONValue.object(object)["c"] == true)
        #expect(JSONValue.object(object)["b"] == nil)
        #expect(JSONValue.null["a"] == nil)
    }
}
