import Bytes

/// An exact decimal: `coefficient` × 10 to the power of `exponent`. The digits are kept as written (`1.50` has the
/// coefficient 150), but comparing and hashing go by value.
///
/// Bounds: at most 38 digits, and a value other than zero lies between 1e-300 and 1e301. So no sum of digits, no
/// printed form and no conversion to Double can be made to grow or overflow by a short text like `1e999999999`.
public struct JSONDecimal: Sendable {
    /// The most digits, not counting leading zeros.
    public static var digitsMax: Int { 38 }
    /// The largest magnitude of the power of ten of the leading digit.
    public static var magnitudeMax: Int { 300 }

    // Two words instead of an Int128, whose 16-byte alignment would make every JSONValue twice as large.
    private let high: Int64
    private let low: UInt64
    private let power: Int16

    /// The digits with their sign.
    public var coefficient: Int128 { Int128(high) << 64 | Int128(low) }
    /// The power of ten that the coefficient is multiplied by; negative for a fraction.
    public var exponent: Int { Int(power) }

    /// Nil outside the bounds.
    public init?(coefficient: Int128, exponent: Int) {
        let digits = digitCount(coefficient.magnitude)
        guard digits <= Self.digitsMax else { return nil }
        if coefficient == 0 {
            self.init(unchecked: 0, exponent: max(-Self.magnitudeMax, min(0, exponent)))
            return
        }
        let (leading, overflow) = exponent.addingReportingOverflow(digits - 1)
        guard !overflow, abs(leading) <= Self.magnitudeMax else { return nil }
        self.init(unchecked: coefficient, exponent: exponent)
    }

    /// A whole number.
    public init(_ integer: Int64) {
        self.init(unchecked: Int128(integer), exponent: 0)
    }

    /// `units` of which 10 to the power of `scale` make one: cents have the scale 2.
    public init(units: Int64, scale: UInt8) {
        self.init(unchecked: Int128(units), exponent: -Int(scale))
    }

    private init(unchecked coefficient: Int128, exponent: Int) {
        high = Int64(truncatingIfNeeded: coefficient >> 64)
        low = UInt64(truncatingIfNeeded: coefficient)
        power = Int16(truncatingIfNeeded: exponent)
    }

    /// Reads exactly one JSON number, for decimals that arrive as text.
    public init?(_ text: String) {
        self.init(parsing: Array(text.utf8).span)
    }

    /// Reads exactly one JSON number, for decimals that arrive as text.
    public init?(parsing text: Span<UInt8>) {
        guard case .success(.number(let number)) = Result(catching: { try JSONValue(parsing: text) }),
            let first = text.indices.first.map({ text[$0] }), let last = text.indices.last.map({ text[$0] }),
            first > 0x20, last > 0x20
        else { return nil }
        self = number.decimal
    }
}

extension JSONDecimal {
    /// The same value without trailing zeros in the coefficient; zero has the exponent 0.
    public var normalized: JSONDecimal {
        var rest = coefficient
        guard rest != 0 else { return JSONDecimal(0) }
        guard rest % 10 == 0 else { return self }
        var power = exponent
        while rest % 10 == 0 {
            rest /= 10
            power += 1
        }
        return JSONDecimal(unchecked: rest, exponent: power)
    }

    /// The value in units of which 10 to the power of `scale` make one, when that is exact and fits: cents for 2.
    public func units(scale: UInt8) -> Int64? {
        let shift = exponent + Int(scale)
        var result = coefficient
        if result == 0 { return 0 }
        guard abs(shift) <= Self.digitsMax else { return nil }
        for _ in 0..<abs(shift) {
            if shift > 0 {
                let (product, overflow) = result.multipliedReportingOverflow(by: 10)
                if overflow { return nil }
                result = product
            } else {
                guard result % 10 == 0 else { return nil }
                result /= 10
            }
        }
        return Int64(exactly: result)
    }

    /// The nearest binary floating-point number; always finite. One division or multiplication is exact enough when
    /// both operands are exact (Clinger's fast path); the rest goes through the standard library's parser.
    public var double: Double {
        let power = abs(exponent)
        if let small = Int64(exactly: coefficient), small.magnitude <= 1 << 53, power <= 22 {
            let scale = exactPowersOfTen[power]
            return exponent < 0 ? Double(small) / scale : Double(small) * scale
        }
        return Double(description) ?? 0
    }
}

/// The powers of ten that a Double holds exactly.
private let exactPowersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

private func digitCount(_ value: UInt128) -> Int {
    var rest = value
    var count = 0
    while rest > UInt128(UInt64.max) {
        rest /= 10
        count += 1
    }
    var small = UInt64(truncatingIfNeeded: rest)
    while small > 0 {
        small /= 10
        count += 1
    }
    return count
}

extension JSONDecimal: Comparable, Hashable {
    public static func == (left: JSONDecimal, right: JSONDecimal) -> Bool {
        let left = left.normalized
        let right = right.normalized
        return left.coefficient == right.coefficient && left.exponent == right.exponent
    }

    public static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
        let left = left.normalized
        let right = right.normalized
        if left.coefficient.signum() != right.coefficient.signum() || left.coefficient == 0 {
            return left.coefficient.signum() < right.coefficient.signum()
        }
        let isNegative = left.coefficient < 0
        let difference = left.leadingPower - right.leadingPower
        if difference != 0 { return (difference < 0) != isNegative }
        return left.alignedCoefficient < right.alignedCoefficient
    }

    public func hash(into hasher: inout Hasher) {
        let normalized = normalized
        hasher.combine(normalized.coefficient)
        hasher.combine(normalized.exponent)
    }

    /// The power of ten of the first digit.
    private var leadingPower: Int { exponent + digitCount(coefficient.magnitude) - 1 }

    /// The coefficient with zeros appended up to the most digits, which cannot overflow 38 digits.
    private var alignedCoefficient: Int128 {
        var result = coefficient
        for _ in digitCount(coefficient.magnitude)..<Self.digitsMax { result *= 10 }
        return result
    }
}

extension JSONDecimal: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(value) }
}
