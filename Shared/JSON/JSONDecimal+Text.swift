import Bytes

/// The three ways a decimal is written.
extension JSONDecimal: CustomStringConvertible {
    /// The number as `append(to:)` writes it.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes the number with the digits it has: `150` hundredths as `1.50`. Without exponent as long as that takes
    /// few digits, otherwise canonically. Trailing zeros that only make the fraction too long are left out first, so
    /// that what is written is read as a number that is written the same.
    public func append(to bytes: inout [UInt8]) {
        let shown = exponent < -Self.digitsMax ? normalized : self
        guard shown.exponent <= 0, shown.exponent >= -Self.digitsMax else { return appendCanonical(to: &bytes) }
        appendFixed(shown.coefficient, decimals: -shown.exponent, to: &bytes)
    }

    /// Writes the number in the one form that stands for its value, whatever digits it came with.
    ///
    /// Let d1…dn be the digits of the normalized coefficient and p the power of ten of d1.
    /// - Zero is `0`; there is no negative zero.
    /// - For -7 < p < 21 there is no exponent: `1250.5`, `0.000001`, `100000000000000000000`.
    /// - Otherwise `d1.d2…dn` (or `d1` alone), `e`, the sign of p (`+` or `-`), |p| without leading zeros: `1e+21`,
    ///   `1.5e-7`.
    ///
    /// This is RFC 8785's form for every number whose digits are the shortest that identify its Double. Numbers with
    /// more digits than a Double holds keep all of them here, where RFC 8785 would round.
    public func appendCanonical(to bytes: inout [UInt8]) {
        let value = normalized
        var digits: [UInt8] = []
        appendDigits(value.coefficient.magnitude, to: &digits)
        let power = value.exponent + digits.count - 1
        if value.coefficient == 0 || (-7 < power && power < 21) {
            guard value.exponent > 0 else {
                return appendFixed(value.coefficient, decimals: -value.exponent, to: &bytes)
            }
            if value.coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(contentsOf: digits)
            return bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: value.exponent))
        }
        if value.coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes.append(digits[0])
        if digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[1...])
        }
        bytes.append(UInt8(ascii: "e"))
        if power > 0 { bytes.append(UInt8(ascii: "+")) }
        bytes.append(decimal: power)
    }
}

/// Writes `coefficient` with a decimal point before its last `decimals` digits.
func appendFixed(_ coefficient: Int128, decimals: Int, to bytes: inout [UInt8]) {
    if coefficient < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    appendDigits(coefficient.magnitude, to: &bytes)
    guard decimals > 0 else { return }
    let missing = decimals + 1 - (bytes.count - start)
    if missing > 0 {
        bytes.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: start)
    }
    bytes.insert(UInt8(ascii: "."), at: bytes.count - decimals)
}

private func appendDigits(_ value: UInt128, to bytes: inout [UInt8]) {
    if let small = UInt64(exactly: value) { return bytes.append(decimal: small) }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10_000_000_000_000_000_000)
    appendDigits(quotient, to: &bytes)
    let start = bytes.count
    bytes.append(decimal: UInt64(remainder))
    bytes.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: 19 - (bytes.count - start)), at: start)
}
