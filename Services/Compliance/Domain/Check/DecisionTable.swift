public import Identifiers

/// What a verdict means, by what the rule threatens. The decision of a check is the gravest of its rules'.
///
/// | consequence | holds, not applicable | unknown     | fails         |
/// |-------------|-----------------------|-------------|---------------|
/// | forbid      | compliant             | conditional | not_permitted |
/// | refuse      | compliant             | conditional | non_compliant |
/// | condition   | compliant             | conditional | conditional   |
/// | warn        | compliant             | compliant   | compliant     |
///
/// Along a row it never gets better from left to right: not to tell a fact never helps more than telling a bad one
/// harms.
public enum DecisionTable {
    /// What one rule contributes.
    public static func decision(_ consequence: Consequence, _ verdict: Verdict) -> ComplianceDecision {
        switch (verdict, consequence) {
        case (.holds, _), (.notApplicable, _), (_, .warn): .compliant
        case (.unknown, _), (.fails, .condition): .conditional
        case (.fails, .refuse): .nonCompliant
        case (.fails, .forbid): .notPermitted
        }
    }

    /// What one rule came to, as events tell it: `failed` is what refuses.
    public static func outcome(_ consequence: Consequence, _ verdict: Verdict) -> RuleOutcome {
        switch (verdict, consequence) {
        case (.holds, _): .passed
        case (.notApplicable, _): .notApplicable
        case (.fails, .forbid), (.fails, .refuse): .failed
        case (.fails, .condition), (.fails, .warn), (.unknown, _): .conditional
        }
    }

    /// The gravest of them.
    public static func gravest(_ decisions: some Sequence<ComplianceDecision>) -> ComplianceDecision {
        decisions.max { rank($0) < rank($1) } ?? .compliant
    }

    /// How grave a decision is, from 0.
    public static func rank(_ decision: ComplianceDecision) -> Int {
        switch decision {
        case .compliant: 0
        case .conditional: 1
        case .nonCompliant: 2
        case .notPermitted: 3
        }
    }
}
