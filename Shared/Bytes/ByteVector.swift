/// Sixteen bytes at a time without pointers: what scanning and comparing long inputs is built from.
public typealias ByteVector = SIMD16<UInt8>

extension Span<UInt8> {
    /// The sixteen bytes at `index`. Traps when they are not all there.
    @inlinable
    @inline(__always)
    public func vector(at index: Int) -> ByteVector {
        precondition(index >= 0 && index <= count &- 16, "the bytes of a vector must be there")
        return withUnsafeBytes { $0.loadUnaligned(fromByteOffset: index, as: ByteVector.self) }
    }

    /// The first place from `start` on, before `end`, that holds `byte`; `end` when there is none.
    @inlinable
    @inline(__always)
    public func place(of byte: UInt8, from start: Int, before end: Int) -> Int {
        var index = start
        while index &+ 16 <= end {
            let found = vector(at: index) .== ByteVector(repeating: byte)
            if found.isAnyTrue { return index &+ found.firstTrue }
            index &+= 16
        }
        while index < end, self[index] != byte { index &+= 1 }
        return index
    }
}

extension ByteVector {
    /// Each lane holds its own place.
    @inlinable @inline(__always)
    public static var places: ByteVector { ByteVector(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

    /// The first eight bytes as a word, the first in the lowest bits.
    @inlinable @inline(__always)
    public var firstWord: UInt64 { UInt64(littleEndian: unsafeBitCast(self, to: SIMD2<UInt64>.self)[0]) }

    /// The last eight bytes likewise.
    @inlinable @inline(__always)
    public var lastWord: UInt64 { UInt64(littleEndian: unsafeBitCast(self, to: SIMD2<UInt64>.self)[1]) }
}

extension SIMDMask<SIMD16<Int8>> {
    /// The place of the first true lane; 16 when none is.
    @inlinable
    @inline(__always)
    public var firstTrue: Int {
        let lanes = unsafeBitCast(self, to: ByteVector.self)
        let (low, high) = (lanes.firstWord, lanes.lastWord)
        return low != 0 ? low.trailingZeroBitCount &>> 3 : 8 &+ high.trailingZeroBitCount &>> 3
    }

    /// Whether any lane is true.
    @inlinable
    @inline(__always)
    public var isAnyTrue: Bool {
        let lanes = unsafeBitCast(self, to: ByteVector.self)
        return lanes.firstWord | lanes.lastWord != 0
    }
}
