import Identifiers

@testable import ComplianceDomain

/// A state's law in which everything is read and allowed, to be changed leaf by leaf.
struct SampleLaw {
    var publicEvents = Self.event(permit: "event_permit")
    var privateEvents = Self.event()
    var samplingEvents = Self.event()
    var cannabisLicense = Self.license(["retailer", "microbusiness"])
    var minimumAge = Leaf(21, source: "act", confidence: .confirmed)
    var methods = Leaf([AgeVerificationMethod.governmentID, .passport], source: "act", confidence: .confirmed)

    static let source = LawSource(
        id: "act", title: "An act", url: "https://law.example/act", citation: "Act § 1", kind: .statute,
        textAsOf: "2026-02", readVia: "a copy", urlStatus: "stored_copy_excerpt_read")

    static func read<Value>(_ value: Value) -> Leaf<Value> { Leaf(value, source: "act", confidence: .confirmed) }

    static func event(permit: String? = nil) -> EventLaw {
        EventLaw(
            allowed: read(true), permitRequired: read(permit != nil),
            permitType: permit.map(read) ?? Leaf(nil, confidence: .notApplicable), consumptionAllowed: read(true),
            salesAllowed: read(true), samplingAllowed: read(true), noticeDays: read(10), maxDurationDays: read(3),
            minimumAge: read(21), restrictions: read(["no_alcohol"]))
    }

    static func license(_ types: [String]) -> LicenseLaw {
        LicenseLaw(
            required: read(true), licenseTypes: read(types), renewalPeriod: read(12), gracePeriod: read(30),
            reciprocity: read([]))
    }

    func law(of state: USState = .colorado) -> StateLaw {
        StateLaw(
            state: state, name: "Sample", abbreviation: state.usps, rollout: .current, lastUpdated: Day.compiled,
            legality: Legality(
                status: Self.read(.fullyLegal), adultUse: Self.read(true), medical: Self.read(true),
                retailSalesOperating: Self.read(true), summary: Self.read("All is legal.")),
            operationalComplexity: Self.read(.low),
            regulator: Regulator(name: Self.read("Board"), website: Self.read("https://board.example")),
            licensing: Licensing(
                businessLicense: Self.license(["registration"]), cannabisLicense: cannabisLicense,
                eventPermit: Self.license(["organizer"]), municipalPermit: Self.license(["town"])),
            operations: operations,
            events: EventLaws(
                publicEvents: publicEvents, privateEvents: privateEvents, educationalEvents: Self.event(),
                samplingEvents: samplingEvents),
            advertising: AdvertisingLaw(
                minAdultAudiencePercent: Self.read(71.6), bufferFeetFromSchools: Self.read(1_000),
                eventSponsorship: Self.read("Sponsors are named."), freeProductPromotionsProhibited: Self.read(false),
                requiredStatements: Self.read(["keep_from_children"]), restrictions: Self.read(["no_cartoons"])),
            penalties: Penalties(
                minorViolations: Self.read(["a fine"]), majorViolations: Self.read(["a large fine"]),
                criminalOffenses: Self.read(["prison"])),
            pendingChanges: Self.read([]), sources: [Self.source])
    }

    private var operations: OperationsLaw {
        OperationsLaw(
            ageVerification: AgeLaw(
                minimumAge: minimumAge, medicalMinimumAge: Self.read(18), verificationMethods: methods,
                documentRequirements: Self.read(["photo"]),
                recordKeeping: RecordKeeping(required: Self.read(true), retentionPeriod: Self.read(24))),
            consumptionLimits: ConsumptionLaw(
                basis: Self.read(.adultUse),
                possession: PossessionLimits(
                    flowerGrams: Self.read(28.35), concentrateGrams: Self.read(8), ediblesThcMg: Self.read(800),
                    other: Self.read([])),
                purchase: PurchaseLimits(
                    flowerGrams: Self.read(28.35), concentrateGrams: Self.read(8), ediblesThcMg: Self.read(800),
                    period: Self.read("day")),
                edibles: EdibleLimits(servingThcMg: Self.read(10), packageThcMg: Self.read(100)),
                publicConsumptionAllowed: Self.read(false), onSiteConsumptionVenues: Self.read(["lounge"])),
            productTracking: TrackingLaw(
                required: Self.read(true), system: Self.read(.metrc), manifestRequired: Self.read(true)),
            securityRequirements: SecurityLaw(
                videoSurveillanceRequired: Self.read(true), videoRetentionDays: Self.read(40),
                alarmRequired: Self.read(true), guardsRequired: Self.read(true), details: Self.read([])),
            labTesting: LabTestingLaw(required: Self.read(true), panels: Self.read(["pesticides"])))
    }

    /// What the rules of this law say.
    func check(_ facts: EventFacts, asOf day: CalendarDay = Day.compiled) -> ComplianceCheck {
        ComplianceCheck(facts, by: [RuleSet(of: law(), effectiveFrom: Day.compiled)], asOf: day)
    }
}

/// The days of these tests.
enum Day {
    static let compiled = CalendarDay(clampingDaysSinceEpoch: 20_778)

    static func after(_ days: Int) -> CalendarDay {
        CalendarDay(clampingDaysSinceEpoch: compiled.daysSinceEpoch + days)
    }
}

extension EventFacts {
    /// An open demonstration that meets everything the sample law asks for.
    static var exemplary: EventFacts {
        var facts = EventFacts()
        facts.bookingType = .productDemo
        facts.isPublic = true
        facts.minimumAge = 21
        facts.hasConsumption = false
        facts.hasSampling = false
        facts.hasSales = false
        facts.productCategories = [.flower]
        facts.productsAreTested = true
        facts.madeOn = Day.compiled
        facts.startsOn = Day.after(10)
        facts.endsOn = Day.after(12)
        facts.heldLicenses = ["event_permit", "organizer", "town", "registration"]
        facts.venueLicenses = ["lounge"]
        facts.ageMethods = [.passport]
        facts.trackingSystems = [.metrc]
        facts.hasManifest = true
        facts.hasGuards = true
        facts.hasVideoSurveillance = true
        facts.hasAlarm = true
        facts.feetFromSchools = 1_000
        facts.confirmations = ["no_alcohol"]
        return facts
    }
}
