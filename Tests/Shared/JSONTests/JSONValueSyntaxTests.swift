import JSON
import Testing

@Suite("JSON syntax")
struct JSONValueSyntaxTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", nil), ("true", true), ("false", false), (" \t\r\n1 \t\r\n", 1), ("\"\"", ""), ("[]", []), ("{}", [:]),
        ("[ 1 , [ ] , { } ]", [1, [], [:]]), ("{\"\":0}", ["": 0]), ("{\"a\":{\"b\":[null]}}", ["a": ["b": [nil]]]),
        ("\"\\u0022\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{c}\n\r\t"), ("\"\\uD834\\uDd1e\"", "\u{1D11E}"),
        ("\"\\u0000\"", "\u{0}"), ("\"\\uFFFE\\uFDCF\"", "\u{FFFE}\u{FDCF}"), ("\"\u{7F}\u{80}\"", "\u{7F}\u{80}"),
        ("\"€𝄞\u{10FFFF}\u{2028}\"", "€𝄞\u{10FFFF}\u{2028}"), ("\"\\\\u0000\"", "\\u0000"),
        ("\"\\u0061\\u30af\"", "a\u{30AF}"),
        (
            "[\"a\\/b\",\"long enough to pass eight bytes\"]",
            ["a/b", "long enough to pass eight bytes"]
        ),
        ("{\"a\":1,\"A\":2,\"\\u00e9\":3,\"e\u{301}\":4}", ["a": 1, "A": 2, "é": 3, "e\u{301}": 4]),
        ("-0", 0), ("0", 0), ("9223372036854775807", 9_223_372_036_854_775_807),
        ("-9223372036854775808", -9_223_372_036_854_775_808), ("123456789012345678", 123_456_789_012_345_678),
        ("0e1", 0), ("0E+5", 0), ("1e2", 100), ("20e-1", 2), ("1.0", 1), ("-1.50E+2", -150),
    ]

    @Test("what RFC 8259 allows is read", arguments: accepted)
    func accepts(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    static let refused: [(String, JSONFault.Code)] = [
        ("", .unexpectedEnd), (" ", .unexpectedEnd), ("[", .unexpectedEnd), ("{", .unexpectedEnd),
        ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd),
        ("{\"a\":1", .unexpectedEnd), ("{\"a\":1,", .unexpectedEnd), ("\"", .unexpectedEnd), ("\"a", .unexpectedEnd),
        ("\"\\", .unexpectedEnd), ("tru", .unexpectedEnd), ("-", .unexpectedEnd), ("1.", .unexpectedEnd),
        ("1e", .unexpectedEnd), ("1e+", .unexpectedEnd), ("[[[", .unexpectedEnd), ("[\"", .unexpectedEnd),
        ("1 2", .trailingBytes), ("[]]", .trailingBytes), ("{}}", .trailingBytes), ("null,", .trailingBytes),
        ("1\u{0}", .trailingBytes), ("\"\"#", .trailingBytes), ("2@", .trailingBytes), ("{}/**/", .trailingBytes),
        ("nulL", .unexpectedByte), ("True", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte),
        ("[,]", .unexpectedByte), ("[1,]", .unexpectedByte), ("[1,,2]", .unexpectedByte), ("[1 2]", .unexpectedByte),
        ("[,1]", .unexpectedByte), ("{,}", .unexpectedByte), ("{\"a\":1,}", .unexpectedByte), ("]", .unexpectedByte),
        ("{\"a\" 1}", .unexpectedByte), ("{\"a\",1}", .unexpectedByte), ("{a:1}", .unexpectedByte),
        ("{1:1}", .unexpectedByte), ("{'a':1}", .unexpectedByte), ("['a']", .unexpectedByte), ("+1", .unexpectedByte),
        (".5", .unexpectedByte), ("[1}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte), ("// c\n1", .unexpectedByte),
        ("\u{B}1", .unexpectedByte), ("\u{A0}1", .unexpectedByte), ("<a>", .unexpectedByte), ("\u{0}", .unexpectedByte),
        ("{\"a\"::1}", .unexpectedByte), ("{\"a\":1 \"b\":2}", .unexpectedByte), ("[1:2]", .unexpectedByte),
        ("01", .badNumber), ("-01", .badNumber), ("00", .badNumber), ("-a", .badNumber), ("1.e1", .badNumber),
        ("1.a", .badNumber), ("1ea", .badNumber), ("1e+-2", .badNumber), ("--1", .badNumber), ("-.5", .badNumber),
        ("-Infinity", .badNumber), ("0x1", .trailingBytes), ("1_000", .trailingBytes), ("1.2.3", .trailingBytes),
        ("0e+1e", .trailingBytes), ("-012", .badNumber), ("[-]", .badNumber),
        ("\"\\a\"", .badEscape), ("\"\\x41\"", .badEscape), ("\"\\U0041\"", .badEscape), ("\"\\u00\"", .badEscape),
        ("\"\\u00g0\"", .badEscape), ("\"\\u\"", .badEscape), ("\"\\'\"", .badEscape),
        ("\"\\ud800\\u\"", .loneSurrogate),
        ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\"", .loneSurrogate), ("\"\\udc00\\udc00\"", .loneSurrogate),
        ("\"\\ud800\\ud800\"", .loneSurrogate),
        ("\"\\ud800\\n\"", .loneSurrogate), ("\"\\udc00\\ud800\"", .loneSurrogate), ("\"\\uD83Dx\"", .loneSurrogate),
        ("{\"\\uDEAD\":1}", .loneSurrogate),
        ("\"\n\"", .controlCharacter), ("\"\t\"", .controlCharacter), ("\"\u{0}\"", .controlCharacter),
        ("\"abcdefgh\u{1F}\"", .controlCharacter),
        ("{\"a\":1,\"a\":1}", .duplicateMember), ("{\"a\":1,\"\\u0061\":2}", .duplicateMember),
        ("[{\"b\":{\"\":1,\"\":1}}]", .duplicateMember), ("{\"/\":1,\"\\/\":1}", .duplicateMember),
        ("\u{FEFF}1", .byteOrderMark), ("\u{FEFF}", .byteOrderMark),
    ]

    @Test("what RFC 8259 forbids is refused with its code", arguments: refused)
    func refuses(text: String, code: JSONFault.Code) {
        #expect(fault(in: Array(text.utf8))?.code == code)
    }

    static let badUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE1, 0x80], [0xE1, 0x80, 0x41], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
        [0xF0, 0x8F, 0xBF, 0xBF], [0xF1, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ]

    @Test("overlong forms, surrogates, cut and stray bytes are not UTF-8, in values and in names", arguments: badUTF8)
    func refusesBadUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(fault(in: [quote] + bytes + [quote])?.code == .badUTF8)
        #expect(fault(in: Array("[\"plain\",\"".utf8) + bytes + Array("\"]".utf8))?.code == .badUTF8)
        #expect(fault(in: Array("{\"x".utf8) + bytes + Array("\":1}".utf8))?.code == .badUTF8)
    }

    @Test("every first and last scalar of each length is UTF-8")
    func acceptsBoundaryScalars() throws {
        let scalars: [Unicode.Scalar] = [
            "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
        ]
        let text = String(String.UnicodeScalarView(scalars))
        #expect(try JSONValue(parsing: Array("\"\(text)\"".utf8)) == .string(text))
    }

    @Test("other encodings of Unicode are refused")
    func refusesUTF16() {
        #expect(fault(in: [0xFF, 0xFE, 0x31, 0x00]) != nil)
        #expect(fault(in: [0x31, 0x00]) != nil)
        #expect(fault(in: [0x00, 0x31]) != nil)
    }

    @Test("a fault names the place by pointer and by byte and does not repeat the document")
    func describes() {
        let found = fault(in: Array("{\"a/b\":[0,{\"~\\u0074\":\"secret\\q\"}]}".utf8))
        #expect(found?.pointer == "/a~1b/1/~0t")
        #expect(found?.offset == 28)
        #expect(found?.message == "no such escape")
        #expect(found?.description == "/a~1b/1/~0t: no such escape [bad_escape] (byte 28)")
    }

    @Test("a fault before the first member is the object's, one before an element is the element's")
    func pointsAtContainer() {
        #expect(fault(in: Array("{\"a\":[ }".utf8))?.pointer == "/a/0")
        #expect(fault(in: Array("{\"a\":{]".utf8))?.pointer == "/a")
    }
}

func fault(in document: [UInt8], limits: JSONLimits = .standard) -> JSONFault? {
    do throws(JSONFault) {
        _ = try JSONValue(parsing: document, limits: limits)
        return nil
    } catch {
        return error
    }
}
