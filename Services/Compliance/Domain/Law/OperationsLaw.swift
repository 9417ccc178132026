public import Identifiers

/// How business with product is done.
public struct OperationsLaw: Sendable, Equatable {
    public let ageVerification: AgeLaw
    public let consumptionLimits: ConsumptionLaw
    public let productTracking: TrackingLaw
    public let securityRequirements: SecurityLaw
    public let labTesting: LabTestingLaw

    public init(
        ageVerification: AgeLaw, consumptionLimits: ConsumptionLaw, productTracking: TrackingLaw,
        securityRequirements: SecurityLaw, labTesting: LabTestingLaw
    ) {
        self.ageVerification = ageVerification
        self.consumptionLimits = consumptionLimits
        self.productTracking = productTracking
        self.securityRequirements = securityRequirements
        self.labTesting = labTesting
    }
}

/// What a laboratory must have seen.
public struct LabTestingLaw: Sendable, Equatable {
    public let required: Leaf<Bool>
    public let panels: Leaf<[String]>

    public init(required: Leaf<Bool>, panels: Leaf<[String]>) {
        self.required = required
        self.panels = panels
    }
}

/// How premises are guarded.
public struct SecurityLaw: Sendable, Equatable {
    public let videoSurveillanceRequired: Leaf<Bool>
    public let videoRetentionDays: Leaf<Int>
    public let alarmRequired: Leaf<Bool>
    public let guardsRequired: Leaf<Bool>
    public let details: Leaf<[String]>

    public init(
        videoSurveillanceRequired: Leaf<Bool>, videoRetentionDays: Leaf<Int>, alarmRequired: Leaf<Bool>,
        guardsRequired: Leaf<Bool>, details: Leaf<[String]>
    ) {
        self.videoSurveillanceRequired = videoSurveillanceRequired
        self.videoRetentionDays = videoRetentionDays
        self.alarmRequired = alarmRequired
        self.guardsRequired = guardsRequired
        self.details = details
    }
}

/// How product is followed from seed to sale.
public struct TrackingLaw: Sendable, Equatable {
    public let required: Leaf<Bool>
    public let system: Leaf<TrackingSystem>
    public let manifestRequired: Leaf<Bool>

    public init(required: Leaf<Bool>, system: Leaf<TrackingSystem>, manifestRequired: Leaf<Bool>) {
        self.required = required
        self.system = system
        self.manifestRequired = manifestRequired
    }
}

/// How much, and where.
public struct ConsumptionLaw: Sendable, Equatable {
    public let basis: Leaf<ConsumptionBasis>
    public let possession: PossessionLimits
    public let purchase: PurchaseLimits
    public let edibles: EdibleLimits
    public let publicConsumptionAllowed: Leaf<Bool>
    public let onSiteConsumptionVenues: Leaf<[String]>

    public init(
        basis: Leaf<ConsumptionBasis>, possession: PossessionLimits, purchase: PurchaseLimits, edibles: EdibleLimits,
        publicConsumptionAllowed: Leaf<Bool>, onSiteConsumptionVenues: Leaf<[String]>
    ) {
        self.basis = basis
        self.possession = possession
        self.purchase = purchase
        self.edibles = edibles
        self.publicConsumptionAllowed = publicConsumptionAllowed
        self.onSiteConsumptionVenues = onSiteConsumptionVenues
    }
}

/// How much THC is in one serving and in one package.
public struct EdibleLimits: Sendable, Equatable {
    public let servingThcMg: Leaf<Double>
    public let packageThcMg: Leaf<Double>

    public init(servingThcMg: Leaf<Double>, packageThcMg: Leaf<Double>) {
        self.servingThcMg = servingThcMg
        self.packageThcMg = packageThcMg
    }
}

/// What a person may buy within the period.
public struct PurchaseLimits: Sendable, Equatable {
    public let flowerGrams: Leaf<Double>
    public let concentrateGrams: Leaf<Double>
    public let ediblesThcMg: Leaf<Double>
    public let period: Leaf<String>

    public init(
        flowerGrams: Leaf<Double>, concentrateGrams: Leaf<Double>, ediblesThcMg: Leaf<Double>, period: Leaf<String>
    ) {
        self.flowerGrams = flowerGrams
        self.concentrateGrams = concentrateGrams
        self.ediblesThcMg = ediblesThcMg
        self.period = period
    }
}

/// What a person may have.
public struct PossessionLimits: Sendable, Equatable {
    public let flowerGrams: Leaf<Double>
    public let concentrateGrams: Leaf<Double>
    public let ediblesThcMg: Leaf<Double>
    public let other: Leaf<[String]>

    public init(
        flowerGrams: Leaf<Double>, concentrateGrams: Leaf<Double>, ediblesThcMg: Leaf<Double>, other: Leaf<[String]>
    ) {
        self.flowerGrams = flowerGrams
        self.concentrateGrams = concentrateGrams
        self.ediblesThcMg = ediblesThcMg
        self.other = other
    }
}

/// From which age, and how it is proven.
public struct AgeLaw: Sendable, Equatable {
    public let minimumAge: Leaf<Int>
    public let medicalMinimumAge: Leaf<Int>
    public let verificationMethods: Leaf<[AgeVerificationMethod]>
    public let documentRequirements: Leaf<[String]>
    public let recordKeeping: RecordKeeping

    public init(
        minimumAge: Leaf<Int>, medicalMinimumAge: Leaf<Int>, verificationMethods: Leaf<[AgeVerificationMethod]>,
        documentRequirements: Leaf<[String]>, recordKeeping: RecordKeeping
    ) {
        self.minimumAge = minimumAge
        self.medicalMinimumAge = medicalMinimumAge
        self.verificationMethods = verificationMethods
        self.documentRequirements = documentRequirements
        self.recordKeeping = recordKeeping
    }
}

/// What is kept of age checks; retention in months.
public struct RecordKeeping: Sendable, Equatable {
    public let required: Leaf<Bool>
    public let retentionPeriod: Leaf<Int>

    public init(required: Leaf<Bool>, retentionPeriod: Leaf<Int>) {
        self.required = required
        self.retentionPeriod = retentionPeriod
    }
}
