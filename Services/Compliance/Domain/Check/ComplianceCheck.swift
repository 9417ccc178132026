// ComplianceDomain: what the law of a place says to an event, as a function of facts, rules and a day.
//
// Model: the law is data. `StateLaw` holds what the data set says of a state, leaf by leaf, each with its source and how
// sure we are of it. `RuleTemplate.all` is the one list that says which leaf gives which rule, `RuleSet` what came of it
// for a time, and a `Rule` is two conditions of a small language over `EventFacts`. `ComplianceCheck` evaluates every
// rule and takes the gravest result by `DecisionTable`.
//
// Failure: none. A fact that nobody told and a leaf that nobody read are unknown, which is a value; the check is total
// and its answer names what is missing. A leaf that is not verified never refuses.
//
// Not here: no clock, no file, no JSON, no state's name in a condition. No federal law is judged. What the data set does
// not say is answered with `no_rule_on_file`.

public import Identifiers

/// The answer to: may this event take place, by the rules of that day?
public struct ComplianceCheck: Sendable, Equatable {
    public let decision: ComplianceDecision
    public let asOf: CalendarDay
    /// The versions of the rule sets, joined by `+`; `none` where no rules of that day are on file.
    public let ruleSetVersion: String
    /// Whether rules of that day are on file at all.
    public let coverage: Coverage
    /// Every rule in force in the order of the rule sets, then the areas without one.
    public let findings: [Finding]
    /// What an officer must answer, the gravest first; empty unless something is conditional.
    public let questions: [String]

    static let noVersion = "none"

    /// Judges an event by every rule set that is in force on the day: the state's, and its municipality's if it has one.
    public init(_ facts: EventFacts, by ruleSets: [RuleSet], asOf day: CalendarDay) {
        let inForce = ruleSets.filter { $0.isInForce(on: day) }
        let values = FactValues(facts)
        let judged = inForce.flatMap { set in set.rules.map { Finding($0, of: set, on: values) } }
        let place = ruleSets.first?.jurisdiction.description ?? "nowhere"
        let coverage = Coverage(of: ruleSets, on: day)
        let covered = Set(judged.map(\.area))
        let message = coverage.explanation ?? "No rule is on file for this area."
        let uncovered = ComplianceArea.allCases.filter { !covered.contains($0) }.map {
            Finding(without: $0, in: place, inForce.first, message, on: day)
        }
        asOf = day
        ruleSetVersion = inForce.isEmpty ? Self.noVersion : inForce.map(\.version).joined(separator: "+")
        self.coverage = coverage
        findings = judged + uncovered
        decision = DecisionTable.gravest(
            judged.compactMap(\.decision) + (inForce.isEmpty ? [ComplianceDecision.conditional] : []))
        let asked = inForce.isEmpty ? [message] : Self.byGravity(judged).compactMap(\.question)
        questions = Array(asked.prefix(ComplianceLimits.questionsMax))
    }

    /// What could refuse comes before what is a condition anyhow; otherwise the order stays.
    private static func byGravity(_ findings: [Finding]) -> [Finding] {
        let order: [Consequence] = [.forbid, .refuse, .condition, .warn]
        return order.flatMap { consequence in findings.filter { $0.consequence == consequence } }
    }
}

/// Whether rules of a day are on file.
public enum Coverage: Sendable, Equatable {
    case inForce
    /// The day lies before the first rules.
    case before(CalendarDay)
    /// The day lies after the last rules, or there are none.
    case none

    init(of ruleSets: [RuleSet], on day: CalendarDay) {
        if ruleSets.contains(where: { $0.isInForce(on: day) }) {
            self = .inForce
        } else if let first = ruleSets.map(\.effectiveFrom).filter({ $0 > day }).min() {
            self = .before(first)
        } else {
            self = .none
        }
    }

    /// Why there are no rules; nil where there are.
    public var explanation: String? {
        switch self {
        case .inForce: nil
        case .before(let first): "No rules of that date are on file: the first ones on file are of \(first)."
        case .none: "No rules of that date are on file."
        }
    }
}

extension Finding {
    /// What it contributes to the decision; nil where there is no rule.
    public var decision: ComplianceDecision? {
        guard let consequence, let verdict else { return nil }
        return DecisionTable.decision(consequence, verdict)
    }
}

/// What bounds an answer.
public enum ComplianceLimits {
    /// As many as the event that carries them takes.
    public static let questionsMax = 50
}
