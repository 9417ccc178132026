import Bytes

/// The searches that touch every byte of a head.
enum HTTPLineScan {
    /// The first place from `start` on, before `end`, that holds a control byte other than a tab or a byte above
    /// `highest` (127 or 255); `end` when there is none. A line end is such a place, and so is anything that may not
    /// stand in a line.
    @inline(__always)
    static func end(_ bytes: borrowing Span<UInt8>, from start: Int, before end: Int, highest: UInt8) -> Int {
        var index = start
        let span = ByteVector(repeating: highest &- 0x20)
        while index &+ 16 <= end {
            let vector = bytes.vector(at: index)
            let stops = ((vector &- ByteVector(repeating: 0x20)) .> span) .| (vector .== ByteVector(repeating: 0x7f))
            guard stops.isAnyTrue else {
                index &+= 16
                continue
            }
            index &+= stops.firstTrue
            guard bytes[index] == 0x09 else { return index }
            index &+= 1
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
        while index &+ 16 <= range.upperBound {
            if (bytes.vector(at: index) .< ByteVector(repeating: 0x21)).isAnyTrue { return true }
            index &+= 16
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
}
