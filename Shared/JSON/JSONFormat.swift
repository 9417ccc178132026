/// A rule for the bytes of a string, checked by code instead of by a pattern: no backtracking, no surprises.
public struct JSONFormat: Sendable {
    /// The JSON Schema `format`.
    public let name: String
    /// Completes the sentence "must be …".
    public let expectation: String
    let accepts: @Sendable (Span<UInt8>) -> Bool

    /// Describes a rule.
    public init(_ name: String, expecting expectation: String, accepts: @escaping @Sendable (Span<UInt8>) -> Bool) {
        self.name = name
        self.expectation = expectation
        self.accepts = accepts
    }

    /// One `@` between a local part without spaces and a host name with a dot: what can be sent to, not all of
    /// RFC 5322, most of which nobody's address uses.
    public static let email = JSONFormat("email", expecting: "an e-mail address") { text in
        guard let at = text.indices.first(where: { text[$0] == UInt8(ascii: "@") }), 1...64 ~= at else { return false }
        for index in 0..<at where text[index] <= 0x20 || text[index] == 0x7F || text[index] == UInt8(ascii: "\"") {
            return false
        }
        return isHostName(text.extracting((at + 1)..<text.count))
    }

    /// An `http` or `https` URL with a host and without spaces or control characters.
    public static let webURL = JSONFormat("uri", expecting: "an http or https URL") { text in
        let prefix = hasPrefix(text, "https://") ? 8 : hasPrefix(text, "http://") ? 7 : 0
        guard prefix > 0, text.count > prefix, isLetterOrDigit(text[prefix]) || text[prefix] == UInt8(ascii: "[")
        else { return false }
        return !text.indices.contains { text[$0] <= 0x20 || text[$0] == 0x7F || text[$0] == UInt8(ascii: "\\") }
    }

    /// An E.164 telephone number: `+`, then 7 to 15 digits that do not begin with zero.
    public static let phone = JSONFormat("phone", expecting: "a telephone number like +15555550123") { text in
        guard 8...16 ~= text.count, text[0] == UInt8(ascii: "+"), text[1] != UInt8(ascii: "0") else { return false }
        return (1..<text.count).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[$0] }
    }

    /// Three capital letters, as ISO 4217 has them.
    public static let currency = JSONFormat("currency", expecting: "a currency code like USD") { text in
        text.count == 3 && text.indices.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= text[$0] }
    }

    /// Whether the bytes are a UUID in either case.
    static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        return text.indices.allSatisfy { index in
            switch index {
            case 8, 13, 18, 23: return text[index] == UInt8(ascii: "-")
            default:
                let byte = text[index]
                return UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "f") ~= (byte | 0x20) && byte > 0x40
            }
        }
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= (byte | 0x20)
}

private func hasPrefix(_ text: Span<UInt8>, _ prefix: StaticString) -> Bool {
    guard text.count >= prefix.utf8CodeUnitCount else { return false }
    return prefix.withUTF8Buffer { expected in
        expected.indices.allSatisfy { text[$0] | 0x20 == expected[$0] | 0x20 }
    }
}

/// Labels of letters, digits and inner hyphens, at least two of them.
private func isHostName(_ text: Span<UInt8>) -> Bool {
    guard 3...253 ~= text.count else { return false }
    var labels = 1
    var length = 0
    for index in text.indices {
        let byte = text[index]
        if byte == UInt8(ascii: ".") {
            guard length > 0, text[index - 1] != UInt8(ascii: "-") else { return false }
            labels += 1
            length = 0
            continue
        }
        guard isLetterOrDigit(byte) || byte == UInt8(ascii: "-") && length > 0, length < 63 else { return false }
        length += 1
    }
    return labels >= 2 && length > 0 && text[text.count - 1] != UInt8(ascii: "-")
}
