import Bytes

/// `traceparent`: `00-<32 hex>-<16 hex>-<2 hex>`, lower case.
extension TraceContext {
    /// How many bytes a version 00 value has; a later version's may only be longer.
    public static let traceparentBytes = 55

    /// Reads one header value, surrounding blanks allowed. Nil for anything the standard calls invalid: the caller then
    /// starts a new trace. A later version is read as far as version 00 goes.
    public init?(traceparent value: Span<UInt8>) {
        let text = value.extracting(value.rangeWithoutBlanks)
        guard text.count >= Self.traceparentBytes,
            text[2] == UInt8(ascii: "-"), text[35] == UInt8(ascii: "-"), text[52] == UInt8(ascii: "-"),
            let version = text.lowerHex(at: 0, digits: 2), version != 0xFF,
            let high = text.lowerHex(at: 3, digits: 16), let low = text.lowerHex(at: 19, digits: 16),
            let traceID = TraceID(high: high, low: low),
            let parent = text.lowerHex(at: 36, digits: 16), let spanID = SpanID(parent),
            let flags = text.lowerHex(at: 53, digits: 2)
        else { return nil }
        if text.count > Self.traceparentBytes {
            guard version != 0, text[Self.traceparentBytes] == UInt8(ascii: "-") else { return nil }
        }
        self.init(
            traceID: traceID, spanID: spanID, flags: TraceFlags(rawValue: UInt8(truncatingIfNeeded: flags)))
    }

    /// Appends the header value that tells a callee it was called from this span: `traceparentBytes` bytes.
    public func appendTraceparent(to bytes: inout OutputSpan<UInt8>) {
        bytes.append("00-")
        traceID.append(to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        spanID.append(to: &bytes)
        bytes.append("-0")
        bytes.append(hexDigit(flags.rawValue))
    }

    /// Appends the header value that tells a callee it was called from this span.
    public func appendTraceparent(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.traceparentBytes) { (room: inout OutputSpan<UInt8>) in
            appendTraceparent(to: &room)
        }
    }
}

extension TraceID: CustomStringConvertible {
    /// Appends 32 lower-case digits.
    public func append(to bytes: inout OutputSpan<UInt8>) {
        bytes.append(paddedHex: high)
        bytes.append(paddedHex: low)
    }

    public var description: String {
        String(decoding: [UInt8](capacity: 32) { append(to: &$0) }, as: UTF8.self)
    }
}

extension SpanID: CustomStringConvertible {
    /// Appends 16 lower-case digits.
    public func append(to bytes: inout OutputSpan<UInt8>) {
        bytes.append(paddedHex: value)
    }

    public var description: String {
        String(decoding: [UInt8](capacity: 16) { append(to: &$0) }, as: UTF8.self)
    }
}

extension Span<UInt8> {
    /// The value of exactly `digits` lower-case hexadecimal digits, or nil.
    fileprivate func lowerHex(at start: Int, digits: Int) -> UInt64? {
        var value: UInt64 = 0
        for index in start..<start + digits {
            let byte = self[index]
            guard byte < UInt8(ascii: "A") || byte > UInt8(ascii: "F"), let digit = hexValue(byte) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// Where the content lies between the spaces and tabs around it.
    var rangeWithoutBlanks: Range<Int> {
        var first = 0
        var end = count
        while first < end, self[first].isBlank { first += 1 }
        while end > first, self[end - 1].isBlank { end -= 1 }
        return first..<end
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
