public import Identifiers

/// What a state requires, in the shape that clients of this platform were promised, with the sources beside it.
///
/// A value that nobody knows is nil, as is one of a rule that the state does not have; `provenance` says which it is.
public struct StateComplianceRequirements: Sendable, Equatable {
    public let state: USState
    public let lastUpdated: CalendarDay
    public let licensing: LicensingRequirements
    public let operationalRequirements: OperationalRules
    public let eventSpecificRules: EventSpecificRules
    public let penalties: PenaltyStructures
    /// How sure we are of each leaf, and the id of its source.
    public let provenance: [LeafStanding]
    public let sources: [LawSource]

    public init(of law: StateLaw) {
        state = law.state
        lastUpdated = law.lastUpdated
        licensing = LicensingRequirements(of: law.licensing)
        operationalRequirements = OperationalRules(of: law.operations)
        eventSpecificRules = EventSpecificRules(of: law.events)
        penalties = PenaltyStructures(of: law.penalties)
        let parts = ["licensing.", "operationalRequirements.", "eventSpecificRules.", "penalties."]
        provenance = law.leaves.filter { leaf in parts.contains { leaf.path.hasPrefix($0) } }
        sources = law.sources
    }
}

/// The licences it takes.
public struct LicensingRequirements: Sendable, Equatable {
    public let businessLicense: LicenseRequirement
    public let cannabisLicense: LicenseRequirement
    /// Nil where there is no such permit.
    public let eventPermit: LicenseRequirement?
    /// Nil where there is no such permit.
    public let municipalPermit: LicenseRequirement?

    init(of law: Licensing) {
        businessLicense = LicenseRequirement(law.businessLicense)
        cannabisLicense = LicenseRequirement(law.cannabisLicense)
        eventPermit = LicenseRequirement(permit: law.eventPermit)
        municipalPermit = LicenseRequirement(permit: law.municipalPermit)
    }
}

/// What is required of one kind of licence.
public struct LicenseRequirement: Sendable, Equatable {
    public let required: Bool?
    public let licenseTypes: [String]
    /// In months.
    public let renewalPeriod: Int?
    /// In days.
    public let gracePeriod: Int?
    /// The states that recognise it.
    public let reciprocity: [String]

    init(_ law: LicenseLaw) {
        required = law.required.value
        licenseTypes = law.licenseTypes.value ?? []
        renewalPeriod = law.renewalPeriod.value
        gracePeriod = law.gracePeriod.value
        reciprocity = law.reciprocity.value ?? []
    }

    init?(permit law: LicenseLaw) {
        guard law.required.confidence != .notApplicable else { return nil }
        self.init(law)
    }
}

/// What a breach costs, in words.
public struct PenaltyStructures: Sendable, Equatable {
    public let minorViolations: PenaltyStructure
    public let majorViolations: PenaltyStructure
    public let criminalOffenses: PenaltyStructure

    init(of law: Penalties) {
        minorViolations = PenaltyStructure(penalties: law.minorViolations.value ?? [])
        majorViolations = PenaltyStructure(penalties: law.majorViolations.value ?? [])
        criminalOffenses = PenaltyStructure(penalties: law.criminalOffenses.value ?? [])
    }
}

/// What one grade of breach costs.
public struct PenaltyStructure: Sendable, Equatable {
    public let penalties: [String]
}
