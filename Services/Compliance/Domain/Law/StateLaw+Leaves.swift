// The leaves of each part of a state's law with their paths, in the order of the document.
extension Legality {
    func leaves(at path: String) -> [LeafStanding] {
        [
            status.standing(at: "\(path).status"), adultUse.standing(at: "\(path).adultUse"),
            medical.standing(at: "\(path).medical"), retailSalesOperating.standing(at: "\(path).retailSalesOperating"),
            summary.standing(at: "\(path).summary"),
        ]
    }
}

extension Regulator {
    func leaves(at path: String) -> [LeafStanding] {
        [name.standing(at: "\(path).name"), website.standing(at: "\(path).website")]
    }
}

extension LicenseLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            required.standing(at: "\(path).required"), licenseTypes.standing(at: "\(path).licenseTypes"),
            renewalPeriod.standing(at: "\(path).renewalPeriod"), gracePeriod.standing(at: "\(path).gracePeriod"),
            reciprocity.standing(at: "\(path).reciprocity"),
        ]
    }
}

extension Licensing {
    func leaves(at path: String) -> [LeafStanding] {
        businessLicense.leaves(at: "\(path).businessLicense")
            + cannabisLicense.leaves(at: "\(path).cannabisLicense")
            + eventPermit.leaves(at: "\(path).eventPermit")
            + municipalPermit.leaves(at: "\(path).municipalPermit")
    }
}

extension RecordKeeping {
    func leaves(at path: String) -> [LeafStanding] {
        [required.standing(at: "\(path).required"), retentionPeriod.standing(at: "\(path).retentionPeriod")]
    }
}

extension AgeLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            minimumAge.standing(at: "\(path).minimumAge"), medicalMinimumAge.standing(at: "\(path).medicalMinimumAge"),
            verificationMethods.standing(at: "\(path).verificationMethods"),
            documentRequirements.standing(at: "\(path).documentRequirements"),
        ]
            + recordKeeping.leaves(at: "\(path).recordKeeping")
    }
}

extension PossessionLimits {
    func leaves(at path: String) -> [LeafStanding] {
        [
            flowerGrams.standing(at: "\(path).flowerGrams"), concentrateGrams.standing(at: "\(path).concentrateGrams"),
            ediblesThcMg.standing(at: "\(path).ediblesThcMg"), other.standing(at: "\(path).other"),
        ]
    }
}

extension PurchaseLimits {
    func leaves(at path: String) -> [LeafStanding] {
        [
            flowerGrams.standing(at: "\(path).flowerGrams"), concentrateGrams.standing(at: "\(path).concentrateGrams"),
            ediblesThcMg.standing(at: "\(path).ediblesThcMg"), period.standing(at: "\(path).period"),
        ]
    }
}

extension EdibleLimits {
    func leaves(at path: String) -> [LeafStanding] {
        [servingThcMg.standing(at: "\(path).servingThcMg"), packageThcMg.standing(at: "\(path).packageThcMg")]
    }
}

extension ConsumptionLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [basis.standing(at: "\(path).basis")]
            + possession.leaves(at: "\(path).possession")
            + purchase.leaves(at: "\(path).purchase")
            + edibles.leaves(at: "\(path).edibles")
            + [
                publicConsumptionAllowed.standing(at: "\(path).publicConsumptionAllowed"),
                onSiteConsumptionVenues.standing(at: "\(path).onSiteConsumptionVenues"),
            ]
    }
}

extension TrackingLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            required.standing(at: "\(path).required"), system.standing(at: "\(path).system"),
            manifestRequired.standing(at: "\(path).manifestRequired"),
        ]
    }
}

extension SecurityLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            videoSurveillanceRequired.standing(at: "\(path).videoSurveillanceRequired"),
            videoRetentionDays.standing(at: "\(path).videoRetentionDays"),
            alarmRequired.standing(at: "\(path).alarmRequired"), guardsRequired.standing(at: "\(path).guardsRequired"),
            details.standing(at: "\(path).details"),
        ]
    }
}

extension LabTestingLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [required.standing(at: "\(path).required"), panels.standing(at: "\(path).panels")]
    }
}

extension OperationsLaw {
    func leaves(at path: String) -> [LeafStanding] {
        ageVerification.leaves(at: "\(path).ageVerification")
            + consumptionLimits.leaves(at: "\(path).consumptionLimits")
            + productTracking.leaves(at: "\(path).productTracking")
            + securityRequirements.leaves(at: "\(path).securityRequirements")
            + labTesting.leaves(at: "\(path).labTesting")
    }
}

extension EventLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            allowed.standing(at: "\(path).allowed"), permitRequired.standing(at: "\(path).permitRequired"),
            permitType.standing(at: "\(path).permitType"),
            consumptionAllowed.standing(at: "\(path).consumptionAllowed"),
            salesAllowed.standing(at: "\(path).salesAllowed"), samplingAllowed.standing(at: "\(path).samplingAllowed"),
            noticeDays.standing(at: "\(path).noticeDays"), maxDurationDays.standing(at: "\(path).maxDurationDays"),
            minimumAge.standing(at: "\(path).minimumAge"), restrictions.standing(at: "\(path).restrictions"),
        ]
    }
}

extension EventLaws {
    func leaves(at path: String) -> [LeafStanding] {
        publicEvents.leaves(at: "\(path).publicEvents")
            + privateEvents.leaves(at: "\(path).privateEvents")
            + educationalEvents.leaves(at: "\(path).educationalEvents")
            + samplingEvents.leaves(at: "\(path).samplingEvents")
    }
}

extension AdvertisingLaw {
    func leaves(at path: String) -> [LeafStanding] {
        [
            minAdultAudiencePercent.standing(at: "\(path).minAdultAudiencePercent"),
            bufferFeetFromSchools.standing(at: "\(path).bufferFeetFromSchools"),
            eventSponsorship.standing(at: "\(path).eventSponsorship"),
            freeProductPromotionsProhibited.standing(at: "\(path).freeProductPromotionsProhibited"),
            requiredStatements.standing(at: "\(path).requiredStatements"),
            restrictions.standing(at: "\(path).restrictions"),
        ]
    }
}

extension Penalties {
    func leaves(at path: String) -> [LeafStanding] {
        [
            minorViolations.standing(at: "\(path).minorViolations"),
            majorViolations.standing(at: "\(path).majorViolations"),
            criminalOffenses.standing(at: "\(path).criminalOffenses"),
        ]
    }
}
