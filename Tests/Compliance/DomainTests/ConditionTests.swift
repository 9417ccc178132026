import Identifiers
import Testing

@testable import ComplianceDomain

struct ConditionTests {
    private static let parts: [Truth: Condition] = [.yes: .always, .no: .never, .unknown: .unsettled]

    @Test(
        "two conditions join as Kleene has it",
        arguments: [
            (Truth.yes, Truth.yes, all: Truth.yes, any: Truth.yes), (.yes, .no, all: .no, any: .yes),
            (.yes, .unknown, all: .unknown, any: .yes), (.no, .no, all: .no, any: .no),
            (.no, .unknown, all: .no, any: .unknown), (.unknown, .unknown, all: .unknown, any: .unknown),
        ])
    func joined(left: Truth, right: Truth, all: Truth, any: Truth) throws {
        let (left, right) = (try #require(Self.parts[left]), try #require(Self.parts[right]))
        let facts = EventFacts()
        for pair in [[left, right], [right, left]] {
            #expect(Condition.all(pair).evaluate(facts) == all)
            #expect(Condition.any(pair).evaluate(facts) == any)
            #expect(Condition.not(.all(pair)).evaluate(facts) == Condition.any(pair.map(Condition.not)).evaluate(facts))
        }
    }

    @Test("nothing is everything and not anything")
    func empty() {
        #expect(Condition.all([]).evaluate(EventFacts()) == .yes)
        #expect(Condition.any([]).evaluate(EventFacts()) == .no)
    }

    @Test(
        "a number is compared at its limit and beside it",
        arguments: [
            (20, Comparison.atLeast, Truth.no), (21, .atLeast, .yes), (22, .atLeast, .yes), (nil, .atLeast, .unknown),
            (20, .atMost, .yes), (21, .atMost, .yes), (22, .atMost, .no), (nil, .atMost, .unknown),
        ] as [(Int?, Comparison, Truth)])
    func numbers(age: Int?, comparison: Comparison, truth: Truth) {
        var facts = EventFacts()
        facts.minimumAge = age
        #expect(Condition.number(.minimumAge, comparison, 21).evaluate(facts) == truth)
    }

    @Test(
        "a set is compared by what it shares, has and lacks",
        arguments: [
            (["a"], WordsRelation.overlaps, ["a", "b"], Truth.yes), (["c"], .overlaps, ["a", "b"], .no),
            ([], .overlaps, ["a"], .no), (nil, .overlaps, ["a"], .unknown),
            (["a", "b", "c"], .includes, ["a", "b"], .yes), (["a"], .includes, ["a", "b"], .no),
            (nil, .includes, ["a"], .unknown), (["a"], .within, ["a", "b"], .yes), (["a", "c"], .within, ["a"], .no),
            ([], .within, ["a"], .yes), (nil, .within, ["a"], .unknown),
        ] as [(Set<String>?, WordsRelation, [String], Truth)])
    func words(held: Set<String>?, relation: WordsRelation, words: [String], truth: Truth) {
        var facts = EventFacts()
        facts.heldLicenses = held
        #expect(Condition.words(.heldLicenses, relation, words).evaluate(facts) == truth)
    }

    @Test("days are counted between the dates that are known")
    func days() {
        var facts = EventFacts()
        facts.startsOn = Day.after(60)
        #expect(facts[.leadDays] == nil)
        #expect(facts[.durationDays] == nil)
        facts.madeOn = Day.compiled
        facts.endsOn = Day.after(60)
        #expect(facts[.leadDays] == 60)
        #expect(facts[.durationDays] == 1)
        facts.endsOn = Day.after(61)
        #expect(facts[.durationDays] == 2)
    }

    @Test("a condition names every fact it mentions, once and in order")
    func mentioned() {
        let condition = Condition.any([
            .all([.flag(.hasSales), .not(.number(.minimumAge, .atLeast, 21))]), .flag(.hasSales),
            .words(.ageMethods, .overlaps, ["passport"]), .unsettled,
        ])
        #expect(condition.facts == [.flag(.hasSales), .number(.minimumAge), .words(.ageMethods)])
    }
}
