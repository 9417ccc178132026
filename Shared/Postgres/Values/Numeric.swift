public import JSON

/// `numeric`, exactly: the digits after the point are kept as written, `1.50` comes back as `1.50`.
///
/// The binary form is a number in base 10000: the count of its digits, the power of the first, a sign, the number of
/// decimal places shown, and the digits.
extension JSONDecimal: PostgresEncodable, PostgresDecodable {
    private enum Sign {
        static let positive: UInt16 = 0x0000
        static let negative: UInt16 = 0x4000
        static let notANumber: UInt16 = 0xC000
        static let infinity: UInt16 = 0xD000
        static let negativeInfinity: UInt16 = 0xF000
    }

    public static var postgresType: PostgresType { .numeric }

    public func encodePostgres(into bytes: inout [UInt8]) throws(PostgresValueFault) {
        let lowest = floorOfQuarter(exponent)
        // The digits of the lowest group that lie behind the last digit are zeros.
        var rest = coefficient.magnitude
        var groups: [UInt16] = []
        let shift = powersOfTen[exponent - lowest * 4]
        let first = rest % UInt128(10_000 / shift)
        rest /= UInt128(10_000 / shift)
        groups.append(UInt16(truncatingIfNeeded: first) * UInt16(truncatingIfNeeded: shift))
        while rest > 0 {
            groups.append(UInt16(truncatingIfNeeded: rest % 10_000))
            rest /= 10_000
        }
        if coefficient == 0 { groups = [] }
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: groups.count))
        bytes.append(bigEndian: Int16(truncatingIfNeeded: groups.isEmpty ? 0 : lowest + groups.count - 1))
        bytes.append(bigEndian: coefficient < 0 ? Sign.negative : Sign.positive)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: max(0, -exponent)))
        for group in groups.reversed() { bytes.append(bigEndian: group) }
    }

    /// Refuses NaN, the infinities, and numbers with more digits than a `JSONDecimal` holds.
    public init(postgres bytes: Span<UInt8>, of type: PostgresType) throws(PostgresValueFault) {
        guard type == .numeric else { throw .wrongType(type) }
        var offset = 0
        let count = Int(try bytes.next(UInt16.self, at: &offset))
        let weight = Int(try bytes.next(Int16.self, at: &offset))
        let sign: UInt16 = try bytes.next(at: &offset)
        let decimals = Int(try bytes.next(UInt16.self, at: &offset))
        switch sign {
        case Sign.positive, Sign.negative: break
        case Sign.notANumber: throw .notANumber
        case Sign.infinity, Sign.negativeInfinity: throw .infinite
        default: throw .malformed
        }
        guard bytes.count == 8 + 2 * count else { throw .malformed }
        var number = DecimalAccumulator()
        for index in 0..<count {
            let group: UInt16 = try bytes.next(at: &offset)
            guard group < 10_000 else { throw .malformed }
            try number.append(group, at: 4 * (weight - index))
        }
        let magnitude = number.magnitude(decimals: decimals)
        guard let coefficient = Int128(exactly: magnitude.coefficient),
            let decimal = JSONDecimal(
                coefficient: sign == Sign.negative ? -coefficient : coefficient, exponent: magnitude.exponent)
        else { throw .outOfRange }
        self = decimal
    }
}

/// Collects the groups of a number from the left, without the zeros that only fill the last one.
private struct DecimalAccumulator {
    private var coefficient: UInt128 = 0
    private var exponent = 0

    /// Takes the group whose last digit has the power `power`.
    mutating func append(_ group: UInt16, at power: Int) throws(PostgresValueFault) {
        guard group > 0 else { return }
        guard coefficient > 0 else {
            (coefficient, exponent) = (UInt128(group), power)
            return strip()
        }
        // The zeros of this group and the next digits' are appended one by one, as far as there are digits.
        var zeros = 0
        var significant = group
        while significant % 10 == 0 {
            significant /= 10
            zeros += 1
        }
        let shift = exponent - (power + zeros)
        guard shift <= JSONDecimal.digitsMax else { throw .outOfRange }
        for _ in 0..<shift { try multiplyByTen() }
        let (sum, overflow) = coefficient.addingReportingOverflow(UInt128(significant))
        guard !overflow else { throw .outOfRange }
        (coefficient, exponent) = (sum, power + zeros)
    }

    /// The number with `decimals` digits after its point, or with fewer when there is no room for the zeros.
    func magnitude(decimals: Int) -> (coefficient: UInt128, exponent: Int) {
        guard coefficient > 0 else { return (0, -decimals) }
        let largest: UInt128 = 9_999_999_999_999_999_999_999_999_999_999_999_999
        var (coefficient, exponent) = (coefficient, exponent)
        while exponent > -decimals, coefficient <= largest {
            coefficient *= 10
            exponent -= 1
        }
        return (coefficient, exponent)
    }

    private mutating func strip() {
        while coefficient % 10 == 0 {
            coefficient /= 10
            exponent += 1
        }
    }

    private mutating func multiplyByTen() throws(PostgresValueFault) {
        let (product, overflow) = coefficient.multipliedReportingOverflow(by: 10)
        guard !overflow else { throw .outOfRange }
        coefficient = product
        exponent -= 1
    }
}

private let powersOfTen = [1, 10, 100, 1_000]

/// A quarter of the number, rounded towards minus infinity.
private func floorOfQuarter(_ number: Int) -> Int {
    number >= 0 ? number / 4 : -((3 - number) / 4)
}
