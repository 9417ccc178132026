public import Identifiers

/// What the data set says of one state: 107 leaves and the sources they rest upon.
public struct StateLaw: Sendable, Equatable {
    public let state: USState
    public let name: String
    public let abbreviation: String
    public let rollout: Rollout
    public let lastUpdated: CalendarDay
    public let legality: Legality
    public let operationalComplexity: Leaf<OperationalComplexity>
    public let regulator: Regulator
    public let licensing: Licensing
    public let operations: OperationsLaw
    public let events: EventLaws
    public let advertising: AdvertisingLaw
    public let penalties: Penalties
    public let pendingChanges: Leaf<[String]>
    public let sources: [LawSource]

    public init(
        state: USState, name: String, abbreviation: String, rollout: Rollout, lastUpdated: CalendarDay,
        legality: Legality, operationalComplexity: Leaf<OperationalComplexity>, regulator: Regulator,
        licensing: Licensing, operations: OperationsLaw, events: EventLaws, advertising: AdvertisingLaw,
        penalties: Penalties, pendingChanges: Leaf<[String]>, sources: [LawSource]
    ) {
        self.state = state
        self.name = name
        self.abbreviation = abbreviation
        self.rollout = rollout
        self.lastUpdated = lastUpdated
        self.legality = legality
        self.operationalComplexity = operationalComplexity
        self.regulator = regulator
        self.licensing = licensing
        self.operations = operations
        self.events = events
        self.advertising = advertising
        self.penalties = penalties
        self.pendingChanges = pendingChanges
        self.sources = sources
    }

    /// What is known of every leaf, in the order of the document.
    public var leaves: [LeafStanding] {
        legality.leaves(at: "legality") + [operationalComplexity.standing(at: "operationalComplexity")]
            + regulator.leaves(at: "regulator") + licensing.leaves(at: "licensing")
            + operations.leaves(at: "operationalRequirements") + events.leaves(at: "eventSpecificRules")
            + advertising.leaves(at: "advertising") + penalties.leaves(at: "penalties")
            + [pendingChanges.standing(at: "pendingChanges")]
    }

    /// The source a leaf names.
    public func source(of leaf: LeafStanding) -> LawSource? {
        leaf.source.flatMap { id in sources.first { $0.id == id } }
    }
}

/// Whether the platform works in a state already, as the data set has it.
public enum Rollout: String, CaseIterable, Sendable {
    case current
    case plannedExpansion = "planned_expansion"
}

/// Whom the limits of a state are for.
public enum ConsumptionBasis: String, CaseIterable, Sendable {
    case adultUse = "adult_use"
    case medical, none
}

/// The register that follows product from seed to sale.
public enum TrackingSystem: String, CaseIterable, Sendable {
    case metrc, biotrack, ccrs, other
}
