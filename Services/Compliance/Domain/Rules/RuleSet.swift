public import Identifiers

/// Whose rules they are.
public enum Jurisdiction: Sendable, Hashable, CustomStringConvertible {
    case state(USState)
    /// A city or county, which may ask for more than its state.
    case municipality(String, in: USState)

    public var state: USState {
        switch self {
        case .state(let state), .municipality(_, in: let state): state
        }
    }

    public var description: String {
        switch self {
        case .state(let state): state.rawValue
        case .municipality(let name, in: let state): "\(state.rawValue)/\(name)"
        }
    }
}

/// The rules of one jurisdiction as they were for a time.
public struct RuleSet: Sendable, Equatable {
    public let jurisdiction: Jurisdiction
    /// `2026-11-21.1`: the day of the law's text and the version of the templates that made rules of it.
    public let version: String
    /// The first day on which it is known to be in force.
    public let effectiveFrom: CalendarDay
    /// The first day on which it is not any more; nil while it is the newest.
    public let effectiveUntil: CalendarDay?
    /// When the law's text was last looked at.
    public let verifiedOn: CalendarDay
    public let rules: [Rule]

    public init(
        jurisdiction: Jurisdiction, version: String, effectiveFrom: CalendarDay, effectiveUntil: CalendarDay? = nil,
        verifiedOn: CalendarDay, rules: [Rule]
    ) {
        self.jurisdiction = jurisdiction
        self.version = version
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.verifiedOn = verifiedOn
        self.rules = rules
    }

    /// Makes rules of a state's law. Nothing is known to be in force before the law was compiled.
    public init(of law: StateLaw, effectiveFrom: CalendarDay, effectiveUntil: CalendarDay? = nil) {
        self.init(
            jurisdiction: .state(law.state), version: "\(law.lastUpdated).\(RuleTemplate.version)",
            effectiveFrom: effectiveFrom, effectiveUntil: effectiveUntil, verifiedOn: law.lastUpdated,
            rules: RuleTemplate.all.map { $0.rule(of: law) })
    }

    /// Whether the rules are those of that day.
    public func isInForce(on day: CalendarDay) -> Bool {
        effectiveFrom <= day && effectiveUntil.map { day < $0 } ?? true
    }
}
