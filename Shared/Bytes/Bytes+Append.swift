/// What every encoder of ours appends to: a plain `[UInt8]`, with the few operations that the standard library
/// leaves slow or spells through pointers. Nothing here allocates beyond the array's own growth.
extension [UInt8] {
    /// Appends text known at compile time, without making a `String` of it.
    @inlinable
    public mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation else {
            return append(contentsOf: Array(String(describing: text).utf8))
        }
        append(copying: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// One look at the room there is and one copy. `append(contentsOf:)` costs several times as much for the few dozen
    /// bytes that are usual here, because it takes any sequence.
    @inlinable
    mutating func append(copying source: UnsafeRawBufferPointer) {
        append(addingCapacity: source.count) { (room: inout OutputSpan<UInt8>) in
            room.withUnsafeMutableBufferPointer { free, count in
                UnsafeMutableRawBufferPointer(free).copyMemory(from: source)
                count = source.count
            }
        }
    }

    /// Appends the UTF-8 of `text`.
    @inlinable
    public mutating func append(text: String) {
        append(span: text.utf8Span.span)
    }

    /// Appends bytes borrowed from elsewhere.
    @inlinable
    public mutating func append(span: Span<UInt8>) {
        span.withUnsafeBytes { append(copying: $0) }
    }

    /// Appends `bytes[range]`, trapping on a range outside it, as a slice would, but without making one.
    @inlinable
    public mutating func append(_ bytes: borrowing [UInt8], in range: Range<Int>) {
        append(span: bytes.span.extracting(range))
    }

    /// Appends `value` in decimal.
    @inlinable
    public mutating func append(decimal value: some FixedWidthInteger) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = UInt64(value.magnitude)
        var digits: InlineArray<20, UInt8> = .init(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        append(span: digits.span.extracting(first..<20))
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
    @inlinable
    public mutating func append(paddedHex value: UInt64) {
        append(
            words: [
                hexDigits(of: UInt32(truncatingIfNeeded: value >> 32)),
                hexDigits(of: UInt32(truncatingIfNeeded: value)),
            ], count: 16)
    }

    /// Appends the first `count` bytes of text that was put together in machine words, lowest byte first.
    @inlinable
    public mutating func append<let capacity: Int>(words: InlineArray<capacity, UInt64>, count: Int) {
        precondition(count <= capacity * 8, "there are fewer bytes than are to be appended")
        var ordered = words
        for index in 0..<capacity { ordered[index] = words[index].littleEndian }
        // Safety: the array holds more than `count` bytes, and integers have no padding.
        ordered.span.withUnsafeBytes { append(copying: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
    }

    /// Appends each byte of `bytes` as two lower-case hexadecimal digits.
    @inlinable
    public mutating func append(hexOf bytes: Span<UInt8>) {
        for index in bytes.indices {
            append(hexDigit(bytes[index] >> 4))
            append(hexDigit(bytes[index] & 15))
        }
    }
}

/// The lower-case hexadecimal digit of a value below 16.
@inlinable
public func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// The eight lower-case hexadecimal digits of a value, the first one in the lowest byte: all at once, because ids are
/// written several times in every request.
@inlinable
public func hexDigits(of value: UInt32) -> UInt64 {
    // Each digit in a byte of its own, the highest digit in the lowest byte.
    var digits = UInt64(value.byteSwapped)
    digits = (digits | digits << 16) & 0x0000_ffff_0000_ffff
    digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
    digits = (digits >> 4 & 0x000f_000f_000f_000f) | (digits << 8 & 0x0f00_0f00_0f00_0f00)
    // A one in each byte whose digit is a letter: six carries those, and only those, past fifteen.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    // "a" comes 39 places behind where "9" would lead to.
    return digits &+ 0x3030_3030_3030_3030 &+ letters &* 39
}

/// The value of one hexadecimal digit of either case, or nil.
@inlinable
public func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
