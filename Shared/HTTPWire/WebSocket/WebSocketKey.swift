import Bytes

/// The key of the opening handshake and the proof that the server read it.
enum WebSocketKey {
    /// What every accept value is hashed with (RFC 6455, 1.3).
    private static let suffix: StaticString = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Exactly the base64 of 16 bytes: 22 digits, the last of which carries two bits, and two pads.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 24, text[22] == UInt8(ascii: "="), text[23] == UInt8(ascii: "=") else { return false }
        for index in 0..<22 where !isDigit(text[index]) { return false }
        return switch text[21] {
        case UInt8(ascii: "A"), UInt8(ascii: "Q"), UInt8(ascii: "g"), UInt8(ascii: "w"): true
        default: false
        }
    }

    /// The value of `Sec-WebSocket-Accept` for a key as it was sent.
    static func accept(for key: [UInt8], sha1: (Span<UInt8>) -> [UInt8]) -> [UInt8] {
        var text = key
        text.append(suffix)
        let digest = sha1(text.span)
        precondition(digest.count == 20, "SHA-1 has 20 bytes")
        return base64(digest)
    }

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for place in 0..<3 { bits = bits << 8 | UInt32(start + place < bytes.count ? bytes[start + place] : 0) }
            for digit in 0..<4 {
                let value = Int(bits >> UInt32(18 - digit * 6)) & 63
                text.append(digit <= group.count ? alphabet[value] : UInt8(ascii: "="))
            }
            start += 3
        }
        return text
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
