import JSON
import Testing

@Suite("JSON types at their edges")
struct JSONTypeTests {
    static let strings: [(String, String)] = [
        ("\"ab\"", ""), ("\"abc\"", ""), ("\"a\"", " too_short"), ("\"abcd\"", " too_long"), ("\"éé\"", ""),
        ("\"é\"", " too_short"), ("\"\\u00e9\\u00e9\"", ""), ("\"\\u00e9\"", " too_short"), ("\"👍🏽\"", ""),
        ("\"👍🏽👍🏽\"", " too_long"), ("\"\\ud83d\\udc4d\"", " too_short"), ("\"a\\u0000\"", " bad_character"),
        ("\"a\\u001b\"", " bad_character"), ("\"a\\n\"", ""), ("\"\\t\\r\"", ""), ("1", " wrong_type"),
        ("null", " null_not_allowed"), ("[\"ab\"]", " wrong_type"),
    ]

    @Test("strings are counted in Unicode scalars and hold no control characters", arguments: strings)
    func readsStrings(input: String, expected: String) {
        #expect(faults(JSONType<String>.string(length: 2...3), input).joined() == expected)
    }

    @Test("every integer type holds exactly its own range")
    func integerEdges() {
        func edges<Integer: FixedWidthInteger & Sendable>(_: Integer.Type) throws {
            let type: JSONType<Integer> = .integer()
            for value in [Integer.min, 0, Integer.max] {
                #expect(try decoded(type, "\(value)") == value)
                #expect(text(type, value) == "\(value)")
            }
            #expect(faults(type, "\(Int128(Integer.max) + 1)") == [" out_of_range"])
            #expect(faults(type, "\(Int128(Integer.min) - 1)") == [" out_of_range"])
        }
        #expect(throws: Never.self) {
            try edges(Int8.self)
            try edges(Int16.self)
            try edges(Int32.self)
            try edges(Int64.self)
            try edges(Int.self)
            try edges(UInt8.self)
            try edges(UInt16.self)
            try edges(UInt32.self)
            try edges(UInt64.self)
        }
    }

    static let integers: [(String, String)] = [
        ("1", ""), ("9", ""), ("0", " out_of_range"), ("10", " out_of_range"), ("2.0", ""), ("20e-1", ""), ("9e0", ""),
        ("2.5", " wrong_type"), ("1e2", " out_of_range"), ("1e300", " wrong_type"), ("\"1\"", " wrong_type"),
        ("true", " wrong_type"), ("null", " null_not_allowed"), ("99999999999999999999", " out_of_range"),
    ]

    @Test("integers keep to their range, and may be written with a zero fraction", arguments: integers)
    func integerRange(input: String, expected: String) {
        let integer: JSONType<Int> = .integer(1...9)
        #expect(faults(integer, input).joined() == expected)
    }

    static let money: [(String, String, String)] = [
        ("1250.5", "", "1250.50"), ("1250.50", "", "1250.50"), ("\"1250.5\"", "", "1250.50"), ("0", "", "0.00"),
        ("1e3", "", "1000.00"), ("0.01", "", "0.01"), ("0.10", "", "0.10"), ("9999.99", "", "9999.99"),
        ("10000", " out_of_range", ""), ("-0.01", " out_of_range", ""), ("0.001", " too_precise", ""),
        ("\"0.001\"", " too_precise", ""), ("1.000", "", "1.00"), ("\"\"", " bad_format", ""),
        ("\" 1\"", " bad_format", ""),
        ("\"1e400\"", " bad_format", ""), ("\"0x1\"", " bad_format", ""), ("\"NaN\"", " bad_format", ""),
        ("null", " null_not_allowed", ""), ("[]", " wrong_type", ""),
    ]

    @Test("money is exact, from a number or a string, and written with two decimals", arguments: money)
    func readsMoney(input: String, expected: String, written: String) throws {
        let range = JSONDecimal(0)...JSONDecimal(units: 999_999, scale: 2)
        let decimals = JSONType<JSONDecimal>.money(range)
        let cents = JSONType<Int64>.minorUnits(0...999_999)
        #expect(faults(decimals, input).joined() == expected)
        #expect(faults(cents, input).joined() == expected)
        guard expected.isEmpty else { return }
        #expect(text(decimals, try decoded(decimals, input)) == written)
        #expect(text(cents, try decoded(cents, input)) == written)
    }

    @Test(
        "negative minor units keep their sign below one",
        arguments: [(-5, "-0.05"), (-125_050, "-1250.50"), (5, "0.05")])
    func minorUnits(value: Int64, expected: String) {
        #expect(text(JSONType<Int64>.minorUnits(-1_000_000...1_000_000), value) == expected)
    }

    @Test("a decimal that takes no text refuses text")
    func decimals() {
        let type = JSONType<JSONDecimal>.decimal(0...1, decimals: 4)
        #expect(faults(type, "0.1234").isEmpty)
        #expect(faults(type, "0.12345") == [" too_precise"])
        #expect(faults(type, "0.123400000").isEmpty)
        #expect(faults(type, "\"0.1\"") == [" wrong_type"])
    }

    static let doubles: [(String, String)] = [
        ("90", ""), ("-90", ""), ("90.0000000001", " out_of_range"), ("1e300", " out_of_range"), ("45.5231", ""),
        ("\"1\"", " wrong_type"),
    ]

    @Test("binary numbers keep to their range", arguments: doubles)
    func readsDoubles(input: String, expected: String) {
        #expect(faults(JSONType<Double>.double(-90...90), input).joined() == expected)
    }

    @Test(
        "binary numbers are written with the shortest digits that are JSON",
        arguments: [
            (0.1, "0.1"), (-122.676483, "-122.676483"), (2, "2"), (1e16, "1e+16"), (5e-7, "5e-07"),
            (.infinity, "null"), (.nan, "null"), (-0.0, "0"),
        ])
    func doublesWritten(value: Double, expected: String) throws {
        let written = text(JSONType<Double>.double(-1...1), value)
        #expect(written == expected)
        #expect(throws: Never.self) { try JSONValue(parsing: Array(written.utf8)) }
    }

    static let uuids: [(String, String?)] = [
        ("0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e", "0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e"),
        ("0197A3F0-5C1E-7D3A-9B11-2F4E6A8C0D1E", "0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e"),
        ("0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1", nil), ("0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e0", nil),
        ("0197a3f005c1e-7d3a-9b11-2f4e6a8c0d1e", nil), ("g197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e", nil),
        ("{197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e", nil), ("!197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e", nil), ("", nil),
    ]

    @Test("a UUID is lower-case text", arguments: uuids)
    func readsUUIDs(input: String, expected: String?) {
        // What is refused is nil here, whatever its fault.
        #expect((try? decoded(JSONType<String>.uuid, "\"\(input)\"")) == expected)
    }

    static let formats: [(JSONFormat, String, Bool)] = [
        (.email, "ana@example.com", true), (.email, "a.b+c@sub.example.co", true), (.email, "@example.com", false),
        (.email, "ana@", false), (.email, "ana@host", false), (.email, "ana@-host.com", false),
        (.email, "ana@host-.com", false), (.email, "ana@a..com", false), (.email, "ana@a.com.", false),
        (.email, "a na@example.com", false), (.email, "ana@exa mple.com", false), (.email, "a@b@c.de", false),
        (.email, "ana@\(String(repeating: "x", count: 64)).com", false),
        (.webURL, "https://example.com/a?b#c", true), (.webURL, "HTTP://[::1]:80/", true),
        (.webURL, "ftp://a.b", false),
        (.webURL, "https://", false), (.webURL, "https:///x", false), (.webURL, "https://a b", false),
        (.webURL, "javascript:alert(1)", false), (.webURL, "https://a\\\\b", false), (.phone, "+15555550123", true),
        (.phone, "+1555555", true), (.phone, "+155555", false), (.phone, "15555550123", false),
        (.phone, "+05555550123", false), (.phone, "+1555555012345678", false), (.phone, "+1555-5550123", false),
        (.currency, "USD", true), (.currency, "usd", false), (.currency, "US", false), (.currency, "USDX", false),
    ]

    @Test("formats accept and refuse", arguments: formats)
    func checksFormats(format: JSONFormat, input: String, isAccepted: Bool) {
        let type = JSONType<String>.string(length: 0...300, format: format)
        #expect(faults(type, "\"\(input)\"") == (isAccepted ? [] : [" bad_format"]))
    }

    enum Choice: String, CaseIterable, Sendable { case plain, spaced = "two words", accented = "é\"" }

    @Test("an enumeration is exactly its raw values, however they are escaped")
    func choices() throws {
        let type: JSONType<Choice> = .oneOf()
        for choice in Choice.allCases { #expect(try decoded(type, text(type, choice)) == choice) }
        #expect(try decoded(type, "\"pl\\u0061in\"") == .plain)
        #expect(faults(type, "\"Plain\"") == [" not_allowed"])
        #expect(faults(type, "\"plain \"") == [" not_allowed"])
        #expect(faults(type, "0") == [" wrong_type"])
    }

    @Test(
        "lists have as many elements as they may",
        arguments: [(0, " too_few_items"), (1, ""), (2, ""), (3, " too_many_items")])
    func lists(count: Int, expected: String) {
        let type: JSONType<[Int]> = .array(.integer(), count: 1...2)
        let input = "[" + (0..<count).map(String.init).joined(separator: ",") + "]"
        #expect(faults(type, input).joined() == expected)
    }

    @Test("maps have as many members as they may, with proper names, each once")
    func maps() throws {
        let type: JSONType<[String: Int]> = .map(.integer(0...9), count: 1...2, nameLength: 1...2)
        #expect(try decoded(type, "{\"a\":1,\"éé\":2}") == ["a": 1, "éé": 2])
        #expect(faults(type, "{}") == [" too_few_items"])
        #expect(faults(type, "{\"a\":1,\"b\":2,\"c\":3}") == [" too_many_items"])
        #expect(faults(type, "{\"abc\":1,\"\":2}") == ["/abc bad_format", "/ bad_format"])
        #expect(faults(type, "{\"a\":1,\"\\u0061\":2}") == ["/a duplicate_member"])
        #expect(faults(type, "{\"a\":10,\"b\":\"x\"}") == ["/a out_of_range", "/b wrong_type"])
        #expect(text(type, ["b": 1, "a": 2]) == "{\"a\":2,\"b\":1}")
    }

    @Test("a union is told apart by its tag, wherever that stands")
    func unions() throws {
        let type = Payment.json
        #expect(try decoded(type, "{\"method\":\"card\",\"last4\":\"1234\"}") == .card(CardPayment(last4: "1234")))
        #expect(
            try decoded(type, "{\"last4\":\"1234\",\"m\\u0065thod\":\"card\"}") == .card(CardPayment(last4: "1234")))
        #expect(
            try decoded(type, "{\"number\":\"7\",\"method\":\"invoice\"}")
                == .invoice(InvoicePayment(number: "7", dueDays: 30)))
        #expect(faults(type, "{\"last4\":\"1234\"}") == ["/method missing_member"])
        #expect(faults(type, "{\"method\":\"cash\",\"x\":1}") == ["/method not_allowed"])
        #expect(faults(type, "{\"method\":1}") == ["/method wrong_type"])
        #expect(
            faults(type, "{\"method\":\"card\",\"method\":\"card\",\"last4\":\"1\"}")
                == ["/method duplicate_member", "/last4 too_short"])
        #expect(
            faults(type, "{\"method\":\"card\",\"number\":\"7\"}") == [
                "/number unknown_member", "/last4 missing_member",
            ])
        #expect(faults(type, "[]") == [" wrong_type"])
        #expect(
            faults(.array(type, count: 0...9), "[{\"method\":null},{}]")
                == ["/0/method null_not_allowed", "/1/method missing_member"])
    }

    struct Tree: JSONCodable, Equatable {
        var name: String
        var children: [Tree]

        static let json = JSONType.record(
            Self.init,
            Field("name", \.name, .string(length: 0...9)),
            Field("children", \.children, .array(.nested(), count: 0...9).defaulting(to: [])))
    }

    @Test("a type may contain itself, as deep as the limit and no deeper")
    func recursion() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "{\"name\":\"\",\"children\":[", count: levels) + "{\"name\":\"leaf\"}"
                + String(repeating: "]}", count: levels)
        }
        let tree = try decoded(Tree.json, nested(31))
        #expect(try Tree(json: tree.jsonBytes()) == tree)
        #expect(faults(Tree.json, nested(32)).map { $0.hasSuffix(" too_deep") } == [true])
    }

    struct Named: JSONCodable, Equatable {
        var upper: String
        var doubled: String { upper + upper }
        private init(_ upper: String, _ ignored: String) { self.upper = upper }
        static let json = JSONType.openRecord(
            { Self.init($0, $1) },
            Field("upper", \.upper, .string(length: 1...9)),
            Field("doubled", \.doubled, .string(length: 0...18).defaulting(to: "")))
    }

    @Test("an open record skips what it does not know, but not what is wrong with it")
    func openRecords() throws {
        #expect(try decoded(Named.json, "{\"new\":{\"a\":[1]},\"upper\":\"A\"}").upper == "A")
        #expect(faults(Named.json, "{\"new\":1,\"new\":2,\"upper\":\"A\"}") == ["/new duplicate_member"])
        #expect(faults(Named.json, "{\"new\":[01],\"upper\":\"A\"}") == ["/new/0 bad_number"])
    }

    @Test("computed properties are written like stored ones")
    func computed() throws {
        let named = try decoded(Named.json, "{\"upper\":\"A\"}")
        #expect(text(Named.json, named) == "{\"upper\":\"A\",\"doubled\":\"AA\"}")
    }

    @Test("members may come in any order")
    func order() throws {
        let value = try JSONValue(parsing: Array(SampleBooking.exampleText.utf8))
        guard case .object(let object) = value else { return }
        let reversed = JSONValue.object(JSONObject(object.members.reversed().map { ($0.name, $0.value) }))
        #expect(try SampleBooking(json: reversed.bytes) == .example)
    }

    @Test("encoding appends to what is there")
    func appends() {
        var bytes = Array("id: ".utf8)
        Contact.json.encode(Contact(name: "A", email: "a@b.cd", phone: nil), into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "id: {\"name\":\"A\",\"email\":\"a@b.cd\"}")
    }
}
