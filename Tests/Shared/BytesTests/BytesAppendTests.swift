import Bytes
import Testing

@Suite("Bytes")
struct BytesAppendTests {
    static let decimals: [(Int64, String)] = [
        (0, "0"), (7, "7"), (10, "10"), (-1, "-1"), (1_000_000, "1000000"),
        (.max, "9223372036854775807"), (.min, "-9223372036854775808"),
    ]

    @Test("integers print in decimal, the extremes included", arguments: decimals)
    func decimal(value: Int64, expected: String) {
        var bytes: [UInt8] = []
        bytes.append(decimal: value)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("the largest unsigned integer prints in decimal")
    func largest() {
        var bytes: [UInt8] = []
        bytes.append(decimal: UInt64.max)
        #expect(String(decoding: bytes, as: UTF8.self) == "18446744073709551615")
    }

    @Test(
        "hexadecimal has no leading zeros and keeps inner ones",
        arguments: [(0, "0"), (15, "f"), (16, "10"), (0x1003, "1003"), (UInt64.max, "ffffffffffffffff")])
    func hex(value: UInt64, expected: String) {
        var bytes: [UInt8] = []
        bytes.append(hex: value)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test("a padded number has all sixteen digits, whatever they are")
    func paddedHex() {
        var value: UInt64 = 1
        for _ in 0..<2000 {
            value = value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for number in [value, value >> 40, value & 0x0909_0909_0a0a_0a0a] {
                var bytes: [UInt8] = []
                bytes.append(paddedHex: number)
                let digits = String(number, radix: 16)
                #expect(
                    String(decoding: bytes, as: UTF8.self) == String(repeating: "0", count: 16 - digits.count) + digits)
            }
        }
    }

    @Test("text, borrowed bytes and ranges are appended in order")
    func mixed() {
        var bytes: [UInt8] = []
        bytes.append("a/é")
        bytes.append(text: "|ü|")
        bytes.append(Array("0123456".utf8), in: 2..<4)
        bytes.append(hexOf: [0x00, 0x9f, 0xff].span)
        #expect(String(decoding: bytes, as: UTF8.self) == "a/é|ü|23009fff")
    }

    @Test("only hexadecimal digits have a value", arguments: UInt8.min...UInt8.max)
    func digits(byte: UInt8) {
        let expected = byte < 0x80 ? Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init) : nil
        #expect(hexValue(byte) == expected)
    }

    @Test("equal bytes are equal, of any length, and a difference anywhere is one")
    func equality() {
        for count in [0, 1, 7, 8, 9, 300] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            #expect(isEqual(bytes, bytes))
            #expect(!isEqual(bytes, bytes + [0]))
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 0x80
                #expect(!isEqual(bytes, changed))
            }
        }
    }

    private func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.span.hasSameBytes(as: right.span)
    }
}
