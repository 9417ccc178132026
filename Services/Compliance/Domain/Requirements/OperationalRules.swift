public import Identifiers

/// How business with product is done in a state.
public struct OperationalRules: Sendable, Equatable {
    public let ageVerification: AgeVerificationRule
    public let consumptionLimits: ConsumptionLimitRule
    public let productTracking: ProductTrackingRule
    public let securityRequirements: SecurityRequirementRule
    public let labTesting: LabTestingRule

    init(of law: OperationsLaw) {
        ageVerification = AgeVerificationRule(of: law.ageVerification)
        consumptionLimits = ConsumptionLimitRule(of: law.consumptionLimits)
        productTracking = ProductTrackingRule(of: law.productTracking)
        securityRequirements = SecurityRequirementRule(of: law.securityRequirements)
        labTesting = LabTestingRule(of: law.labTesting)
    }
}

/// From which age, and how it is proven.
public struct AgeVerificationRule: Sendable, Equatable {
    public let minimumAge: Int?
    public let verificationMethods: [AgeVerificationMethod]
    public let documentRequirements: [String]
    public let recordKeeping: RecordKeepingRule

    init(of law: AgeLaw) {
        minimumAge = law.minimumAge.value
        verificationMethods = law.verificationMethods.value ?? []
        documentRequirements = law.documentRequirements.value ?? []
        recordKeeping = RecordKeepingRule(
            required: law.recordKeeping.required.value, retentionPeriod: law.recordKeeping.retentionPeriod.value)
    }
}

/// Whether records are kept, and for how many months.
public struct RecordKeepingRule: Sendable, Equatable {
    public let required: Bool?
    public let retentionPeriod: Int?
}

/// How much a person may have, buy and be served, and where it may be consumed.
public struct ConsumptionLimitRule: Sendable, Equatable {
    public let basis: ConsumptionBasis?
    public let possession: AmountLimits
    public let purchase: AmountLimits
    public let purchasePeriod: String?
    public let servingThcMg: Double?
    public let packageThcMg: Double?
    public let publicConsumptionAllowed: Bool?
    public let onSiteConsumptionVenues: [String]

    init(of law: ConsumptionLaw) {
        basis = law.basis.value
        possession = AmountLimits(
            flowerGrams: law.possession.flowerGrams.value, concentrateGrams: law.possession.concentrateGrams.value,
            ediblesThcMg: law.possession.ediblesThcMg.value, other: law.possession.other.value ?? [])
        purchase = AmountLimits(
            flowerGrams: law.purchase.flowerGrams.value, concentrateGrams: law.purchase.concentrateGrams.value,
            ediblesThcMg: law.purchase.ediblesThcMg.value, other: [])
        purchasePeriod = law.purchase.period.value
        servingThcMg = law.edibles.servingThcMg.value
        packageThcMg = law.edibles.packageThcMg.value
        publicConsumptionAllowed = law.publicConsumptionAllowed.value
        onSiteConsumptionVenues = law.onSiteConsumptionVenues.value ?? []
    }
}

/// Amounts, each nil where there is none or nobody knows it.
public struct AmountLimits: Sendable, Equatable {
    public let flowerGrams: Double?
    public let concentrateGrams: Double?
    public let ediblesThcMg: Double?
    public let other: [String]
}

/// How product is followed.
public struct ProductTrackingRule: Sendable, Equatable {
    public let required: Bool?
    public let system: TrackingSystem?
    public let manifestRequired: Bool?

    init(of law: TrackingLaw) {
        required = law.required.value
        system = law.system.value
        manifestRequired = law.manifestRequired.value
    }
}

/// How premises are guarded.
public struct SecurityRequirementRule: Sendable, Equatable {
    public let videoSurveillanceRequired: Bool?
    public let videoRetentionDays: Int?
    public let alarmRequired: Bool?
    public let guardsRequired: Bool?
    public let details: [String]

    init(of law: SecurityLaw) {
        videoSurveillanceRequired = law.videoSurveillanceRequired.value
        videoRetentionDays = law.videoRetentionDays.value
        alarmRequired = law.alarmRequired.value
        guardsRequired = law.guardsRequired.value
        details = law.details.value ?? []
    }
}

/// What a laboratory must have seen.
public struct LabTestingRule: Sendable, Equatable {
    public let required: Bool?
    public let panels: [String]

    init(of law: LabTestingLaw) {
        required = law.required.value
        panels = law.panels.value ?? []
    }
}
