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
