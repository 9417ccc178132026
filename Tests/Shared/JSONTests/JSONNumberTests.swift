import JSON
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    /// As written, as written back with the same digits (unless that form does not matter), and canonically.
    static let forms: [(String, String?, String)] = [
        ("0", "0", "0"), ("-0", "0", "0"), ("-0.0", "0.0", "0"), ("0.00", "0.00", "0"),
        ("1250.50", "1250.50", "1250.5"),
        ("-1250.50", "-1250.50", "-1250.5"), ("0.05", "0.05", "0.05"), ("-0.05", "-0.05", "-0.05"), ("1.0", "1.0", "1"),
        ("100", "100", "100"), ("1e2", "100", "100"), ("10e-1", "1.0", "1"), ("1E+2", "100", "100"),
        ("0.000001", "0.000001", "0.000001"), ("0.0000001", "0.0000001", "1e-7"), ("1.5e-7", "0.00000015", "1.5e-7"),
        ("1e20", "100000000000000000000", "100000000000000000000"), ("1e21", "1e+21", "1e+21"),
        ("123456789012345678901", "123456789012345678901", "123456789012345678901"),
        ("-1.25e+30", "-1.25e+30", "-1.25e+30"), ("1e300", "1e+300", "1e+300"), ("9e-300", "9e-300", "9e-300"),
        ("0.1234567890123456789012345678", "0.1234567890123456789012345678", "0.1234567890123456789012345678"),
        (
            "99999999999999999999999999999999999999", "99999999999999999999999999999999999999",
            "9.9999999999999999999999999999999999999e+37"
        ),
        (
            "12345678901234567890000000000000000001", "12345678901234567890000000000000000001",
            "1.2345678901234567890000000000000000001e+37"
        ),
        ("0e999999999", "0", "0"), ("0e-999999999", nil, "0"),
        (
            "333333333.33333329", "333333333.33333329",
            "333333333.33333329"
        ), ("4.5", "4.5", "4.5"), ("2e-3", "0.002", "0.002"), ("1e-27", "0.000000000000000000000000001", "1e-27"),
    ]

    @Test("numbers keep their digits, and have one canonical form", arguments: forms)
    func writes(text: String, kept: String?, canonical: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == canonical)
        if let kept { #expect(String(decoding: value.bytes, as: UTF8.self) == kept) }
    }

    @Test("the canonical form is the number it came from", arguments: forms)
    func reads(text: String, kept: String?, canonical: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(try JSONValue(parsing: value.canonicalBytes) == value)
        #expect(try JSONValue(parsing: value.bytes) == value)
    }

    @Test(
        "numbers out of all proportion are refused",
        arguments: [
            "1e301", "10e300", "1e400", "-1e400", "1e999999999", "1e99999999999999999999", "1e-301", "1e-999999999",
            "999999999999999999999999999999999999999", "1.00000000000000000000000000000000000001",
            "0.1e302", "1000000000000000000000000000000000000000",
        ])
    func refuses(text: String) {
        #expect(fault(in: Array(text.utf8))?.code == .numberTooLarge)
    }

    static let order = [
        "-1e300", "-12.5", "-12.4", "-1", "-1e-300", "0", "1e-300", "0.1", "1", "1.01", "9", "10", "1e300",
    ]

    @Test("decimals compare by value")
    func compares() throws {
        let sorted = try Self.order.map { try #require(JSONDecimal($0)) }
        #expect(sorted.reversed().sorted() == sorted)
        for (left, right) in zip(sorted, sorted.dropFirst()) {
            #expect(left < right && !(right < left) && left != right)
        }
        #expect(JSONDecimal("1.50") == JSONDecimal("15e-1"))
        #expect(JSONDecimal("1.50")?.hashValue == JSONDecimal("15e-1")?.hashValue)
    }

    static let units: [(String, UInt8, Int64?)] = [
        ("1250.5", 2, 125_050), ("1250.50", 2, 125_050), ("1250.500", 2, 125_050), ("1250.505", 2, nil),
        ("-0.01", 2, -1),
        ("0", 2, 0), ("1e2", 2, 10_000), ("92233720368547758.07", 2, .max), ("92233720368547758.08", 2, nil),
        ("-92233720368547758.08", 2, .min), ("1e300", 2, nil), ("1e-300", 2, nil), ("0e-300", 2, 0), ("7.0", 0, 7),
        ("7.5", 0, nil),
    ]

    @Test("a decimal is so many cents exactly, or none", arguments: units)
    func convertsToUnits(text: String, scale: UInt8, expected: Int64?) throws {
        #expect(try #require(JSONDecimal(text)).units(scale: scale) == expected)
    }

    @Test(
        "what is not exactly one number is not a decimal",
        arguments: ["", " 1", "1 ", "1,5", "\"1\"", "1x", "--1", "é"])
    func refusesText(text: String) {
        #expect(JSONDecimal(text) == nil)
    }

    @Test(
        "a Double is the nearest one, and finite",
        arguments: [
            "0.1", "1250.5", "3.141592653589793238462643383", "1e300", "-9e-300", "123456789012345678901234567890",
            "9007199254740993", "5e-324", "1e23", "8.5e22",
        ])
    func convertsToDouble(text: String) throws {
        guard let decimal = JSONDecimal(text) else {
            #expect(text == "5e-324")
            return
        }
        #expect(decimal.double == Double(text))
        #expect(decimal.double.isFinite)
    }

    @Test("integers come in two spellings")
    func integers() throws {
        #expect(try JSONValue(parsing: Array("2.0".utf8)) == 2)
        #expect(JSONNumber(try #require(JSONDecimal("2.0"))).integer == 2)
        #expect(JSONNumber(try #require(JSONDecimal("2.5"))).integer == nil)
        #expect(JSONNumber(try #require(JSONDecimal("9223372036854775808"))).integer == nil)
        #expect(JSONDecimal(coefficient: .max, exponent: 0) == nil)
        #expect(JSONDecimal(coefficient: .min, exponent: .max) == nil)
        #expect(JSONDecimal(coefficient: 1, exponent: .max) == nil)
        #expect(JSONDecimal(coefficient: 0, exponent: .min)?.double == 0)
    }
}
