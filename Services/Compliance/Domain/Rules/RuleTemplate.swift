import Identifiers

/// Which leaf gives which rule: one row of the list that makes a rule set of a state's law.
///
/// How a leaf becomes a rule depends on how sure we are of it:
///
/// | confidence                     | rule                                                                           |
/// |--------------------------------|--------------------------------------------------------------------------------|
/// | confirmed, secondary, derived  | what the value demands, with the template's consequence                        |
/// | unverified, or a missing value | unknown until an officer confirms the rule by its id; condition or warning only |
/// | not_applicable                 | never applies: the state has no such rule                                      |
struct RuleTemplate: Sendable {
    /// After the state's name.
    let name: String
    let area: ComplianceArea
    /// What follows when it does not hold.
    let consequence: Consequence
    let severity: ViolationSeverity
    /// What follows as long as nobody has verified the leaf.
    let ifUnverified: Consequence
    let applies: Condition
    let read: @Sendable (StateLaw) -> Reading

    /// Counts the changes of `all`: rules are what law and templates make of each other.
    static let version = 1

    /// Every rule there is.
    static let all = EventKind.allCases.flatMap(ofEvents) + ofLicensing + ofOperations + ofAdvertising

    /// What a leaf says and demands.
    struct Reading: Sendable {
        let standing: LeafStanding
        /// Nil where the leaf has no value.
        let demand: Demand?
        /// What the law says if nobody knows the value.
        let subject: String
    }

    /// What a value asks for. Without `requires` it names nothing that could be checked.
    struct Demand: Sendable {
        let statement: String
        let requires: Condition?
        let remedy: LeastChange?

        init(_ statement: String, _ requires: Condition? = nil, else remedy: LeastChange? = nil) {
            self.statement = statement
            self.requires = requires
            self.remedy = remedy
        }

        /// Whatever the facts are, this is satisfied.
        static func nothing(_ statement: String) -> Demand { Demand(statement, .always) }
    }

    init<Value>(
        _ name: String, _ area: ComplianceArea, when applies: Condition, else consequence: Consequence,
        _ severity: ViolationSeverity, unverified: Consequence, about subject: String, at path: String,
        _ leaf: @escaping @Sendable (StateLaw) -> Leaf<Value>,
        demands demand: @escaping @Sendable (Value, StateLaw) -> Demand
    ) {
        self.name = name
        self.area = area
        self.consequence = consequence
        self.severity = severity
        ifUnverified = unverified
        self.applies = applies
        read = { law in
            let leaf = leaf(law)
            return Reading(
                standing: leaf.standing(at: path), demand: leaf.value.map { demand($0, law) }, subject: subject)
        }
    }

    /// The rule that the leaf of this state gives.
    func rule(of law: StateLaw) -> Rule {
        let id = "\(law.state.rawValue).\(name)"
        let reading = read(law)
        let standing = reading.standing
        let confirmed = Condition.words(.confirmations, .includes, [id])
        func rule(
            _ statement: String, _ applies: Condition, _ requires: Condition, _ consequence: Consequence,
            _ remedy: LeastChange?
        ) -> Rule {
            Rule(
                id: id, area: area, statement: statement, applies: applies, requires: requires,
                consequence: consequence, severity: severity, remedy: remedy, basis: standing,
                source: law.source(of: standing))
        }
        if standing.confidence == .notApplicable {
            return rule("\(reading.subject): the state has no such rule.", .never, .always, consequence, nil)
        }
        guard standing.isSettled, let demand = reading.demand else {
            let recorded = reading.demand.map { "; recorded is: \($0.statement)" } ?? " is not known."
            return rule(
                "\(reading.subject)\(recorded)", applies, .any([.unsettled, confirmed]), ifUnverified,
                .confirm([id]))
        }
        guard let requires = demand.requires else {
            return rule(
                demand.statement, applies, .any([.unsettled, confirmed]), Self.milder(consequence), .confirm([id]))
        }
        return rule(demand.statement, applies, requires, consequence, demand.remedy)
    }

    /// What names nothing that could be checked cannot refuse.
    private static func milder(_ consequence: Consequence) -> Consequence {
        consequence == .warn ? .warn : .condition
    }
}
