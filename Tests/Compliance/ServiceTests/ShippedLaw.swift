import ComplianceDomain
import ComplianceService
import Foundation
import Identifiers

/// The data set as it is shipped, read once.
enum ShippedLaw {
    static let folder = LawFolder(
        root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false))

    static let laws = Result { try folder.read() }

    private static let sets = laws.map { laws in
        laws.states.mapValues { RuleSet(of: $0, effectiveFrom: laws.compiledOn) }
    }

    static func ruleSets() throws -> [USState: RuleSet] { try sets.get() }

    /// 2026-11-21, the day of the data set.
    static func day(_ days: Int = 0) -> CalendarDay { CalendarDay(clampingDaysSinceEpoch: 20_778 + days) }
}

extension EventFacts {
    /// What a booking tells by itself: it holds its guests to an age, shows flower that was tested, and takes one day.
    static func booking(
        _ type: CannabisBookingType, open isPublic: Bool = true, _ activities: [FlagFact] = [], age: Int = 21,
        lead: Int = 100, days: Int = 1, products: Set<CannabisProductCategory> = [.flower], tested: Bool = true
    ) -> EventFacts {
        var facts = EventFacts()
        facts.bookingType = type
        facts.isPublic = isPublic
        for activity in [FlagFact.hasConsumption, .hasSampling, .hasSales] {
            facts[activity] = activities.contains(activity)
        }
        facts.minimumAge = age
        facts.productCategories = products
        facts.productsAreTested = tested
        facts.madeOn = ShippedLaw.day()
        facts.startsOn = ShippedLaw.day(lead)
        facts.endsOn = ShippedLaw.day(lead + days - 1)
        return facts
    }
}
