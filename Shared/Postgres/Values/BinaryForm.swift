/// Big-endian numbers, which PostgreSQL's binary formats are made of.
extension [UInt8] {
    @inlinable
    mutating func append(bigEndian value: some FixedWidthInteger & Sendable) {
        var shift = value.bitWidth - 8
        while shift >= 0 {
            append(UInt8(truncatingIfNeeded: value >> shift))
            shift -= 8
        }
    }

    @inlinable
    mutating func append(bigEndian value: UInt64) {
        let word = value.bigEndian
        Swift.withUnsafeBytes(of: word) { append(contentsOf: $0) }
    }

    /// Writes a length over the four bytes kept for it at `index`.
    @inlinable
    mutating func setLength(_ length: Int, at index: Int) {
        let word = UInt32(truncatingIfNeeded: length)
        self[index] = UInt8(truncatingIfNeeded: word >> 24)
        self[index + 1] = UInt8(truncatingIfNeeded: word >> 16)
        self[index + 2] = UInt8(truncatingIfNeeded: word >> 8)
        self[index + 3] = UInt8(truncatingIfNeeded: word)
    }
}

extension Span<UInt8> {
    /// The number that exactly fills the bytes.
    @inlinable
    func whole<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(PostgresValueFault) -> Number {
        guard count == MemoryLayout<Number>.size else { throw .malformed }
        return withUnsafeBytes { Number(bigEndian: $0.loadUnaligned(as: Number.self)) }
    }

    /// Takes a number from `offset` on and moves `offset` behind it.
    @inlinable
    func next<Number: FixedWidthInteger>(
        _: Number.Type = Number.self, at offset: inout Int
    ) throws(PostgresValueFault) -> Number {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, count - offset >= size else { throw .malformed }
        let start = offset
        offset += size
        return withUnsafeBytes { Number(bigEndian: $0.loadUnaligned(fromByteOffset: start, as: Number.self)) }
    }

    /// A copy of the bytes.
    @inlinable
    var copy: [UInt8] {
        withUnsafeBufferPointer { [UInt8]($0) }
    }
}
