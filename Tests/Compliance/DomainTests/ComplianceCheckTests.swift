import Identifiers
import Testing

@testable import ComplianceDomain

/// A change of the exemplary event and what it costs.
struct Breach: Sendable, CustomStringConvertible {
    let rule: String
    let decision: ComplianceDecision
    let remedy: LeastChange
    let change: @Sendable (inout EventFacts) -> Void

    init(
        _ rule: String, _ decision: ComplianceDecision, _ remedy: LeastChange,
        _ change: @escaping @Sendable (inout EventFacts) -> Void
    ) {
        self.rule = "colorado.\(rule)"
        self.decision = decision
        self.remedy = remedy
        self.change = change
    }

    var description: String { rule }

    static let all: [Breach] = [
        Breach("public_events.lead_time", .nonCompliant, .giveNotice(days: 10)) { $0.madeOn = Day.after(1) },
        Breach("public_events.duration", .nonCompliant, .shorten(days: 3)) { $0.endsOn = Day.after(13) },
        Breach("public_events.minimum_age", .nonCompliant, .admit(fromAge: 21)) { $0.minimumAge = 20 },
        Breach("age_verification.minimum_age", .nonCompliant, .admit(fromAge: 21)) { $0.minimumAge = 0 },
        Breach("lab_testing.tested", .nonCompliant, .arrange(.productsAreTested)) { $0.productsAreTested = false },
        Breach("public_events.permit", .conditional, .hold(anyOf: ["event_permit"])) {
            $0.heldLicenses?.remove("event_permit")
        },
        Breach("licensing.event_permit", .conditional, .hold(anyOf: ["organizer"])) {
            $0.heldLicenses?.remove("organizer")
        },
        Breach("licensing.municipal_permit", .conditional, .hold(anyOf: ["town"])) { $0.heldLicenses?.remove("town") },
        Breach("licensing.cannabis_license", .conditional, .hold(anyOf: ["retailer", "microbusiness"])) {
            $0.hasSales = true
            $0.flowerGramsPerGuest = 28.35
        },
        Breach("consumption_limits.purchase_flower", .nonCompliant, .keep(.flowerGramsPerGuest, .atMost, 28.35)) {
            $0.hasSales = true
            $0.heldLicenses?.insert("retailer")
            $0.flowerGramsPerGuest = 28.36
        },
        Breach("consumption_limits.venues", .conditional, .holdVenue(anyOf: ["lounge"])) {
            $0.hasConsumption = true
            $0.venueLicenses = ["hall"]
        },
        Breach("product_tracking.system", .conditional, .track(in: .metrc)) {
            $0.hasSales = true
            $0.heldLicenses?.insert("retailer")
            $0.flowerGramsPerGuest = 1
            $0.trackingSystems = [.biotrack]
        },
        Breach("age_verification.methods", .conditional, .verifyAges(by: [.governmentID, .passport])) {
            $0.ageMethods = [.passport, .digitalVerification]
        },
        Breach("public_events.restrictions", .conditional, .confirm(["no_alcohol"])) { $0.confirmations = [] },
        Breach("security.guards", .conditional, .arrange(.hasGuards)) { $0.hasGuards = false },
        Breach("security.video", .compliant, .arrange(.hasVideoSurveillance)) { $0.hasVideoSurveillance = false },
        Breach("advertising.schools", .conditional, .keep(.feetFromSchools, .atLeast, 1_000)) {
            $0.feetFromSchools = 999
        },
    ]
}

struct ComplianceCheckTests {
    @Test("the exemplary event is lawful and nothing is asked")
    func exemplary() {
        let check = SampleLaw().check(.exemplary)
        #expect(check.decision == .compliant)
        #expect(check.questions.isEmpty)
        #expect(check.ruleSetVersion == "2026-11-21.\(RuleTemplate.version)")
        #expect(check.coverage == .inForce)
    }

    @Test("each breach has its price, names its rule and tells what would mend it", arguments: Breach.all)
    func breach(_ breach: Breach) throws {
        var facts = EventFacts.exemplary
        breach.change(&facts)
        let check = SampleLaw().check(facts)
        #expect(check.decision == breach.decision)
        let finding = try #require(check.findings.first { $0.ruleID == breach.rule })
        #expect(finding.verdict == .fails)
        #expect(finding.leastChange?.change == breach.remedy)
        #expect(breach.decision != .conditional || check.questions.contains { $0.hasPrefix(finding.message) })
        let mended = SampleLaw().check(breach.remedy.applied(to: facts))
        #expect(mended.findings.first { $0.ruleID == breach.rule }?.verdict == .holds)
        #expect(mended.decision == .compliant)
    }

    @Test("too late a booking hears by when it had to be made and when it may start")
    func notice() throws {
        var facts = EventFacts.exemplary
        facts.madeOn = Day.after(7)
        let check = SampleLaw().check(facts)
        let advice = try #require(check.findings.first { $0.ruleID == "colorado.public_events.lead_time" }?.leastChange)
        #expect(advice.applyBy == Day.compiled)
        #expect(advice.startsOnOrAfter == Day.after(17))
        #expect(advice.sentence == "Make the booking by 2026-11-21, or let it start on 2026-12-08 or later.")
    }

