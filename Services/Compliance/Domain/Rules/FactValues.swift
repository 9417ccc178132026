/// What is known of every fact, made ready once for all rules of a check: a rule set asks some hundred times for the
/// same sets of words and for the kind of the event.
public struct FactValues: Sendable {
    let facts: EventFacts
    private let words: [WordsFact: Set<String>]
    private let texts: [Fact: String]
    private var kinds: [EventKind: Truth] = [:]

    public init(_ facts: EventFacts) {
        self.facts = facts
        var words: [WordsFact: Set<String>] = [:]
        for fact in WordsFact.allCases { words[fact] = facts[fact] }
        self.words = words
        var texts: [Fact: String] = [:]
        for fact in Fact.all { texts[fact] = facts.text(of: fact) }
        self.texts = texts
        for kind in EventKind.allCases { kinds[kind] = kind.condition.evaluate(self) }
    }

    /// Whether the event is of the kind. A kind that is being decided is not known.
    subscript(kind: EventKind) -> Truth { kinds[kind] ?? .unknown }
    subscript(fact: FlagFact) -> Bool? { facts[fact] }
    subscript(fact: NumberFact) -> Double? { facts[fact] }
    subscript(fact: WordsFact) -> Set<String>? { words[fact] }

    func reading(of fact: Fact) -> FactReading { FactReading(fact: fact, value: texts[fact]) }
}
