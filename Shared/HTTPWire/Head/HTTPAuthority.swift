/// The `host[:port]` of a `Host` field or a target. Stricter than the grammar: user information, percent-encoding and
/// sub-delimiters have no use in a host name we would serve and much use in confusing two readers of it.
enum HTTPAuthority {
    /// Whether `bytes` is a host name or address, with a port or without.
    static func isHost(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard let end = hostEnd(bytes) else { return false }
        return end == bytes.count || port(bytes, from: end) != nil
    }

    /// Whether `bytes` is a host and a port, as CONNECT needs it.
    static func isHostWithPort(_ bytes: borrowing Span<UInt8>) -> Bool {
        guard let end = hostEnd(bytes) else { return false }
        return port(bytes, from: end) != nil
    }

    /// Whether two valid authorities mean the same, where `port` is what a missing port stands for.
    static func areSame(_ left: borrowing Span<UInt8>, _ right: borrowing Span<UInt8>, defaultPort: Int) -> Bool {
        guard let leftEnd = hostEnd(left), let rightEnd = hostEnd(right) else { return false }
        return HTTPFieldSyntax.areEqual(left.extracting(0..<leftEnd), right.extracting(0..<rightEnd))
            && (port(left, from: leftEnd) ?? defaultPort) == (port(right, from: rightEnd) ?? defaultPort)
    }

    /// Where the host ends, or nil when it is empty or holds what a host may not.
    private static func hostEnd(_ bytes: borrowing Span<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return nil }
        var index = 0
        if bytes[0] == UInt8(ascii: "[") {
            index = 1
            while index < bytes.count, HTTPByteSet.addressLiteral.contains(bytes[index]) { index += 1 }
            guard index > 3, index < bytes.count, bytes[index] == UInt8(ascii: "]") else { return nil }
            return index + 1
        }
        while index < bytes.count, HTTPByteSet.unreserved.contains(bytes[index]) { index += 1 }
        return index > 0 ? index : nil
    }

    /// The number after the colon at `index`, or nil when there is no colon or the number is not a port.
    private static func port(_ bytes: borrowing Span<UInt8>, from index: Int) -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ":"), 1...5 ~= bytes.count - index - 1 else {
            return nil
        }
        var value = 0
        for place in (index + 1)..<bytes.count {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[place] else { return nil }
            value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
        }
        return 1...65535 ~= value ? value : nil
    }
}
