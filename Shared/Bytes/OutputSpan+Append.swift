/// The operations of an encoder on room that is known to suffice: a head or a line whose size is bounded beforehand is
/// written with one look at the array's room and then one comparison for each piece. Each operation stops the process
/// when its piece does not fit, so the bound must come from what is written and not from what is usual; pieces without
/// a bound go through the array's own operations.
extension OutputSpan<UInt8> {
    /// Appends text known at compile time.
    @inlinable @inline(__always)
    public mutating func append(_ text: StaticString) {
        precondition(text.hasPointerRepresentation, "text of one character is a byte")
        append(copying: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends bytes borrowed from elsewhere.
    @inlinable @inline(__always)
    public mutating func append(span: Span<UInt8>) {
        span.withUnsafeBytes { append(copying: $0) }
    }

    @inlinable @inline(__always)
    mutating func append(copying source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        append(count: source.count) { $0.copyMemory(from: start, byteCount: source.count) }
    }

    /// Lends the place of the next `added` bytes, all of which `fill` must write.
    @inlinable @inline(__always)
    mutating func append(count added: Int, _ fill: (UnsafeMutableRawPointer) -> Void) {
        precondition(added <= freeCapacity, "the room was computed too small")
        withUnsafeMutableBufferPointer { room, count in
            guard let place = room.baseAddress else { return }
            fill(UnsafeMutableRawPointer(place + count))
            count &+= added
        }
    }

    // MARK: Words

    /// Appends eight bytes that were put together in a machine word, lowest byte first.
    @inlinable @inline(__always)
    public mutating func append(word: UInt64) {
        append(count: 8) { $0.storeBytes(of: word.littleEndian, as: UInt64.self) }
    }

    /// Appends all sixteen bytes.
    @inlinable
    @inline(__always)
    public mutating func append(vector: ByteVector) {
        append(count: 16) { $0.storeBytes(of: vector, as: ByteVector.self) }
    }

    /// Appends four bytes that were put together in a machine word, lowest byte first.
    @inlinable @inline(__always)
    public mutating func append(halfWord: UInt32) {
        append(count: 4) { $0.storeBytes(of: halfWord.littleEndian, as: UInt32.self) }
    }

    // MARK: Numbers

    /// Appends `value` in decimal: 20 bytes at most.
    @inlinable @inline(__always)
    public mutating func append(decimal value: some FixedWidthInteger) {
        if value < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: UInt64(value.magnitude))
    }

    @inlinable
    mutating func append(digitsOf value: UInt64) {
        guard value >= 10 else { return append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)) }
        let digits = decimalCount(of: value)
        append(count: digits) { place in
            var rest = value
            for index in (0..<digits).reversed() {
                let (tenth, digit) = rest.quotientAndRemainder(dividingBy: 10)
                place.storeBytes(
                    of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit), toByteOffset: index, as: UInt8.self)
                rest = tenth
            }
        }
    }

    /// Appends `value` as two decimal digits; of a greater one the last two.
    @inlinable @inline(__always)
    public mutating func append(twoDigits value: Int) {
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10 % 10))
        append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
    }

    /// Appends `value` in lower-case hexadecimal, without leading zeros.
    @inlinable
    public mutating func append(hex value: UInt64) {
        var shift = value == 0 ? 0 : (63 - value.leadingZeroBitCount) / 4 * 4
        while shift >= 0 {
            append(hexDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15))
            shift -= 4
        }
    }

    /// Appends `value` as sixteen lower-case hexadecimal digits.
    @inlinable @inline(__always)
    public mutating func append(paddedHex value: UInt64) {
        append(vector: hexDigits(of: value))
    }
}

/// How many decimal digits `value` has.
@inlinable
func decimalCount(of value: UInt64) -> Int {
    var count = 1
    var bound: UInt64 = 10
    while count < 20, value >= bound {
        count += 1
        bound &*= 10
    }
    return count
}
