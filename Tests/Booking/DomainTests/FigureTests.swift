import BookingDomain
import Identifiers
import Testing

@Suite("Figures of a booking")
struct FigureTests {
    static let titles: [(String, OperationType)] = [
        ("Grow tour", .cultivation), ("CULTIVATION day", .cultivation), ("Processing", .manufacturing),
        ("Manufacturing of retail goods", .manufacturing), ("Dispensary opening", .retail), ("Retail", .retail),
        ("Delivery to a lab", .delivery), ("Lab visit", .testing), ("Testing", .testing),
        ("Distribution", .distribution), ("Party", .general), ("", .general), ("Collaboration", .testing),
    ]

    @Test("the type is guessed from the first word that fits", arguments: titles)
    func type(title: String, expected: OperationType) {
        #expect(OperationType(guessedFrom: title) == expected)
    }

    static let durations: [(Int64, Int)] = [
        (1, 0), (1799, 0), (1800, 1), (3600, 1), (5399, 1), (5400, 2), (8 * 3600 + 1799, 8),
    ]

    @Test("hours are rounded, half an hour upwards", arguments: durations)
    func hours(seconds: Int64, expected: Int) {
        var details = Sample.details()
        details.end = details.start.advanced(by: .seconds(seconds))
        #expect(BookingFigures(of: details).durationHours == expected)
    }

    static let scores: [(Bool, Bool, Int64?, Int64, Int)] = [
        (false, false, nil, 1, 1), (true, false, nil, 1, 3), (false, true, nil, 1, 3), (false, false, 100_000, 1, 1),
        (false, false, 100_001, 1, 2), (false, false, nil, 8 * 3600 + 1799, 1), (false, false, nil, 8 * 3600 + 1800, 2),
        (true, true, 100_001, 9 * 3600, 7),
    ]

    @Test("the complexity counts what is asked for, the budget and the length", arguments: scores)
    func complexity(staff: Bool, equipment: Bool, budget: Int64?, seconds: Int64, expected: Int) {
        var details = Sample.details()
        if !staff { details.staffRequirements = nil }
        if !equipment { details.equipmentRequirements = nil }
        details.budget = budget.map(Sample.usd)
        details.end = details.start.advanced(by: .seconds(seconds))
        #expect(BookingFigures(of: details).complexityScore == expected)
    }

    static let skillLists: [([String]?, [String]?, [String])] = [
        (nil, nil, []), (nil, ["a"], ["a"]), (["b"], ["a"], ["b"]), ([], ["a"], []), (["b"], nil, ["b"]),
    ]

    @Test("special skills win over skills, even when there are none", arguments: skillLists)
    func skills(special: [String]?, plain: [String]?, expected: [String]) {
        var details = Sample.details()
        details.staffRequirements = StaffRequirements(
            needs: [], specialSkills: special, skills: plain, document: Sample.document("{}"))
        #expect(BookingFigures(of: details).requiredSkills == expected)
    }

    @Test("the seed's figure goes by whole hours and the default rate")
    func seedCost() throws {
        let figures = BookingFigures(of: Sample.details())
        let cost = try figures.staffCost(rates: [nil, Sample.usd(4000)], defaultRate: Sample.usd(2500))
        #expect(cost == Sample.usd(4 * 2500 + 4 * 4000))
        var details = Sample.details()
        #expect(BookingFigures.assignmentComplexity(people: 3, details) == 3)
        details.requirements = Sample.document("{}")
        #expect(BookingFigures.assignmentComplexity(people: 3, details) == 5)
    }

    @Test("money goes by minutes, agreed rates, people and dates")
    func cost() throws {
        var details = Sample.details()
        details.end = details.start.advanced(by: .seconds(90 * 60 + 1))
        details.staffRequirements?.needs = [
            .init(role: "host", count: 2, hourlyRate: Sample.usd(3000)), .init(role: "guard", count: 1),
        ]
        // 91 minutes: the begun one counts. 6000 an hour are 9100, 2500 are 3791.67 and rounded.
        #expect(try details.staffCost(defaultRate: Sample.usd(2500)) == Sample.usd(9100 + 3792))
        details.eventDates = [details.start, details.start.advanced(by: .seconds(86_400))]
        #expect(try details.staffCost(defaultRate: Sample.usd(2500)) == Sample.usd(2 * (9100 + 3792)))
        details.staffRequirements = nil
        #expect(try details.staffCost(defaultRate: Sample.usd(2500)) == Sample.usd(0))
    }
}
