import Bytes
import Crypto

/// Bytes as tables write them.
extension [UInt8] {
    init(hex: String) {
        self = []
        var high: UInt8?
        for digit in hex.utf8 {
            guard let value = hexValue(digit) else { continue }
            if let first = high {
                append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
    }

    init(base64URL text: String) {
        self = Base64.url.decode(Array(text.utf8).span) ?? []
    }

    var hex: String {
        var text: [UInt8] = []
        text.append(hexOf: span)
        return String(decoding: text, as: UTF8.self)
    }

    var base64URL: String {
        String(decoding: Base64.url.encode(span), as: UTF8.self)
    }
}

extension SecretBytes {
    convenience init(copying bytes: [UInt8]) {
        self.init(bytes.span)
    }
}
