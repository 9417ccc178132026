import ComplianceDomain
import Identifiers

/// The data set and the rules made of it, ready to judge by.
struct LawBook: Sendable {
    let collection: LawCollection
    private let ruleSets: [USState: [RuleSet]]

    init(_ collection: LawCollection) {
        self.collection = collection
        ruleSets = collection.states.mapValues { [RuleSet(of: $0, effectiveFrom: collection.compiledOn)] }
    }

    /// The law of a state, which is there for all that the platform knows.
    func law(of state: USState) -> StateLaw? { collection.states[state] }

    func ruleSets(of state: USState) -> [RuleSet] { ruleSets[state] ?? [] }

    /// Judges an event by the rules of a day.
    func check(_ facts: EventFacts, in state: USState, asOf day: CalendarDay) -> ComplianceCheck {
        ComplianceCheck(facts, by: ruleSets(of: state), asOf: day)
    }
}
