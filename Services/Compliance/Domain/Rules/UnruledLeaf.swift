/// A leaf that gives no rule of its own, and why. With the templates this list names every leaf of the data set.
struct UnruledLeaf: Sendable {
    /// The path of the leaf, or the end of the paths of several.
    let path: String
    let reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    func covers(_ leaf: String) -> Bool { leaf == path || leaf.hasSuffix(".\(path)") }

    private static let byKind = "the rules of each kind of event say what follows from it"
    private static let facts = "told as it is; no booking can break it"
    private static let licenses = "for the validation of a licence, which has an expiry and a home state"
    private static let amounts = "counted in another unit than a booking has"

    static let all: [UnruledLeaf] = [
        .init("legality.status", byKind), .init("legality.adultUse", byKind), .init("legality.medical", byKind),
        .init("legality.summary", facts), .init("operationalComplexity", facts), .init("regulator.name", facts),
        .init("regulator.website", facts), .init("pendingChanges", facts),
        .init("licenseTypes", "names what the rule on the licence asks for"), .init("renewalPeriod", licenses),
        .init("gracePeriod", licenses), .init("reciprocity", licenses),
        .init("permitType", "names what the rule on the permit asks for"),
        .init("ageVerification.medicalMinimumAge", "a booking does not say who is a patient"),
        .init("ageVerification.documentRequirements", "for whoever checks documents"),
        .init("recordKeeping.required", "binds the records of age checks"),
        .init("recordKeeping.retentionPeriod", "binds the records of age checks"),
        .init("consumptionLimits.basis", "says whom the limits are for"), .init("possession.ediblesThcMg", amounts),
        .init("possession.other", amounts), .init("purchase.ediblesThcMg", amounts), .init("purchase.period", amounts),
        .init("publicConsumptionAllowed", "is about streets and parks; the rules on venues and kinds are about events"),
        .init("productTracking.system", "names what the rule on tracking asks for"),
        .init("videoRetentionDays", "is about recordings after the event"),
        .init("securityRequirements.details", facts), .init("labTesting.panels", "binds laboratories"),
        .init("penalties.minorViolations", "says what a breach costs"),
        .init("penalties.majorViolations", "says what a breach costs"),
        .init("penalties.criminalOffenses", "says what a breach costs"),
    ]
}