    @Test("what nobody told is asked for by its name")
    func untold() throws {
        var facts = EventFacts.exemplary
        facts.minimumAge = nil
        let check = SampleLaw().check(facts)
        #expect(check.decision == .conditional)
        #expect(
            check.questions == [
                "Guests of public events with product must be 21. Not told: minimum_age. Admit nobody under 21.",
                "Cannabis is for people of 21 or more. Not told: minimum_age. Admit nobody under 21.",
                "At least 71.6 % of the audience must be adult. Not told: adult_audience_percent, minimum_age. "
                    + "Keep adult_audience_percent at 71.6 or more.",
            ])
    }

    @Test("rules judge from their first day to the day before their end")
    func days() {
        let law = SampleLaw().law()
        let sets = [
            RuleSet(of: law, effectiveFrom: Day.compiled, effectiveUntil: Day.after(30)),
            RuleSet(of: SampleLaw(minimumAge: SampleLaw.read(25)).law(), effectiveFrom: Day.after(30)),
        ]
        let before = ComplianceCheck(.exemplary, by: sets, asOf: Day.after(-1))
        #expect(before.decision == .conditional)
        #expect(before.coverage == .before(Day.compiled))
        #expect(before.questions == ["No rules of that date are on file: the first ones on file are of 2026-11-21."])
        #expect(before.findings.count == ComplianceArea.allCases.count)
        #expect(before.findings.allSatisfy { $0.outcome == .noRuleOnFile })
        #expect(before.ruleSetVersion == "none")
        #expect(ComplianceCheck(.exemplary, by: sets, asOf: Day.compiled).decision == .compliant)
        #expect(ComplianceCheck(.exemplary, by: sets, asOf: Day.after(29)).decision == .compliant)
        #expect(ComplianceCheck(.exemplary, by: sets, asOf: Day.after(30)).decision == .nonCompliant)
        let ended = ComplianceCheck(.exemplary, by: [sets[0]], asOf: Day.after(30))
        #expect(ended.coverage == Coverage.none)
        #expect(ended.decision == .conditional)
        #expect(ComplianceCheck(.exemplary, by: [], asOf: Day.compiled).decision == .conditional)
    }

    @Test("a municipality's rules join its state's, and the stricter one decides")
    func municipality() {
        let state = RuleSet(of: SampleLaw().law(), effectiveFrom: Day.compiled)
        let rule = Rule(
            id: "colorado/denver.waste.plan", area: .wasteDisposal, statement: "Waste is planned for.",
            applies: .always, requires: .words(.confirmations, .includes, ["waste_plan"]), consequence: .refuse,
            severity: .minor, remedy: .confirm(["waste_plan"]),
            basis: LeafStanding(path: "waste.plan", hasValue: true, source: nil, confidence: .derived, note: nil),
            source: nil)
        let town = RuleSet(
            jurisdiction: .municipality("denver", in: .colorado), version: "7", effectiveFrom: Day.compiled,
            verifiedOn: Day.compiled, rules: [rule])
        let check = ComplianceCheck(.exemplary, by: [state, town], asOf: Day.compiled)
        #expect(check.decision == .nonCompliant)
        #expect(check.ruleSetVersion == "2026-11-21.1+7")
        #expect(!check.findings.contains { $0.area == .wasteDisposal && $0.outcome == .noRuleOnFile })
        #expect(check.findings.contains { $0.area == .packagingLabeling && $0.outcome == .noRuleOnFile })
        #expect(check.findings.first { $0.ruleID == rule.id }?.message.contains("Our classification") == true)
    }

    @Test("areas without a rule are named, each once")
    func areas() {
        let missing = SampleLaw().check(.exemplary).findings.filter { $0.outcome == .noRuleOnFile }
        #expect(
            missing.map(\.ruleID) == [
                "colorado.inventory_management", "colorado.packaging_labeling", "colorado.waste_disposal",
            ])
        #expect(missing.allSatisfy { $0.decision == nil && $0.citation == nil })
    }

    @Test(
        "consequence and verdict decide by the table",
        arguments: [
            (.forbid, [.compliant, .compliant, .conditional, .notPermitted]),
            (.refuse, [.compliant, .compliant, .conditional, .nonCompliant]),
            (.condition, [.compliant, .compliant, .conditional, .conditional]),
            (.warn, [.compliant, .compliant, .compliant, .compliant]),
        ] as [(Consequence, [ComplianceDecision])])
    func decisions(consequence: Consequence, decisions: [ComplianceDecision]) {
        let verdicts: [Verdict] = [.holds, .notApplicable, .unknown, .fails]
        #expect(verdicts.map { DecisionTable.decision(consequence, $0) } == decisions)
    }

    @Test("what refuses is called failed, and nothing else is")
    func outcomes() {
        for consequence in Consequence.allCases {
            #expect(
                Verdict.allCases.allSatisfy {
                    (DecisionTable.outcome(consequence, $0) == .failed)
                        == (DecisionTable.rank(DecisionTable.decision(consequence, $0)) >= 2)
                })
        }
        #expect(DecisionTable.gravest([.conditional, .notPermitted, .compliant]) == .notPermitted)
        #expect(DecisionTable.gravest([]) == .compliant)
    }
}
