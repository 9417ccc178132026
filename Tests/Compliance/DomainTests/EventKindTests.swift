import Identifiers
import Testing

@testable import ComplianceDomain

struct EventKindTests {
    private static func kinds(of facts: EventFacts) -> [EventKind] {
        EventKind.allCases.filter { $0.condition.evaluate(facts) == .yes }
    }

    @Test("every type of booking has one row with its reason")
    func rows() {
        #expect(
            BookingJudgement.table.map(\.type).sorted { $0.rawValue < $1.rawValue }
                == CannabisBookingType.allCases.sorted { $0.rawValue < $1.rawValue })
        #expect(BookingJudgement.table.allSatisfy { $0.reason.count > 20 })
    }

    @Test(
        "a booking is judged by its type, its guests and what is done with product",
        arguments: [
            (.privateParty, false, [], [.flower], [.privateEvents]),
            (.privateParty, true, [], [.flower], [.publicEvents]),
            (.privateParty, false, [.hasSampling], [.flower], [.privateEvents]),
            (.privateParty, true, [.hasSampling], [.flower], [.publicEvents, .samplingEvents]),
            (.privateParty, false, [], [], [.educationalEvents]),
            (.productDemo, false, [], [.flower], [.publicEvents]),
            (.productPromotion, true, [.hasSampling], [], [.publicEvents, .samplingEvents]),
            (.brandActivation, true, [], [.accessories], [.educationalEvents]),
            (.tradeShow, true, [], [.seeds], [.publicEvents]),
            (.customerExperience, false, [.hasConsumption], [], [.publicEvents]),
            (.dispensaryOpening, true, [.hasSales], [.flower], []),
            (.dispensaryOpening, true, [.hasSales, .hasConsumption], [.flower], [.publicEvents]),
            (.dispensaryOpening, true, [], [], [.educationalEvents]),
            (.educationalSession, true, [], [], [.educationalEvents]),
            (.educationalSession, true, [.hasConsumption], [.flower], [.publicEvents]),
            (.staffTraining, false, [], [], [.educationalEvents]),
            (.staffTraining, false, [.hasSampling], [.edibles], [.publicEvents, .samplingEvents]),
        ] as [(CannabisBookingType, Bool, [FlagFact], Set<CannabisProductCategory>, [EventKind])])
    func judged(
        type: CannabisBookingType, isPublic: Bool, activities: [FlagFact], products: Set<CannabisProductCategory>,
        kinds: [EventKind]
    ) {
        var facts = EventFacts()
        facts.bookingType = type
        facts.isPublic = isPublic
        facts.productCategories = products
        for fact in [FlagFact.hasConsumption, .hasSampling, .hasSales] { facts[fact] = activities.contains(fact) }
        #expect(Self.kinds(of: facts) == kinds)
    }

    @Test("what is not told keeps every kind possible that it could be")
    func untold() {
        var facts = EventFacts()
        #expect(EventKind.allCases.allSatisfy { $0.condition.evaluate(facts) == .unknown })
        facts.bookingType = .privateParty
        facts.hasConsumption = true
        #expect(EventKind.publicEvents.condition.evaluate(facts) == .unknown)
        #expect(EventKind.privateEvents.condition.evaluate(facts) == .unknown)
        #expect(EventKind.educationalEvents.condition.evaluate(facts) == .no)
    }
}
