/// What every encoder of ours appends to: a plain `[UInt8]`, with the few operations that the standard library
/// leaves slow or spells through pointers. Nothing here allocates beyond the array's own growth.
///
/// Each is the operation on an `OutputSpan` with the array's room seen to. An encoder that writes several pieces of
/// bounded size asks for the room of all of them once, by `append(addingCapacity:)`.
extension [UInt8] {
    /// Appends text known at compile time, without making a `String` of it.
    @inlinable
    public mutating func append(_ text: StaticString) {
        guard text.hasPointerRepresentation else {
            return append(contentsOf: Array(String(describing: text).utf8))
        }
        append(span: Span(_unsafeStart: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the UTF-8 of `text`.
    @inlinable
    public mutating func append(text: String) {
        append(span: text.utf8Span.span)
    }

    /// Appends bytes borrowed from elsewhere: one look at the room there is and one copy. `append(contentsOf:)` costs
    /// several times as much for the few dozen bytes that are usual here, because it takes any sequence.
    @inlinable
    public mutating func append(span: Span<UInt8>) {
        append(addingCapacity: span.count) { (room: inout OutputSpan<UInt8>) in room.append(span: span) }
    }

    /// Appends `bytes[range]`, trapping on a range outside it, as a slice would, but without making one.
    @inlinable
    public mutating func append(_ bytes: borrowing [UInt8], in range: Range<Int>) {
        append(span: bytes.span.extracting(range))
    }

    /// Appends `value` in decimal.
    @inlinable
    public mutating func append(decimal value: some FixedWidthInteger) {
        append(addingCapacity: 20) { (room: inout OutputSpan<UInt8>) in room.append(decimal: value) }
    }

    /// Appends `value` in lower-case hexadecimal, without leading zeros.
    @inlinable
    public mutating func append(hex value: UInt64) {
        append(addingCapacity: 16) { (room: inout OutputSpan<UInt8>) in room.append(hex: value) }
    }

    /// Appends `value` as sixteen lower-case hexadecimal digits.
    @inlinable
    public mutating func append(paddedHex value: UInt64) {
        append(addingCapacity: 16) { (room: inout OutputSpan<UInt8>) in room.append(paddedHex: value) }
    }

    /// Appends each byte of `bytes` as two lower-case hexadecimal digits.
    @inlinable
    public mutating func append(hexOf bytes: Span<UInt8>) {
        append(addingCapacity: bytes.count * 2) { (room: inout OutputSpan<UInt8>) in
            for index in bytes.indices {
                room.append(hexDigit(bytes[index] >> 4))
                room.append(hexDigit(bytes[index] & 15))
            }
        }
    }
}
