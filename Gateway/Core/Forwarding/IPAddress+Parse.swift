import Bytes

extension IPAddress {
    /// Reads an address and nothing else: no port, no brackets, no zone, no leading zeros in IPv4.
    init?(_ text: borrowing Span<UInt8>) {
        for index in text.indices where text[index] == UInt8(ascii: ":") {
            guard let address = Self.parseV6(text) else { return nil }
            self = address
            return
        }
        guard let value = Self.parseV4(text, 0..<text.count) else { return nil }
        self.init(v4: value)
    }

    init?(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    /// Reads one element of `X-Forwarded-For` as proxies write them: an address, perhaps with a port, IPv6 perhaps in
    /// brackets. Anything else, `unknown` above all, is nil.
    init?(hop text: borrowing Span<UInt8>) {
        guard text.count > 0 else { return nil }
        if text[0] == UInt8(ascii: "[") {
            var end = 1
            while end < text.count, text[end] != UInt8(ascii: "]") { end += 1 }
            guard end < text.count, end + 1 == text.count || Self.isPort(text, from: end + 1),
                let address = Self.parseV6(text.extracting(1..<end))
            else { return nil }
            self = address
            return
        }
        var colons = 0
        var colon = 0
        for index in text.indices where text[index] == UInt8(ascii: ":") {
            colons += 1
            colon = index
        }
        if colons == 1 {
            guard Self.isPort(text, from: colon), let value = Self.parseV4(text, 0..<colon) else { return nil }
            self.init(v4: value)
        } else {
            self.init(text)
        }
    }

    private static func isPort(_ text: borrowing Span<UInt8>, from colon: Int) -> Bool {
        guard text[colon] == UInt8(ascii: ":"), 1...5 ~= text.count - colon - 1 else { return false }
        var value = 0
        for index in (colon + 1)..<text.count {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index] else { return false }
            value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
        }
        return value <= 65_535
    }

    private static func parseV4(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt32? {
        var value: UInt32 = 0
        var index = range.lowerBound
        for part in 0..<4 {
            if part > 0 {
                guard index < range.upperBound, text[index] == UInt8(ascii: ".") else { return nil }
                index += 1
            }
            let start = index
            var number: UInt32 = 0
            while index < range.upperBound, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index], index - start < 3 {
                number = number * 10 + UInt32(text[index] - UInt8(ascii: "0"))
                index += 1
            }
            guard index > start, number <= 255, index == start + 1 || text[start] != UInt8(ascii: "0") else {
                return nil
            }
            value = value << 8 | number
        }
        return index == range.upperBound ? value : nil
    }

    /// Groups before `::` are put in place as they come; those behind it are known to end the address, so they are
    /// shifted there at the end.
    private static func parseV6(_ text: borrowing Span<UInt8>) -> IPAddress? {
        guard 2...45 ~= text.count else { return nil }
        var groups = InlineArray<8, UInt16>(repeating: 0)
        var count = 0
        var gap: Int?
        var index = 0
        if text[0] == UInt8(ascii: ":") {
            guard text[1] == UInt8(ascii: ":") else { return nil }
            gap = 0
            index = 2
        }
        while index < text.count {
            guard count < 8 else { return nil }
            let start = index
            var value: UInt32 = 0
            while index < text.count, index - start < 4, let digit = hexValue(text[index]) {
                value = value << 4 | UInt32(digit)
                index += 1
            }
            if index < text.count, text[index] == UInt8(ascii: ".") {
                guard count <= 6, let tail = parseV4(text, start..<text.count) else { return nil }
                groups[count] = UInt16(truncatingIfNeeded: tail >> 16)
                groups[count + 1] = UInt16(truncatingIfNeeded: tail)
                count += 2
                break
            }
            guard index > start else { return nil }
            groups[count] = UInt16(truncatingIfNeeded: value)
            count += 1
            guard index < text.count else { break }
            guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return nil }
            index += 1
            if text[index] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = count
                index += 1
            }
        }
        return address(groups, count, gap)
    }

    private static func address(_ groups: InlineArray<8, UInt16>, _ count: Int, _ gap: Int?) -> IPAddress? {
        guard gap == nil ? count == 8 : count < 8 else { return nil }
        let missing = 8 - count
        var words = InlineArray<2, UInt64>(repeating: 0)
        for place in 0..<8 {
            var group: UInt16 = 0
            if let gap, place >= gap {
                if place >= gap + missing { group = groups[place - missing] }
            } else {
                group = groups[place]
            }
            words[place / 4] = words[place / 4] << 16 | UInt64(group)
        }
        return IPAddress(high: words[0], low: words[1])
    }
}
