public import Identifiers

/// What may be said to whom, and where.
public struct AdvertisingLaw: Sendable, Equatable {
    public let minAdultAudiencePercent: Leaf<Double>
    public let bufferFeetFromSchools: Leaf<Int>
    public let eventSponsorship: Leaf<String>
    public let freeProductPromotionsProhibited: Leaf<Bool>
    public let requiredStatements: Leaf<[String]>
    public let restrictions: Leaf<[String]>

    public init(
        minAdultAudiencePercent: Leaf<Double>, bufferFeetFromSchools: Leaf<Int>, eventSponsorship: Leaf<String>,
        freeProductPromotionsProhibited: Leaf<Bool>, requiredStatements: Leaf<[String]>, restrictions: Leaf<[String]>
    ) {
        self.minAdultAudiencePercent = minAdultAudiencePercent
        self.bufferFeetFromSchools = bufferFeetFromSchools
        self.eventSponsorship = eventSponsorship
        self.freeProductPromotionsProhibited = freeProductPromotionsProhibited
        self.requiredStatements = requiredStatements
        self.restrictions = restrictions
    }
}

/// What breaking the law costs, in words.
public struct Penalties: Sendable, Equatable {
    public let minorViolations: Leaf<[String]>
    public let majorViolations: Leaf<[String]>
    public let criminalOffenses: Leaf<[String]>

    public init(minorViolations: Leaf<[String]>, majorViolations: Leaf<[String]>, criminalOffenses: Leaf<[String]>) {
        self.minorViolations = minorViolations
        self.majorViolations = majorViolations
        self.criminalOffenses = criminalOffenses
    }
}

/// The licences that an event touches.
public struct Licensing: Sendable, Equatable {
    public let businessLicense: LicenseLaw
    public let cannabisLicense: LicenseLaw
    public let eventPermit: LicenseLaw
    public let municipalPermit: LicenseLaw

    public init(
        businessLicense: LicenseLaw, cannabisLicense: LicenseLaw, eventPermit: LicenseLaw, municipalPermit: LicenseLaw
    ) {
        self.businessLicense = businessLicense
        self.cannabisLicense = cannabisLicense
        self.eventPermit = eventPermit
        self.municipalPermit = municipalPermit
    }
}

/// What is said of one kind of licence: renewal in months, grace in days.
public struct LicenseLaw: Sendable, Equatable {
    public let required: Leaf<Bool>
    public let licenseTypes: Leaf<[String]>
    public let renewalPeriod: Leaf<Int>
    public let gracePeriod: Leaf<Int>
    public let reciprocity: Leaf<[String]>

    public init(
        required: Leaf<Bool>, licenseTypes: Leaf<[String]>, renewalPeriod: Leaf<Int>, gracePeriod: Leaf<Int>,
        reciprocity: Leaf<[String]>
    ) {
        self.required = required
        self.licenseTypes = licenseTypes
        self.renewalPeriod = renewalPeriod
        self.gracePeriod = gracePeriod
        self.reciprocity = reciprocity
    }
}

/// Who watches over the market.
public struct Regulator: Sendable, Equatable {
    public let name: Leaf<String>
    public let website: Leaf<String>

    public init(name: Leaf<String>, website: Leaf<String>) {
        self.name = name
        self.website = website
    }
}

/// What is legal in a state.
public struct Legality: Sendable, Equatable {
    public let status: Leaf<CannabisLegalityStatus>
    public let adultUse: Leaf<Bool>
    public let medical: Leaf<Bool>
    public let retailSalesOperating: Leaf<Bool>
    public let summary: Leaf<String>

    public init(
        status: Leaf<CannabisLegalityStatus>, adultUse: Leaf<Bool>, medical: Leaf<Bool>,
        retailSalesOperating: Leaf<Bool>, summary: Leaf<String>
    ) {
        self.status = status
        self.adultUse = adultUse
        self.medical = medical
        self.retailSalesOperating = retailSalesOperating
        self.summary = summary
    }
}
