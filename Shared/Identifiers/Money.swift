/// An amount of money in whole minor units (cents). It never passes through a binary float, and arithmetic that does
/// not fit, or would mix currencies, is refused instead of wrong.
public struct Money: Sendable, Hashable {
    public let minorUnits: Int64
    public let currency: Currency

    @inlinable
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nothing of a currency.
    public static func zero(_ currency: Currency) -> Money { Money(minorUnits: 0, currency: currency) }

    /// Both together.
    public func adding(_ other: Money) throws(MoneyFault) -> Money {
        try checked(with: other, minorUnits.addingReportingOverflow(other.minorUnits))
    }

    /// This without the other; may be negative.
    public func subtracting(_ other: Money) throws(MoneyFault) -> Money {
        try checked(with: other, minorUnits.subtractingReportingOverflow(other.minorUnits))
    }

    /// This many times.
    public func multiplied(by count: Int64) throws(MoneyFault) -> Money {
        try checked(with: self, minorUnits.multipliedReportingOverflow(by: count))
    }

    /// The share `numerator / denominator`, rounded to the nearest minor unit and a tie to the even one, so that many
    /// roundings do not drift: tax of 8.25 % is `share(825, of: 10_000)`, 90 minutes of an hourly rate
    /// `share(90, of: 60)`.
    public func share(_ numerator: Int64, of denominator: Int64) throws(MoneyFault) -> Money {
        guard denominator > 0 else { throw .badDenominator }
        let product = Int128(minorUnits) * Int128(numerator)
        let divisor = Int128(denominator)
        var (units, rest) = product.quotientAndRemainder(dividingBy: divisor)
        if rest < 0 {
            rest += divisor
            units -= 1
        }
        if rest * 2 > divisor || rest * 2 == divisor && units & 1 != 0 { units += 1 }
        guard let units = Int64(exactly: units) else { throw .overflow }
        return Money(minorUnits: units, currency: currency)
    }

    private func checked(
        with other: Money, _ result: (partialValue: Int64, overflow: Bool)
    ) throws(MoneyFault) -> Money {
        guard currency == other.currency else { throw .otherCurrency }
        guard !result.overflow else { throw .overflow }
        return Money(minorUnits: result.partialValue, currency: currency)
    }
}

/// Why amounts cannot be reckoned with.
public enum MoneyFault: Error, Sendable, Hashable, CaseIterable {
    case overflow
    case otherCurrency
    case badDenominator

    /// For metrics and log lines.
    public var label: StaticString {
        switch self {
        case .overflow: "money_overflow"
        case .otherCurrency: "money_other_currency"
        case .badDenominator: "money_bad_denominator"
        }
    }
}
