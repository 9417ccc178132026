/// What every encoder of ours appends to: a plain `[UInt8]`, with the few operations that the standard library
/// leaves slow or spells through pointers. Nothing here allocates beyond the array's own growth.
extension [UInt8] {
    /// Appends text known at compile time, without making a `String` of it.
    @inlinable
    public mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation else {
            return append(contentsOf: Array(String(describing: text).utf8))
        }
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the UTF-8 of `text`.
    @inlinable
    public mutating func append(text: String) {
        append(contentsOf: text.utf8)
    }

    /// Appends bytes borrowed from elsewhere.
    @inlinable
    public mutating func append(span: Span<UInt8>) {
        span.withUnsafeBufferPointer { append(contentsOf: $0) }
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
