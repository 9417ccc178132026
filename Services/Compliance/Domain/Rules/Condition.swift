/// The rule language: a closed set of expressions over typed facts.
///
/// A condition is true, false or unknown (Kleene's three values): a fact that nobody told is unknown, and only what the
/// unknown parts cannot change is decided. Evaluation is total, reads nothing else and cannot fail.
public indirect enum Condition: Sendable, Equatable {
    case always, never
    /// Nobody knows what the law says.
    case unsettled
    case flag(FlagFact)
    case number(NumberFact, Comparison, Double)
    case words(WordsFact, WordsRelation, [String])
    /// The event is of the kind, by the table of `BookingJudgement`.
    case kind(EventKind)
    case not(Condition)
    case all([Condition])
    case any([Condition])
}

/// How a number is compared.
public enum Comparison: String, CaseIterable, Sendable {
    case atLeast = "at_least"
    case atMost = "at_most"
}

/// How a set of words lies to another.
public enum WordsRelation: String, CaseIterable, Sendable {
    /// They have a word in common.
    case overlaps
    /// The fact has all of them, and perhaps others.
    case includes
    /// The fact has none but them.
    case within
}

/// True, false or unknown.
public enum Truth: Sendable, Equatable, CaseIterable {
    case yes, no, unknown

    init(_ value: Bool?) {
        self = value.map { $0 ? .yes : .no } ?? .unknown
    }

    var negated: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}

extension Condition {
    /// Whether it holds, as far as the facts tell.
    public func evaluate(_ facts: EventFacts) -> Truth { evaluate(FactValues(facts)) }

    func evaluate(_ facts: FactValues) -> Truth {
        switch self {
        case .always: .yes
        case .never: .no
        case .unsettled: .unknown
        case .flag(let fact): Truth(facts[fact])
        case .number(let fact, .atLeast, let limit): Truth(facts[fact].map { $0 >= limit })
        case .number(let fact, .atMost, let limit): Truth(facts[fact].map { $0 <= limit })
        case .words(let fact, let relation, let words): Truth(facts[fact].map { relation.holds($0, words) })
        case .kind(let kind): facts[kind]
        case .not(let inner): inner.evaluate(facts).negated
        case .all(let parts): Self.first(.no, of: parts, otherwise: .yes, facts)
        case .any(let parts): Self.first(.yes, of: parts, otherwise: .no, facts)
        }
    }

    /// The deciding value if any part has it; unknown if a part might.
    private static func first(_ deciding: Truth, of parts: [Condition], otherwise: Truth, _ facts: FactValues) -> Truth
    {
        var result = otherwise
        for part in parts {
            let truth = part.evaluate(facts)
            if truth == deciding { return deciding }
            if truth == .unknown { result = .unknown }
        }
        return result
    }

    /// The facts it is about, each once, in the order of their mention.
    public var facts: [Fact] {
        var found: [Fact] = []
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [Fact]) {
        func add(_ fact: Fact) {
            if !found.contains(fact) { found.append(fact) }
        }
        switch self {
        case .always, .never, .unsettled: break
        case .flag(let fact): add(.flag(fact))
        case .number(let fact, _, _): add(.number(fact))
        case .words(let fact, _, _): add(.words(fact))
        case .kind(let kind): kind.condition.collect(into: &found)
        case .not(let inner): inner.collect(into: &found)
        case .all(let parts), .any(let parts): for part in parts { part.collect(into: &found) }
        }
    }
}

extension WordsRelation {
    func holds(_ fact: Set<String>, _ words: [String]) -> Bool {
        switch self {
        case .overlaps: words.contains { fact.contains($0) }
        case .includes: words.allSatisfy { fact.contains($0) }
        case .within: fact.isSubset(of: words)
        }
    }
}
