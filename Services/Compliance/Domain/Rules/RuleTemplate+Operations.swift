import Identifiers

extension RuleTemplate {
    /// Ages, amounts, tracking, security and laboratories.
    static let ofOperations = ofAges + ofAmounts + ofTracking + ofSecurity

    private static let ofAges: [RuleTemplate] = [
        RuleTemplate(
            "age_verification.minimum_age", .ageVerification, when: .productOnSite, else: .refuse, .criminal,
            unverified: .condition, about: "The age for cannabis",
            at: "operationalRequirements.ageVerification.minimumAge",
            { $0.operations.ageVerification.minimumAge },
            demands: { age, _ in
                Demand(
                    "Cannabis is for people of \(age) or more.", .number(.minimumAge, .atLeast, Double(age)),
                    else: .admit(fromAge: age))
            }),
        // Statutes name documents as examples as often as not, so another method is a question and not a refusal.
        RuleTemplate(
            "age_verification.methods", .ageVerification, when: .productOnSite, else: .condition, .minor,
            unverified: .warn, about: "How ages are verified",
            at: "operationalRequirements.ageVerification.verificationMethods",
            { $0.operations.ageVerification.verificationMethods },
            demands: { methods, _ in
                let names = methods.map(\.rawValue)
                return Demand(
                    "Ages are verified by \(names.joined(separator: ", ")).",
                    .all([.words(.ageMethods, .overlaps, names), .words(.ageMethods, .within, names)]),
                    else: .verifyAges(by: methods))
            }),
    ]

    private static let ofAmounts: [RuleTemplate] = [
        RuleTemplate(
            "consumption_limits.venues", .consumptionLimits, when: .all([.openEvent, .flag(.hasConsumption)]),
            else: .condition, .major, unverified: .condition, about: "Where product may be consumed",
            at: "operationalRequirements.consumptionLimits.onSiteConsumptionVenues",
            { $0.operations.consumptionLimits.onSiteConsumptionVenues },
            demands: { venues, _ in
                venues.isEmpty
                    ? Demand("Product may be consumed at no kind of venue.", .never, else: .leaveOut(.hasConsumption))
                    : Demand(
                        "Product may be consumed at: \(venues.joined(separator: ", ")).",
                        .words(.venueLicenses, .overlaps, venues), else: .holdVenue(anyOf: venues))
            }),
        amount(
            "purchase_flower", "grams of flower a guest may buy", .flowerGramsPerGuest, when: .sells(.flower),
            at: "purchase.flowerGrams", { $0.purchase.flowerGrams }),
        amount(
            "purchase_concentrate", "grams of concentrate a guest may buy", .concentrateGramsPerGuest,
            when: .sells(.concentrates), at: "purchase.concentrateGrams", { $0.purchase.concentrateGrams }),
        amount(
            "shared_flower", "grams of flower a guest may have", .flowerGramsPerGuest, when: .sharing,
            at: "possession.flowerGrams", { $0.possession.flowerGrams }),
        amount(
            "shared_concentrate", "grams of concentrate a guest may have", .concentrateGramsPerGuest, when: .sharing,
            at: "possession.concentrateGrams", { $0.possession.concentrateGrams }),
        amount(
            "edible_serving", "mg THC a serving may have", .edibleServingMg, when: .sells(.edibles, .beverages),
            at: "edibles.servingThcMg", { $0.edibles.servingThcMg }),
        amount(
            "edible_package", "mg THC a package may have", .ediblePackageMg, when: .sells(.edibles, .beverages),
            at: "edibles.packageThcMg", { $0.edibles.packageThcMg }),
    ]

    private static func amount(
        _ name: String, _ what: String, _ fact: NumberFact, when applies: Condition, at path: String,
        _ leaf: @escaping @Sendable (ConsumptionLaw) -> Leaf<Double>
    ) -> RuleTemplate {
        RuleTemplate(
            "consumption_limits.\(name)", .consumptionLimits, when: applies, else: .refuse, .major,
            unverified: .condition, about: "How many \(what)", at: "operationalRequirements.consumptionLimits.\(path)",
            { leaf($0.operations.consumptionLimits) },
            demands: { limit, _ in
                Demand(
                    "At most \(spelled(limit)) \(what).", .number(fact, .atMost, limit),
                    else: .keep(fact, .atMost, limit))
            })
    }

    private static let ofTracking: [RuleTemplate] = [
        RuleTemplate(
            "product_tracking.system", .productTracking, when: .sales, else: .condition, .major, unverified: .warn,
            about: "Whether product is tracked", at: "operationalRequirements.productTracking.required",
            { $0.operations.productTracking.required },
            demands: { isRequired, law in
                guard isRequired else { return .nothing("Product is not tracked.") }
                guard let system = law.operations.productTracking.system.value else {
                    return Demand("Product is tracked; in which system is not on file.")
                }
                return Demand(
                    "Product is tracked in: \(system.rawValue).",
                    .words(.trackingSystems, .overlaps, [system.rawValue]), else: .track(in: system))
            }),
        required(
            "product_tracking.manifest", .productTracking, "a manifest for product on the way", .hasManifest,
            when: .openEvent, else: .condition, .major, at: "operationalRequirements.productTracking.manifestRequired",
            { $0.operations.productTracking.manifestRequired }),
    ]

    private static let ofSecurity: [RuleTemplate] = [
        required(
            "security.guards", .securityRequirements, "security guards", .hasGuards, when: .openEvent,
            else: .condition, .major, at: "operationalRequirements.securityRequirements.guardsRequired",
            { $0.operations.securityRequirements.guardsRequired }),
        // Cameras and alarms are asked of licensed premises, and some states exempt events: worth knowing, no more.
        required(
            "security.video", .securityRequirements, "video surveillance of licensed premises", .hasVideoSurveillance,
            when: .openEvent, else: .warn, .minor,
            at: "operationalRequirements.securityRequirements.videoSurveillanceRequired",
            { $0.operations.securityRequirements.videoSurveillanceRequired }),
        required(
            "security.alarm", .securityRequirements, "an alarm on licensed premises", .hasAlarm, when: .openEvent,
            else: .warn, .minor, at: "operationalRequirements.securityRequirements.alarmRequired",
            { $0.operations.securityRequirements.alarmRequired }),
        // What adults share at home may be home-grown; what is sold or shown in public is tested.
        required(
            "lab_testing.tested", .labTestingRequirements, "laboratory results of every product", .productsAreTested,
            when: .any([.sales, .openEvent]), else: .refuse, .major, unverified: .condition,
            at: "operationalRequirements.labTesting.required", { $0.operations.labTesting.required }),
    ]

    private static func required(
        _ name: String, _ area: ComplianceArea, _ what: String, _ fact: FlagFact, when applies: Condition,
        else consequence: Consequence, _ severity: ViolationSeverity, unverified: Consequence = .warn,
        at path: String, _ leaf: @escaping @Sendable (StateLaw) -> Leaf<Bool>
    ) -> RuleTemplate {
        RuleTemplate(
            name, area, when: applies, else: consequence, severity, unverified: unverified,
            about: "Whether it takes \(what)", at: path, leaf,
            demands: { isRequired, _ in
                isRequired
                    ? Demand("It takes \(what).", .flag(fact), else: .arrange(fact))
                    : .nothing("It does not take \(what).")
            })
    }
}
