public import Identifiers

/// The figures that the seeds derive from a booking and tell beside it. Nothing is decided by them: the type guessed
/// from a title is less than the one the client chose (C55), whole hours are for display and money goes by minutes
/// (C56).
public struct BookingFigures: Sendable, Hashable {
    public let operationType: OperationType
    /// Rounded, half an hour upwards.
    public let durationHours: Int
    public let complexityScore: Int
    public let requiredSkills: [String]

    public init(of details: BookingDetails) {
        operationType = OperationType(guessedFrom: details.title)
        durationHours = Self.hours(from: details.start, to: details.end)
        complexityScore = Self.complexity(details, hours: durationHours)
        requiredSkills = details.staffRequirements?.skills ?? []
    }

    private static func hours(from start: Timestamp, to end: Timestamp) -> Int {
        let seconds = start.duration(to: end).components.seconds
        let (hours, rest) = seconds.quotientAndRemainder(dividingBy: 3600)
        return Int(clamping: rest >= 1800 ? hours + 1 : hours)
    }

    private static func complexity(_ details: BookingDetails, hours: Int) -> Int {
        var score = 1
        if details.staffRequirements != nil { score += 2 }
        if details.equipmentRequirements != nil { score += 2 }
        if let budget = details.budget, budget.minorUnits > 100_000 { score += 1 }
        if hours > 8 { score += 1 }
        return min(score, BookingLimits.complexityScoreMax)
    }

    /// How hard it is to staff: the people, and two for requirements of the client's own.
    public static func assignmentComplexity(people: Int, _ details: BookingDetails) -> Int {
        people + (details.requirements == nil ? 0 : 2)
    }

    /// What people cost by whole hours, the seed's figure. A rate is nil where none is agreed; then the default counts.
    public func staffCost(rates: [Money?], defaultRate: Money) throws(MoneyFault) -> Money {
        var sum = Money.zero(defaultRate.currency)
        for rate in rates { sum = try sum.adding((rate ?? defaultRate).multiplied(by: Int64(durationHours))) }
        return sum
    }
}

/// What a booking seems to be about.
public enum OperationType: String, CaseIterable, Sendable {
    case cultivation, manufacturing, retail, delivery, testing, distribution, general

    /// The first row of which a word is in the title wins.
    private static let words: [(OperationType, [String])] = [
        (.cultivation, ["cultivation", "grow"]), (.manufacturing, ["manufacturing", "processing"]),
        (.retail, ["dispensary", "retail"]), (.delivery, ["delivery"]), (.testing, ["testing", "lab"]),
        (.distribution, ["distribution"]),
    ]

    public init(guessedFrom title: String) {
        let title = title.lowercased()
        self = Self.words.first { $0.1.contains { title.contains($0) } }?.0 ?? .general
    }
}
