/// A string of the document: validated in full, but neither copied nor unescaped yet.
@usableFromInline
struct JSONStringToken {
    /// Between the quotes.
    @usableFromInline let range: Range<Int>
    /// Without escapes the bytes of `range` are the string itself.
    @usableFromInline let hasEscapes: Bool
    /// Bytes that continue a multi-byte scalar; the others each begin one.
    @usableFromInline let continuations: Int
}

extension JSONReader {
    /// Consumes a string, whose opening quote is next, and validates its UTF-8 and its escapes.
    mutating func string(limit: Int, code: JSONFault.Code) throws(JSONStop) -> JSONStringToken {
        let start = position + 1
        position = start
        var hasEscapes = false
        var continuations = 0
        // How many bytes fewer the string has after unescaping.
        var saved = 0
        while true {
            skipPlainASCII()
            guard position < count else { throw endedEarly() }
            let next = byte(position)
            if next == UInt8(ascii: "\"") { break }
            if next == UInt8(ascii: "\\") {
                hasEscapes = true
                let start = position
                let width = try escape()
                saved += position - start - width
            } else if next < 0x20 {
                throw stop(.controlCharacter, "control characters must be escaped")
            } else if next >= 0x80 {
                let length = scalarLength()
                guard length > 0 else { throw stop(.badUTF8, "the bytes are not valid UTF-8") }
                continuations += length - 1
                position += length
            } else {
                position += 1
            }
        }
        let range = start..<position
        guard range.count - saved <= limit else {
            throw stop(code, "a string or name is longer than \(limit) bytes")
        }
        position += 1
        return JSONStringToken(range: range, hasEscapes: hasEscapes, continuations: continuations)
    }

    /// Moves to the next quote, backslash, control or non-ASCII byte, or to where fewer than eight bytes are left.
    /// Each test marks the high bit of a byte that must be looked at; the lowest mark of each is exact.
    @inline(__always)
    private mutating func skipPlainASCII() {
        while position <= count - 8 {
            let eight = word(position)
            let quotes = eight ^ 0x2222_2222_2222_2222
            let backslashes = eight ^ 0x5C5C_5C5C_5C5C_5C5C
            let low = eight &- 0x2020_2020_2020_2020
            let marks =
                ((quotes &- 0x0101_0101_0101_0101) & ~quotes
                    | (backslashes &- 0x0101_0101_0101_0101) & ~backslashes | low & ~eight | eight)
                & 0x8080_8080_8080_8080
            guard marks == 0 else {
                position += marks.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
    }

    /// The bytes of the well-formed multi-byte scalar at the position, or 0: overlong forms, surrogates, values
    /// past U+10FFFF and cut sequences are not well-formed (Unicode 15, table 3-7).
    private func scalarLength() -> Int {
        let first = byte(position)
        let left = count - position
        switch first {
        case 0xC2...0xDF:
            return left >= 2 && isContinuation(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, isContinuation(1), isContinuation(2) else { return 0 }
            let second = byte(position + 1)
            if first == 0xE0, second < 0xA0 { return 0 }
            if first == 0xED, second > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, isContinuation(1), isContinuation(2), isContinuation(3) else { return 0 }
            let second = byte(position + 1)
            if first == 0xF0, second < 0x90 { return 0 }
            if first == 0xF4, second > 0x8F { return 0 }
            return 4
        default:
            return 0
        }
    }

    @inline(__always)
    private func isContinuation(_ distance: Int) -> Bool {
        byte(position + distance) & 0xC0 == 0x80
    }

    /// Validates and consumes one escape; returns how many bytes of UTF-8 it stands for.
    private mutating func escape() throws(JSONStop) -> Int {
        guard position + 1 < count else { throw endedEarly() }
        switch byte(position + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
            return 1
        case UInt8(ascii: "u"):
            guard let scalar = try escapedScalar() else {
                throw stop(.loneSurrogate, "an escape is half of a surrogate pair")
            }
            return UTF8.width(scalar)
        default:
            throw stop(.badEscape, "no such escape")
        }
    }

    /// Consumes `\uXXXX`, or the two that make a surrogate pair; nil without moving for half a pair.
    private mutating func escapedScalar() throws(JSONStop) -> Unicode.Scalar? {
        guard let first = hexFour(position + 2) else { throw stop(.badEscape, "\\u needs four hexadecimal digits") }
        guard 0xD800...0xDFFF ~= first else {
            position += 6
            return Unicode.Scalar(first)
        }
        guard first < 0xDC00, position + 7 < count, byte(position + 6) == UInt8(ascii: "\\"),
            byte(position + 7) == UInt8(ascii: "u"), let second = hexFour(position + 8),
            0xDC00...0xDFFF ~= second
        else { return nil }
        position += 12
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }
}
