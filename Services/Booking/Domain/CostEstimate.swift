public import Identifiers

/// What a booking will cost, and how that is known.
public struct CostEstimate: Sendable, Hashable {
    /// Where a price comes from.
    public enum Source: String, CaseIterable, Sendable {
        case rateCard = "rate_card"
        /// The people it needs, at their rates.
        case staff
        /// The price could not be asked for. It blocks what would go on without a person.
        case fallback = "default"
    }

    public let amount: Money
    public let source: Source

    public init(_ amount: Money, _ source: Source) {
        self.amount = amount
        self.source = source
    }
}

extension BookingDetails {
    /// What the staff that is asked for costs, over all dates that are named: minutes and agreed rates (C56), each need
    /// rounded once. An hour of somebody whose rate is not agreed costs `defaultRate`.
    public func staffCost(defaultRate: Money) throws(MoneyFault) -> Money {
        var sum = Money.zero(currency)
        let needs = staffRequirements?.needs ?? []
        for need in needs {
            let hour = try (need.hourlyRate ?? defaultRate).multiplied(by: Int64(need.count))
            let date = try hour.share(durationMinutes, of: 60)
            sum = try sum.adding(date.multiplied(by: Int64(namedDates.count)))
        }
        return sum
    }

    /// Whole minutes, the begun one counted.
    var durationMinutes: Int64 {
        let microseconds = max(
            0, end.microsecondsSinceEpoch.subtractingReportingOverflow(start.microsecondsSinceEpoch).partialValue)
        let (minutes, rest) = microseconds.quotientAndRemainder(dividingBy: 60_000_000)
        return rest > 0 ? minutes + 1 : minutes
    }
}
