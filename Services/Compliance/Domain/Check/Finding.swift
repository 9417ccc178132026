public import Identifiers

/// What one rule came to, with everything needed to follow it.
public struct Finding: Sendable, Equatable {
    public let ruleID: String
    public let ruleSetVersion: String
    public let effectiveFrom: CalendarDay
    public let effectiveUntil: CalendarDay?
    public let area: ComplianceArea
    public let outcome: RuleOutcome
    /// What the rule came to; nil where there is no rule.
    public let verdict: Verdict?
    public let consequence: Consequence?
    public let severity: ViolationSeverity?
    public let message: String
    /// The facts it read; nil where nobody told.
    public let facts: [FactReading]
    public let confidence: RuleConfidence?
    /// The leaf it is made of.
    public let basis: LeafStanding?
    public let citation: Citation?
    public let leastChange: Advice?
}

/// A fact as a rule read it.
public struct FactReading: Sendable, Equatable {
    public let fact: Fact
    public let value: String?
}

/// Where a rule is written, and when that was last looked at.
public struct Citation: Sendable, Equatable {
    /// The code section where there is one, otherwise the title.
    public let section: String
    public let title: String
    public let url: String?
    public let kind: SourceKind
    public let textAsOf: String
    public let verifiedOn: CalendarDay
    public let confidence: RuleConfidence
}

/// What to do, with the days that follow from it.
public struct Advice: Sendable, Equatable {
    public let change: LeastChange
    public let sentence: String
    public let applyBy: CalendarDay?
    public let startsOnOrAfter: CalendarDay?

    init(_ change: LeastChange, for facts: FactValues) {
        let change = change.remaining(for: facts)
        self.change = change
        sentence = change.sentence(for: facts.facts)
        applyBy = change.applyBy(for: facts.facts)
        startsOnOrAfter = change.startsOnOrAfter(for: facts.facts)
    }
}

extension Finding {
    init(_ rule: Rule, of ruleSet: RuleSet, on facts: FactValues) {
        let verdict = rule.verdict(on: facts)
        ruleID = rule.id
        ruleSetVersion = ruleSet.version
        effectiveFrom = ruleSet.effectiveFrom
        effectiveUntil = ruleSet.effectiveUntil
        area = rule.area
        outcome = DecisionTable.outcome(rule.consequence, verdict)
        self.verdict = verdict
        consequence = rule.consequence
        severity = rule.severity
        message = rule.message
        self.facts = rule.facts.map { facts.reading(of: $0) }
        confidence = rule.basis.confidence
        basis = rule.basis
        citation = rule.source.map {
            Citation(
                section: $0.citation ?? $0.title, title: $0.title, url: $0.url, kind: $0.kind,
                textAsOf: $0.textAsOf, verifiedOn: ruleSet.verifiedOn, confidence: rule.basis.confidence)
        }
        leastChange = [.fails, .unknown].contains(verdict) ? rule.remedy.map { Advice($0, for: facts) } : nil
    }

    /// An area that the rules in force say nothing about.
    init(without area: ComplianceArea, in place: String, _ ruleSet: RuleSet?, _ message: String, on day: CalendarDay) {
        ruleID = "\(place).\(area.rawValue)"
        ruleSetVersion = ruleSet?.version ?? ComplianceCheck.noVersion
        effectiveFrom = ruleSet?.effectiveFrom ?? day
        effectiveUntil = ruleSet?.effectiveUntil
        self.area = area
        outcome = .noRuleOnFile
        (verdict, consequence, severity, confidence, basis, citation, leastChange) = (nil, nil, nil, nil, nil, nil, nil)
        self.message = message
        facts = []
    }

    /// What an officer has to answer, if anything.
    var question: String? {
        guard let verdict, let consequence, DecisionTable.decision(consequence, verdict) == .conditional
        else { return nil }
        let missing = facts.filter { $0.value == nil && $0.fact != .words(.confirmations) }.map(\.fact.name)
        let wanted = verdict == .unknown && !missing.isEmpty ? " Not told: \(missing.joined(separator: ", "))." : ""
        return "\(message)\(wanted)\(leastChange.map { " \($0.sentence)" } ?? "")"
    }
}
