/// Eight bytes at a time without pointers: the bounds are checked once and the loads below become one.
extension Span<UInt8> {
    /// The eight bytes at `index`, the first in the lowest bits. Traps when they are not all there. The addition wraps
    /// so that the compiler sees a count of exactly eight and drops the eight checks; a sum that wrapped makes no range.
    @inlinable
    @inline(__always)
    public func word(at index: Int) -> UInt64 {
        let eight = extracting(index..<(index &+ 8))
        var word = UInt64(eight[0])
        word |= UInt64(eight[1]) << 8
        word |= UInt64(eight[2]) << 16
        word |= UInt64(eight[3]) << 24
        word |= UInt64(eight[4]) << 32
        word |= UInt64(eight[5]) << 40
        word |= UInt64(eight[6]) << 48
        word |= UInt64(eight[7]) << 56
        return word
    }

    /// `count` bytes (at most eight) at `index` in the lowest bits, zero above.
    @inlinable
    @inline(__always)
    public func word(at index: Int, count wanted: Int) -> UInt64 {
        if wanted >= 8 { return word(at: index) }
        if index + 8 <= count {
            return word(at: index) & ((1 &<< UInt64(truncatingIfNeeded: wanted &* 8)) &- 1)
        }
        var word: UInt64 = 0
        for place in 0..<wanted {
            word |= UInt64(self[index + place]) &<< UInt64(truncatingIfNeeded: place &* 8)
        }
        return word
    }

    /// All bytes as one word when there are at most eight, else nil.
    @inlinable
    @inline(__always)
    public var shortWord: UInt64? {
        count <= 8 ? word(at: 0, count: count) : nil
    }
}

extension UInt64 {
    /// The same byte in all eight places.
    @inlinable
    @inline(__always)
    public init(repeatingByte byte: UInt8) {
        self = 0x0101_0101_0101_0101 &* UInt64(byte)
    }

    /// The top bit of each byte of the word that is below `bound` (at most 128) and below 128. Only the lowest bit
    /// set is exact: a borrow can set others above it.
    @inlinable
    @inline(__always)
    public func flagged(below bound: UInt8) -> UInt64 {
        (self &- UInt64(repeatingByte: bound)) & ~self & UInt64(repeatingByte: 0x80)
    }

    /// The top bit of each byte that equals `byte`; as in `flagged(below:)`, only the lowest is exact.
    @inlinable
    @inline(__always)
    public func flagged(equal byte: UInt8) -> UInt64 {
        (self ^ UInt64(repeatingByte: byte)).flagged(below: 1)
    }

    /// The place of the byte whose top bit is the lowest set.
    @inlinable
    @inline(__always)
    public var firstFlag: Int { trailingZeroBitCount &>> 3 }

    /// The word with ASCII upper-case letters made lower-case. Exact on bytes of tokens but for `^` and `_`, which
    /// become bytes that no known name contains.
    @inlinable
    @inline(__always)
    public var lowerCased: UInt64 { self | UInt64(repeatingByte: 0x20) }
}
