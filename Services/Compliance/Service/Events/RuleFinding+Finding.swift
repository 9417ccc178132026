public import ComplianceDomain
import Identifiers
public import PlatformProtocol

extension RuleFinding {
    /// A finding in the words of the platform's events.
    public init(_ finding: Finding) {
        self.init(
            ruleID: finding.ruleID, ruleVersion: finding.ruleSetVersion, area: finding.area,
            outcome: finding.outcome, severity: finding.severity, message: finding.message,
            facts: Dictionary(
                finding.facts.map { ($0.fact.name, $0.value ?? "unknown") }, uniquingKeysWith: { first, _ in first }),
            citation: finding.citation.map(RuleCitation.init), leastChange: finding.leastChange?.sentence)
    }
}

extension RuleCitation {
    /// A citation in the words of the platform's events.
    public init(_ citation: Citation) {
        self.init(
            section: citation.section, title: citation.title, url: citation.url, verifiedOn: citation.verifiedOn,
            confidence: citation.confidence)
    }
}
