/// A JSON number, exact. Two numbers are equal when their values are: `1`, `1.0` and `10e-1` are one number.
public enum JSONNumber: Sendable {
    /// Anything written without fraction or exponent that fits.
    case integer(Int64)
    /// Everything else, with the digits it was written with.
    case decimal(JSONDecimal)

    /// Prefers `integer` when the value was written as one and fits.
    public init(_ decimal: JSONDecimal) {
        if decimal.exponent == 0, let integer = Int64(exactly: decimal.coefficient) {
            self = .integer(integer)
        } else {
            self = .decimal(decimal)
        }
    }

    /// The value as a decimal.
    public var decimal: JSONDecimal {
        switch self {
        case .integer(let integer): JSONDecimal(integer)
        case .decimal(let decimal): decimal
        }
    }

    /// The value when it is whole and fits; `2.0` is whole.
    public var integer: Int64? {
        switch self {
        case .integer(let integer): integer
        case .decimal(let decimal): decimal.units(scale: 0)
        }
    }

    /// The nearest binary floating-point number. Always finite, because the range of decimals is inside Double's.
    public var double: Double {
        switch self {
        case .integer(let integer): Double(integer)
        case .decimal(let decimal): decimal.double
        }
    }
}

extension JSONNumber: Hashable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        if case .integer(let left) = left, case .integer(let right) = right { return left == right }
        return left.decimal == right.decimal
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(decimal)
    }
}
