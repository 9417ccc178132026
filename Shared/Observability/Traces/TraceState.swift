import Bytes

/// The vendors' own entries that ride along with a trace, in order, newest first. Held as the text that is sent on:
/// almost always we only pass it through.
public struct TraceState: Sendable, Hashable {
    /// The header value in canonical form (no blanks around members, no empty members); empty when there is none.
    public private(set) var text: [UInt8] = []

    public init() {}

    public var isEmpty: Bool { text.isEmpty }

    /// How many members there are.
    public var count: Int {
        isEmpty ? 0 : 1 + text.count { $0 == UInt8(ascii: ",") }
    }

    /// The value of `key`, or nil.
    public func value(of key: String) -> [UInt8]? {
        let key = Array(key.utf8)
        guard let member = range(ofMember: key.span) else { return nil }
        return Array(text[(member.lowerBound + key.count + 1)..<member.upperBound])
    }

    /// Takes one header line's members behind those already held. False when the line breaks the grammar or the limits:
    /// the whole state must then be dropped. A key met again keeps its first entry, which is the newest.
    mutating func append(line: Span<UInt8>) -> Bool {
        var members = count
        var start = 0
        while start <= line.count {
            var end = start
            while end < line.count, line[end] != UInt8(ascii: ",") { end += 1 }
            let between = line.extracting(start..<end)
            let member = between.extracting(between.rangeWithoutBlanks)
            start = end + 1
            guard !member.isEmpty else { continue }
            guard let keyBytes = Self.keyLength(ofValid: member) else { return false }
            members += 1
            guard members <= ObservabilityLimits.traceStateMembers,
                text.count + (text.isEmpty ? 0 : 1) + member.count <= ObservabilityLimits.traceStateBytes
            else { return false }
            guard range(ofMember: member.extracting(0..<keyBytes)) == nil else { continue }
            if !text.isEmpty { text.append(UInt8(ascii: ",")) }
            text.append(span: member)
        }
        return true
    }

    /// Where the member with this key lies in `text`.
    private func range(ofMember key: Span<UInt8>) -> Range<Int>? {
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ",") { end += 1 }
            if matches(key, at: start, before: end) { return start..<end }
            start = end + 1
        }
        return nil
    }

    private func matches(_ key: Span<UInt8>, at start: Int, before end: Int) -> Bool {
        guard start + key.count < end, text[start + key.count] == UInt8(ascii: "=") else { return false }
        for index in key.indices where text[start + index] != key[index] { return false }
        return true
    }

    /// The key's length when `member` is `key=value` by the grammar of level 2, else nil.
    private static func keyLength(ofValid member: Span<UInt8>) -> Int? {
        var keyBytes = 0
        while keyBytes < member.count, member[keyBytes] != UInt8(ascii: "=") {
            guard isKeyByte(member[keyBytes], first: keyBytes == 0) else { return nil }
            keyBytes += 1
        }
        let valueBytes = member.count - keyBytes - 1
        guard (1...ObservabilityLimits.traceStateKeyBytes).contains(keyBytes),
            (1...ObservabilityLimits.traceStateValueBytes).contains(valueBytes)
        else { return nil }
        for index in (keyBytes + 1)..<member.count {
            // A comma cannot occur here: it ended the member.
            let byte = member[index]
            guard (0x20...0x7E).contains(byte), byte != UInt8(ascii: "=") else { return nil }
        }
        return keyBytes
    }

    private static func isKeyByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "@"): !first
        default: false
        }
    }
}
