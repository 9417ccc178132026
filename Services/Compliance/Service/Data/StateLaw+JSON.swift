public import ComplianceDomain
import Identifiers
public import JSON

// The parts of a state's law as the data set spells them. Every member is required and no other is known: a leaf that
// is misspelled or missing is a fault, not a rule that quietly went away.

/// The words of the law. Long sentences are notes of ours, and lists are short.
private let text = JSONType<String>.string(length: 0...1_000)
private let texts: JSONType<[String]> = .array(text, count: 0...100)

extension Legality: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("status", \.status, .leaf(.oneOf())),
        Field("adultUse", \.adultUse, .leaf(.bool)),
        Field("medical", \.medical, .leaf(.bool)),
        Field("retailSalesOperating", \.retailSalesOperating, .leaf(.bool)),
        Field("summary", \.summary, .leaf(text)))
}

extension Regulator: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .leaf(text)),
        Field("website", \.website, .leaf(text)))
}

extension LicenseLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("required", \.required, .leaf(.bool)),
        Field("licenseTypes", \.licenseTypes, .leaf(texts)),
        Field("renewalPeriod", \.renewalPeriod, .leaf(.integer(0...100_000))),
        Field("gracePeriod", \.gracePeriod, .leaf(.integer(0...100_000))),
        Field("reciprocity", \.reciprocity, .leaf(texts)))
}

extension Licensing: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("businessLicense", \.businessLicense, .nested()),
        Field("cannabisLicense", \.cannabisLicense, .nested()),
        Field("eventPermit", \.eventPermit, .nested()),
        Field("municipalPermit", \.municipalPermit, .nested()))
}

extension RecordKeeping: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("required", \.required, .leaf(.bool)),
        Field("retentionPeriod", \.retentionPeriod, .leaf(.integer(0...100_000))))
}

extension AgeLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("minimumAge", \.minimumAge, .leaf(.integer(0...100_000))),
        Field("medicalMinimumAge", \.medicalMinimumAge, .leaf(.integer(0...100_000))),
        Field("verificationMethods", \.verificationMethods, .leaf(.array(.oneOf(), count: 0...10))),
        Field("documentRequirements", \.documentRequirements, .leaf(texts)),
        Field("recordKeeping", \.recordKeeping, .nested()))
}

extension PossessionLimits: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("flowerGrams", \.flowerGrams, .leaf(.double(0...1_000_000))),
        Field("concentrateGrams", \.concentrateGrams, .leaf(.double(0...1_000_000))),
        Field("ediblesThcMg", \.ediblesThcMg, .leaf(.double(0...1_000_000))),
        Field("other", \.other, .leaf(texts)))
}

extension PurchaseLimits: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("flowerGrams", \.flowerGrams, .leaf(.double(0...1_000_000))),
        Field("concentrateGrams", \.concentrateGrams, .leaf(.double(0...1_000_000))),
        Field("ediblesThcMg", \.ediblesThcMg, .leaf(.double(0...1_000_000))),
        Field("period", \.period, .leaf(text)))
}

extension EdibleLimits: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("servingThcMg", \.servingThcMg, .leaf(.double(0...1_000_000))),
        Field("packageThcMg", \.packageThcMg, .leaf(.double(0...1_000_000))))
}

extension ConsumptionLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("basis", \.basis, .leaf(.oneOf())),
        Field("possession", \.possession, .nested()),
        Field("purchase", \.purchase, .nested()),
        Field("edibles", \.edibles, .nested()),
        Field("publicConsumptionAllowed", \.publicConsumptionAllowed, .leaf(.bool)),
        Field("onSiteConsumptionVenues", \.onSiteConsumptionVenues, .leaf(texts)))
}

extension TrackingLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("required", \.required, .leaf(.bool)),
        Field("system", \.system, .leaf(.oneOf())),
        Field("manifestRequired", \.manifestRequired, .leaf(.bool)))
}

extension SecurityLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("videoSurveillanceRequired", \.videoSurveillanceRequired, .leaf(.bool)),
        Field("videoRetentionDays", \.videoRetentionDays, .leaf(.integer(0...100_000))),
        Field("alarmRequired", \.alarmRequired, .leaf(.bool)),
        Field("guardsRequired", \.guardsRequired, .leaf(.bool)),
        Field("details", \.details, .leaf(texts)))
}

extension LabTestingLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("required", \.required, .leaf(.bool)),
        Field("panels", \.panels, .leaf(texts)))
}

extension OperationsLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("ageVerification", \.ageVerification, .nested()),
        Field("consumptionLimits", \.consumptionLimits, .nested()),
        Field("productTracking", \.productTracking, .nested()),
        Field("securityRequirements", \.securityRequirements, .nested()),
        Field("labTesting", \.labTesting, .nested()))
}

extension EventLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("allowed", \.allowed, .leaf(.bool)),
        Field("permitRequired", \.permitRequired, .leaf(.bool)),
        Field("permitType", \.permitType, .leaf(text)),
        Field("consumptionAllowed", \.consumptionAllowed, .leaf(.bool)),
        Field("salesAllowed", \.salesAllowed, .leaf(.bool)),
        Field("samplingAllowed", \.samplingAllowed, .leaf(.bool)),
        Field("noticeDays", \.noticeDays, .leaf(.integer(0...100_000))),
        Field("maxDurationDays", \.maxDurationDays, .leaf(.integer(0...100_000))),
        Field("minimumAge", \.minimumAge, .leaf(.integer(0...100_000))),
        Field("restrictions", \.restrictions, .leaf(texts)))
}

extension EventLaws: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("publicEvents", \.publicEvents, .nested()),
        Field("privateEvents", \.privateEvents, .nested()),
        Field("educationalEvents", \.educationalEvents, .nested()),
        Field("samplingEvents", \.samplingEvents, .nested()))
}

extension AdvertisingLaw: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("minAdultAudiencePercent", \.minAdultAudiencePercent, .leaf(.double(0...1_000_000))),
        Field("bufferFeetFromSchools", \.bufferFeetFromSchools, .leaf(.integer(0...100_000))),
        Field("eventSponsorship", \.eventSponsorship, .leaf(text)),
        Field("freeProductPromotionsProhibited", \.freeProductPromotionsProhibited, .leaf(.bool)),
        Field("requiredStatements", \.requiredStatements, .leaf(texts)),
        Field("restrictions", \.restrictions, .leaf(texts)))
}

extension Penalties: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("minorViolations", \.minorViolations, .leaf(texts)),
        Field("majorViolations", \.majorViolations, .leaf(texts)),
        Field("criminalOffenses", \.criminalOffenses, .leaf(texts)))
}
