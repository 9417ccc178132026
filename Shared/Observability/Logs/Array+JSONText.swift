import Bytes

/// JSON strings for log lines. Unlike a codec this never fails: whatever the bytes are, the line stays one line of
/// valid JSON, and what had to be changed can be recognised.
extension [UInt8] {
    /// Appends `text` as a JSON string.
    mutating func append(jsonString text: String) {
        append(UInt8(ascii: "\""))
        let start = count
        append(text: text)
        finishJSONString(from: start)
    }

    /// Appends text known at compile time as a JSON string.
    mutating func append(jsonString text: StaticString) {
        append(UInt8(ascii: "\""))
        let start = count
        append(text)
        finishJSONString(from: start)
    }

    /// Appends bytes that ought to be UTF-8 as a JSON string; bytes that are not appear as `\xNN`, spelled out.
    mutating func append(jsonString bytes: Span<UInt8>) {
        append(UInt8(ascii: "\""))
        let start = count
        append(span: bytes)
        finishJSONString(from: start)
    }

    /// Closes the string whose raw bytes begin at `start`: nearly always they can stay as they are.
    private mutating func finishJSONString(from start: Int) {
        let isTooLong = count - start > ObservabilityLimits.logValueBytes
        if isTooLong || !isPlain(from: start) {
            let raw = Array(self[start...])
            removeLast(count - start)
            append(escaping: raw.span)
        }
        append(UInt8(ascii: "\""))
    }

    private func isPlain(from start: Int) -> Bool {
        let bytes = span
        for index in start..<bytes.count {
            let byte = bytes[index]
            // Not ASCII may still be fine, but that is for the thorough pass to find.
            if byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
        }
        return true
    }

    private mutating func append(escaping raw: Span<UInt8>) {
        let end = Swift.min(raw.count, ObservabilityLimits.logValueBytes)
        var index = 0
        while index < end {
            let byte = raw[index]
            if byte >= 0x80 {
                let length = raw.scalarLength(at: index)
                guard length > 0 else {
                    append("\\\\x")
                    append(hexPair: byte)
                    index += 1
                    continue
                }
                guard index + length <= end else { break }
                append(span: raw.extracting(index..<index + length))
                index += length
                continue
            }
            append(escapedASCII: byte)
            index += 1
        }
        if index < raw.count { append("\u{2026}") }
    }

    private mutating func append(escapedASCII byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 0x20..<0x7F: append(byte)
        default:
            append("\\u00")
            append(hexPair: byte)
        }
    }

    private mutating func append(hexPair byte: UInt8) {
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
    }
}

extension Span<UInt8> {
    /// How many bytes the well-formed multi-byte scalar at `index` has; 0 when there is none, or when it is a C1
    /// control, which some terminals obey.
    fileprivate func scalarLength(at index: Int) -> Int {
        let lead = self[index]
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xC2: (length, second) = (2, 0xA0...0xBF)
        case 0xC3...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= count, second.contains(self[index + 1]) else { return 0 }
        for next in index + 2..<Swift.max(index + 2, index + length) where self[next] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
