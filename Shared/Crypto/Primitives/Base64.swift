/// Base64 (RFC 4648 section 4) and base64url without padding (section 5), read strictly: one byte string has one
/// text, so no whitespace, no foreign characters, no missing or surplus padding, and the unused last bits are zero.
/// A signed text that could be rewritten without changing its meaning would defeat every cache keyed by it.
public enum Base64: Sendable {
    /// `+` and `/`, always padded with `=` to a multiple of four.
    case standard
    /// `-` and `_`, never padded, as in RFC 7515.
    case url

    /// The bytes `text` stands for, or nil if it is not the one text for any bytes.
    public func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var length = text.count
        if self == .standard {
            guard length.isMultiple(of: 4) else { return nil }
            if length > 0, text[length - 1] == UInt8(ascii: "=") {
                length -= text[length - 2] == UInt8(ascii: "=") ? 2 : 1
            }
        }
        guard length % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for index in 0..<length {
            let value = sextet(of: text[index])
            guard value < 64 else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        let unused = bits & ((1 << bitCount) - 1)
        return unused == 0 ? bytes : nil
    }

    /// The one text for `bytes`.
    public func encode(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text)
        return text
    }

    /// Appends the one text for `bytes`.
    public func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for index in bytes.indices {
            bits = bits << 8 | UInt32(bytes[index])
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(character(for: UInt8(truncatingIfNeeded: bits >> bitCount) & 63))
            }
        }
        guard bitCount > 0 else { return }
        text.append(character(for: UInt8(truncatingIfNeeded: bits << (6 - bitCount)) & 63))
        guard self == .standard else { return }
        text.append(UInt8(ascii: "="))
        if bitCount == 2 { text.append(UInt8(ascii: "=")) }
    }

    private func sextet(of character: UInt8) -> UInt8 {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-") where self == .url, UInt8(ascii: "+") where self == .standard: 62
        case UInt8(ascii: "_") where self == .url, UInt8(ascii: "/") where self == .standard: 63
        default: 255
        }
    }

    private func character(for sextet: UInt8) -> UInt8 {
        switch sextet {
        case 0..<26: UInt8(ascii: "A") + sextet
        case 26..<52: UInt8(ascii: "a") + (sextet - 26)
        case 52..<62: UInt8(ascii: "0") + (sextet - 52)
        case 62: UInt8(ascii: self == .url ? "-" : "+")
        default: UInt8(ascii: self == .url ? "_" : "/")
        }
    }
}
