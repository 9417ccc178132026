/// The searches that touch every byte of a head.
enum HTTPLineScan {
    /// The first place from `start` on, before `end`, that holds a control byte other than a tab or a byte above
    /// `highest` (127 or 255); `end` when there is none. A line end is such a place, and so is anything that may not
    /// stand in a line.
    @inline(__always)
    static func end(_ bytes: borrowing Span<UInt8>, from start: Int, before end: Int, highest: UInt8) -> Int {
        let high = highest < 128 ? UInt64(repeatingByte: 0x80) : 0
        var index = start
        while index + 8 <= end {
            let word = bytes.word(at: index)
            let flags = word.flagged(below: 0x20) | word.flagged(equal: 0x7f) | (word & high)
            guard flags != 0 else {
                index += 8
                continue
            }
            index += flags.firstFlag
            guard bytes[index] == 0x09 else { return index }
            index += 1
        }
        while index < end {
            let byte = bytes[index]
            guard HTTPFieldSyntax.isValueByte(byte), byte <= highest else { return index }
            index += 1
        }
        return end
    }

    /// Whether a space or a control byte stands in `range`.
    @inline(__always)
    static func hasBlank(_ bytes: borrowing Span<UInt8>, in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            if bytes.word(at: index).flagged(below: 0x21) != 0 { return true }
            index += 8
        }
        while index < range.upperBound {
            if bytes[index] < 0x21 { return true }
            index += 1
        }
        return false
    }

    /// The first byte equal to `one` or `other` from `start` on, before `end`; `end` when there is none.
    @inline(__always)
    static func first(
        _ one: UInt8, or other: UInt8, in bytes: borrowing Span<UInt8>, from start: Int, before end: Int
    ) -> Int {
        var index = start
        while index + 8 <= end {
            let word = bytes.word(at: index)
            let flags = word.flagged(equal: one) | word.flagged(equal: other)
            if flags != 0 { return index + flags.firstFlag }
            index += 8
        }
        while index < end {
            if bytes[index] == one || bytes[index] == other { return index }
            index += 1
        }
        return end
    }

    /// The first colon from `start` on, before `end`; `end` when there is none.
    @inline(__always)
    static func colon(_ bytes: borrowing Span<UInt8>, from start: Int, before end: Int) -> Int {
        var index = start
        while index + 8 <= end {
            let flags = bytes.word(at: index).flagged(equal: UInt8(ascii: ":"))
            if flags != 0 { return index + flags.firstFlag }
            index += 8
        }
        while index < end {
            if bytes[index] == UInt8(ascii: ":") { return index }
            index += 1
        }
        return end
    }
}
