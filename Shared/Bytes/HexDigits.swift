/// The lower-case hexadecimal digit of a value below 16.
@inlinable
public func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

/// The sixteen lower-case hexadecimal digits of a value, the first one in the first lane: all at once, because ids are
/// written several times in every request.
@inlinable
@inline(__always)
public func hexDigits(of value: UInt64) -> ByteVector {
    let bytes = unsafeBitCast(value.bigEndian, to: SIMD8<UInt8>.self)
    var digits = ByteVector()
    digits.evenHalf = bytes &>> 4
    digits.oddHalf = bytes & 15
    // "a" comes 39 places behind where "9" would lead to.
    let letters = ByteVector(repeating: 0).replacing(with: 39, where: digits .> ByteVector(repeating: 9))
    return digits &+ ByteVector(repeating: UInt8(ascii: "0")) &+ letters
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
