import Bytes

/// Percent-encoding of RFC 3986 section 2.1, and the UTF-8 that has to come out of it.
enum HTTPPercentEncoding {
    /// The byte encoded by `%XX` at `index`, or nil when the escape is cut off or not hexadecimal.
    static func decode(_ bytes: borrowing Span<UInt8>, at index: Int, before end: Int) -> UInt8? {
        guard index + 2 < end, let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2]) else {
            return nil
        }
        return high << 4 | low
    }

    /// Appends `bytes` with everything escaped that may not stand in a path as it is.
    static func appendPath(_ bytes: borrowing Span<UInt8>, to out: inout [UInt8]) {
        for index in bytes.indices {
            let byte = bytes[index]
            if HTTPByteSet.plainPath.contains(byte) {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "%"))
                out.append(upperHexDigit(byte >> 4))
                out.append(upperHexDigit(byte & 15))
            }
        }
    }

    private static func upperHexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Whether `bytes` is well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
    static func isUTF8(_ bytes: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            index += 1
            guard first >= 0x80 else { continue }
            var followers: Int
            var range: ClosedRange<UInt8> = 0x80...0xbf
            switch first {
            case 0xc2...0xdf: followers = 1
            case 0xe0: (followers, range) = (2, 0xa0...0xbf)
            case 0xed: (followers, range) = (2, 0x80...0x9f)
            case 0xe1...0xef: followers = 2
            case 0xf0: (followers, range) = (3, 0x90...0xbf)
            case 0xf1...0xf3: followers = 3
            case 0xf4: (followers, range) = (3, 0x80...0x8f)
            default: return false
            }
            while followers > 0 {
                guard index < bytes.count, range ~= bytes[index] else { return false }
                range = 0x80...0xbf
                index += 1
                followers -= 1
            }
        }
        return true
    }
}
