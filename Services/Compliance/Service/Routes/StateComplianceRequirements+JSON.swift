import ComplianceDomain
import Identifiers
import JSON

/// What a state requires, by the names of the seed. A value that nobody knows is null; `provenance` says why.
extension StateComplianceRequirements {
    var json: JSONObject {
        [
            "state": .string(state.rawValue), "lastUpdated": .string(lastUpdated.description),
            "licensing": .object(licensing.json), "operationalRequirements": .object(operationalRequirements.json),
            "eventSpecificRules": .object(eventSpecificRules.json), "penalties": .object(penalties.json),
            "provenance": .array(provenance.map { .object($0.json) }),
            "sources": .array(sources.map { .object($0.json) }),
        ]
    }
}

extension LicensingRequirements {
    fileprivate var json: JSONObject {
        [
            "businessLicense": .object(businessLicense.json), "cannabisLicense": .object(cannabisLicense.json),
            "eventPermit": eventPermit.map { .object($0.json) } ?? .null,
            "municipalPermit": municipalPermit.map { .object($0.json) } ?? .null,
        ]
    }
}

extension LicenseRequirement {
    fileprivate var json: JSONObject {
        [
            "required": .of(required), "licenseTypes": .of(licenseTypes), "renewalPeriod": .of(renewalPeriod),
            "gracePeriod": .of(gracePeriod), "reciprocity": .of(reciprocity),
        ]
    }
}

extension OperationalRules {
    fileprivate var json: JSONObject {
        [
            "ageVerification": [
                "minimumAge": .of(ageVerification.minimumAge),
                "verificationMethods": .of(ageVerification.verificationMethods.map(\.rawValue)),
                "documentRequirements": .of(ageVerification.documentRequirements),
                "recordKeeping": [
                    "required": .of(ageVerification.recordKeeping.required),
                    "retentionPeriod": .of(ageVerification.recordKeeping.retentionPeriod),
                ],
            ],
            "consumptionLimits": .object(consumptionLimits.json),
            "productTracking": [
                "required": .of(productTracking.required),
                "system": productTracking.system.map { .string($0.rawValue) } ?? .null,
                "manifestRequired": .of(productTracking.manifestRequired),
            ],
            "securityRequirements": [
                "videoSurveillanceRequired": .of(securityRequirements.videoSurveillanceRequired),
                "videoRetentionDays": .of(securityRequirements.videoRetentionDays),
                "alarmRequired": .of(securityRequirements.alarmRequired),
                "guardsRequired": .of(securityRequirements.guardsRequired),
                "details": .of(securityRequirements.details),
            ],
            "labTesting": ["required": .of(labTesting.required), "panels": .of(labTesting.panels)],
        ]
    }
}

extension ConsumptionLimitRule {
    fileprivate var json: JSONObject {
        [
            "basis": basis.map { .string($0.rawValue) } ?? .null, "possession": .object(possession.json),
            "purchase": .object(purchase.json), "purchasePeriod": .of(purchasePeriod),
            "servingThcMg": .of(servingThcMg), "packageThcMg": .of(packageThcMg),
            "publicConsumptionAllowed": .of(publicConsumptionAllowed),
            "onSiteConsumptionVenues": .of(onSiteConsumptionVenues),
        ]
    }
}

extension AmountLimits {
    fileprivate var json: JSONObject {
        [
            "flowerGrams": .of(flowerGrams), "concentrateGrams": .of(concentrateGrams),
            "ediblesThcMg": .of(ediblesThcMg), "other": .of(other),
        ]
    }
}

extension EventSpecificRules {
    fileprivate var json: JSONObject {
        [
            "publicEvents": .object(publicEvents.json), "privateEvents": .object(privateEvents.json),
            "educationalEvents": .object(educationalEvents.json), "samplingEvents": .object(samplingEvents.json),
        ]
    }
}

extension EventRule {
    fileprivate var json: JSONObject {
        [
            "allowed": .of(allowed), "permitRequired": .of(permitRequired), "permitType": .of(permitType),
            "consumptionAllowed": .of(consumptionAllowed), "salesAllowed": .of(salesAllowed),
            "samplingAllowed": .of(samplingAllowed), "noticeDays": .of(noticeDays),
            "maxDurationDays": .of(maxDurationDays), "minimumAge": .of(minimumAge), "restrictions": .of(restrictions),
        ]
    }
}

extension PenaltyStructures {
    fileprivate var json: JSONObject {
        [
            "minorViolations": .of(minorViolations.penalties), "majorViolations": .of(majorViolations.penalties),
            "criminalOffenses": .of(criminalOffenses.penalties),
        ]
    }
}

extension LeafStanding {
    fileprivate var json: JSONObject {
        [
            "leaf": .string(path), "confidence": .string(confidence.rawValue), "source": .of(source), "note": .of(note),
        ]
    }
}

extension LawSource {
    fileprivate var json: JSONObject {
        [
            "id": .string(id), "title": .string(title), "url": .of(url), "citation": .of(citation),
            "kind": .string(kind.rawValue), "textAsOf": .string(textAsOf),
            "urlStatus": .string(urlStatus),
        ]
    }
}

extension JSONValue {
    fileprivate static func of(_ flag: Bool?) -> JSONValue { flag.map { .bool($0) } ?? .null }
    fileprivate static func of(_ number: Int?) -> JSONValue { number.map { .number(.integer(Int64($0))) } ?? .null }
    fileprivate static func of(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    fileprivate static func of(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// An amount of the data set, with as many digits as it was written with.
    fileprivate static func of(_ amount: Double?) -> JSONValue {
        guard let amount, let decimal = JSONDecimal(parsing: Array("\(amount)".utf8).span) else { return .null }
        return .number(JSONNumber(decimal.normalized))
    }
}
