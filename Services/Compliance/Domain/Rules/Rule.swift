public import Identifiers

/// One rule: to whom it applies, what it requires, and what follows when that is not so.
public struct Rule: Sendable, Equatable {
    /// `california.public_events.allowed`.
    public let id: String
    public let area: ComplianceArea
    /// What the law says, in a sentence.
    public let statement: String
    public let applies: Condition
    public let requires: Condition
    public let consequence: Consequence
    /// Our grading of a breach; the data set has penalties in words only.
    public let severity: ViolationSeverity
    /// What would make it hold.
    public let remedy: LeastChange?
    /// The leaf it is made of.
    public let basis: LeafStanding
    public let source: LawSource?
    /// The facts it is about, each once.
    public let facts: [Fact]
    /// The statement with how sure we are of it.
    public let message: String

    public init(
        id: String, area: ComplianceArea, statement: String, applies: Condition, requires: Condition,
        consequence: Consequence, severity: ViolationSeverity, remedy: LeastChange?, basis: LeafStanding,
        source: LawSource?
    ) {
        self.id = id
        self.area = area
        self.statement = statement
        self.applies = applies
        self.requires = requires
        self.consequence = consequence
        self.severity = severity
        self.remedy = remedy
        self.basis = basis
        self.source = source
        let own = applies.facts
        facts = own + requires.facts.filter { !own.contains($0) }
        message = Self.message(statement, basis)
    }

    /// Nothing refuses without a text or the word that it is our reading.
    private static func message(_ statement: String, _ basis: LeafStanding) -> String {
        let note = basis.note.map { " (\($0))" } ?? ""
        return switch basis.confidence {
        case .confirmed, .secondary, .notApplicable: statement + note
        case .derived: "\(statement) Our classification (derived)\(basis.note.map { ": \($0)" } ?? ".")"
        case .unverified: "\(statement) Not verified: \(basis.path).\(note)"
        }
    }
}

/// What follows when a rule does not hold.
public enum Consequence: String, CaseIterable, Sendable {
    /// The event may not take place in this form at all.
    case forbid
    /// It may when something about it is changed.
    case refuse
    /// It may when an officer is satisfied.
    case condition
    /// It may; somebody should know.
    case warn
}

/// What one rule came to.
public enum Verdict: String, CaseIterable, Sendable {
    case holds, fails, unknown
    case notApplicable = "not_applicable"
}

extension Rule {
    /// What the rule comes to. It is broken when it applies and what it requires is not so; as long as either is
    /// unknown and the other does not settle it, so is the rule.
    public func verdict(on facts: EventFacts) -> Verdict { verdict(on: FactValues(facts)) }

    func verdict(on facts: FactValues) -> Verdict {
        switch (applies.evaluate(facts), requires.evaluate(facts)) {
        case (.no, _): .notApplicable
        case (_, .yes): .holds
        case (.yes, .no): .fails
        case (.unknown, _), (_, .unknown): .unknown
        }
    }
}
