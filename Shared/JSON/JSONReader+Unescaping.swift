import Bytes

/// From validated tokens to the strings they stand for.
extension JSONReader {
    /// The string of a token.
    @usableFromInline
    func text(_ token: JSONStringToken) -> String {
        token.hasEscapes ? String(decoding: unescaped(token.range), as: UTF8.self) : text(in: token.range)
    }

    /// Gives the UTF-8 of a token to `body`, copying only when it has escapes.
    @usableFromInline
    func withUTF8<Result>(_ token: JSONStringToken, _ body: (Span<UInt8>) -> Result) -> Result {
        token.hasEscapes ? body(unescaped(token.range).span) : withBytes(in: token.range, body)
    }

    /// Whether the string of a token is exactly `expected`.
    @usableFromInline
    func matches(_ token: JSONStringToken, _ expected: [UInt8]) -> Bool {
        token.hasEscapes ? unescaped(token.range) == expected : matches(token.range, expected)
    }

    /// The Unicode scalars of a token: the characters that JSON Schema counts.
    @usableFromInline
    func scalarCount(_ token: JSONStringToken) -> Int {
        guard token.hasEscapes else { return token.range.count - token.continuations }
        return unescaped(token.range).count { $0 & 0xC0 != 0x80 }
    }

    /// The member name whose opening quote is at `offset`. It has been read once, so it is valid and ends.
    func name(at offset: Int) -> [UInt8] {
        var end = offset + 1
        while byte(end) != UInt8(ascii: "\"") { end += byte(end) == UInt8(ascii: "\\") ? 2 : 1 }
        return unescaped(offset + 1..<end)
    }

    /// The value of the four hexadecimal digits from `offset` on, if that is what stands there.
    func hexFour(_ offset: Int) -> UInt32? {
        guard offset + 4 <= count else { return nil }
        var value: UInt32 = 0
        for digit in offset..<offset + 4 {
            guard let digit = hexValue(byte(digit)) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private func unescaped(_ range: Range<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let next = byte(offset)
            guard next == UInt8(ascii: "\\") else {
                result.append(next)
                offset += 1
                continue
            }
            let letter = byte(offset + 1)
            offset += 2
            switch letter {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): offset = appendEscapedScalar(offset, to: &result)
            default: result.append(letter)
            }
        }
        return result
    }

    /// Appends the scalar whose digits begin at `offset` and returns where the text goes on.
    private func appendEscapedScalar(_ offset: Int, to result: inout [UInt8]) -> Int {
        var value = hexFour(offset) ?? 0xFFFD
        var end = offset + 4
        if 0xD800...0xDBFF ~= value {
            let low = hexFour(offset + 6) ?? 0xDC00
            value = 0x10000 + (value - 0xD800) << 10 + (low & 0x3FF)
            end += 6
        }
        result.append(contentsOf: (Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
        return end
    }
}
