import ComplianceDomain
import ComplianceService
import Identifiers
import JSON
import PlatformProtocol
import TestKit
import Testing

/// What must be so of every check, whatever the law says, shown for every state with drawn facts.
struct CheckPropertyTests {
    private static let draws = 5

    private func check(_ facts: EventFacts, _ ruleSet: RuleSet) -> ComplianceCheck {
        ComplianceCheck(facts, by: [ruleSet], asOf: ShippedLaw.day())
    }

    /// Runs the body for every state with as many drawn events.
    private func forDrawnEvents(_ body: (RuleSet, EventFacts, inout SeededRandom) throws -> Void) throws {
        var random = SeededRandom(seed: 7)
        for (_, ruleSet) in try ShippedLaw.ruleSets().sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            for _ in 0..<Self.draws { try body(ruleSet, EventFacts(drawnFrom: &random), &random) }
        }
    }

    @Test("more time before the start never makes a decision worse")
    func leadTime() throws {
        try forDrawnEvents { ruleSet, facts, _ in
            var facts = facts
            var last = Int.max
            for lead in [0, 1, 29, 30, 31, 59, 60, 89, 90, 365] {
                facts.startsOn = ShippedLaw.day(lead)
                facts.endsOn = ShippedLaw.day(lead + 2)
                let rank = DecisionTable.rank(check(facts, ruleSet).decision)
                #expect(rank <= last)
                last = rank
            }
        }
    }

    @Test("no rule that refuses what is told lets pass what is not told")
    func untold() throws {
        try forDrawnEvents { ruleSet, facts, random in
            let told = check(facts, ruleSet).findings
            for _ in 0..<5 {
                var silent = facts
                silent.forget(&random)
                for (told, silent) in zip(told, check(silent, ruleSet).findings) where told.outcome == .failed {
                    #expect(silent.decision != .compliant, "\(told.ruleID)")
                }
            }
        }
    }

    @Test("what one rule says with facts missing is still possible when they are told")
    func monotone() throws {
        try forDrawnEvents { ruleSet, facts, random in
            var silent = facts
            silent.forget(&random)
            let (told, untold) = (check(facts, ruleSet).findings, check(silent, ruleSet).findings)
            for (before, after) in zip(untold.map(\.verdict), told.map(\.verdict)) {
                if before == .fails { #expect(after == .fails) }
                if before == .notApplicable { #expect(after == .notApplicable) }
                if before == .holds { #expect(after == .holds || after == .notApplicable) }
            }
        }
    }

    @Test("every refusal has a citation or says that it is our classification, and none is unverified")
    func citations() throws {
        try forDrawnEvents { ruleSet, facts, _ in
            for finding in check(facts, ruleSet).findings where finding.outcome == .failed {
                #expect(finding.confidence != .unverified)
                let isOurs = finding.confidence == .derived && finding.message.contains("Our classification (derived)")
                #expect(finding.citation != nil || isOurs, "\(finding.ruleID)")
                #expect(finding.leastChange != nil)
            }
        }
    }

    @Test("every rule that fails holds, or applies no longer, after the least change")
    func leastChange() throws {
        try forDrawnEvents { ruleSet, facts, _ in
            for (rule, finding) in zip(ruleSet.rules, check(facts, ruleSet).findings) where finding.verdict == .fails {
                let advice = try #require(finding.leastChange)
                let verdict = rule.verdict(on: advice.change.applied(to: facts))
                #expect(verdict == .holds || verdict == .notApplicable, "\(rule.id)")
            }
        }
    }

    @Test("whoever follows the advice comes to a lawful event, in every state")
    func advice() throws {
        try forDrawnEvents { ruleSet, facts, _ in
            var facts = facts
            for _ in 0..<12 {
                let check = check(facts, ruleSet)
                guard check.decision != .compliant else { break }
                for finding in check.findings where finding.decision ?? .compliant != .compliant {
                    facts = finding.leastChange?.change.applied(to: facts) ?? facts
                }
            }
            #expect(check(facts, ruleSet).decision == .compliant)
        }
    }

    @Test("a decision is conditional exactly when something is asked")
    func questions() throws {
        try forDrawnEvents { ruleSet, facts, _ in
            let check = check(facts, ruleSet)
            if check.decision == .conditional { #expect(!check.questions.isEmpty) }
            if check.decision == .compliant { #expect(check.questions.isEmpty) }
            #expect(check == self.check(facts, ruleSet))
        }
    }

    @Test("every answer fits into the event that carries it")
    func events() throws {
        try forDrawnEvents { ruleSet, facts, random in
            var facts = facts
            facts.forget(&random)
            let check = check(facts, ruleSet)
            let event = ComplianceChecked(
                bookingID: BookingID(UUID128(high: 1, low: 2)), checkID: ComplianceCheckID(UUID128(high: 3, low: 4)),
                version: 1, bookingVersion: 1, state: ruleSet.jurisdiction.state, decision: check.decision,
                checkedAt: Timestamp(secondsSinceEpoch: 0), asOf: check.asOf, ruleSetVersion: check.ruleSetVersion,
                findings: check.findings.map(RuleFinding.init), questions: check.questions)
            let read = try ComplianceChecked(json: event.jsonBytes(), as: .client)
            #expect(read == event)
        }
    }
}

extension EventFacts {
    /// An event of any kind of which everything is told.
    init(drawnFrom random: inout SeededRandom) {
        self.init()
        bookingType = CannabisBookingType.allCases.randomElement(using: &random)
        minimumAge = [0, 18, 20, 21, 25].randomElement(using: &random)
        for fact in FlagFact.allCases { self[fact] = random.below(2) == 0 }
        productCategories = Set(CannabisProductCategory.allCases.filter { _ in random.below(3) == 0 })
        madeOn = ShippedLaw.day()
        let lead = [0, 29, 30, 60, 89, 90, 200].randomElement(using: &random) ?? 0
        startsOn = ShippedLaw.day(lead)
        endsOn = ShippedLaw.day(lead + Int(random.below(20)))
        heldLicenses = Set(["retailer", "temporary_cannabis_event_license"].filter { _ in random.below(2) == 0 })
        venueLicenses = Set(["licensed_event"].filter { _ in random.below(2) == 0 })
        ageMethods = Set(AgeVerificationMethod.allCases.filter { _ in random.below(2) == 0 })
        trackingSystems = Set(TrackingSystem.allCases.filter { _ in random.below(2) == 0 })
        adultAudiencePercent = Double(random.below(101))
        feetFromSchools = Double(random.below(2_000))
        flowerGramsPerGuest = Double(random.below(100))
        concentrateGramsPerGuest = Double(random.below(20))
        edibleServingMg = Double(random.below(20))
        ediblePackageMg = Double(random.below(300))
        confirmations = Set(["invite_only", "no_remuneration"].filter { _ in random.below(2) == 0 })
    }

    /// Leaves out about a third of what is told.
    mutating func forget(_ random: inout SeededRandom) {
        func isForgotten() -> Bool { random.below(3) == 0 }
        for fact in FlagFact.allCases where isForgotten() { self[fact] = nil }
        if isForgotten() { bookingType = nil }
        if isForgotten() { minimumAge = nil }
        if isForgotten() { productCategories = nil }
        if isForgotten() { madeOn = nil }
        if isForgotten() { startsOn = nil }
        if isForgotten() { endsOn = nil }
        if isForgotten() { heldLicenses = nil }
        if isForgotten() { venueLicenses = nil }
        if isForgotten() { ageMethods = nil }
        if isForgotten() { trackingSystems = nil }
        if isForgotten() { adultAudiencePercent = nil }
        if isForgotten() { feetFromSchools = nil }
        if isForgotten() { flowerGramsPerGuest = nil }
        if isForgotten() { concentrateGramsPerGuest = nil }
        if isForgotten() { edibleServingMg = nil }
        if isForgotten() { ediblePackageMg = nil }
        if isForgotten() { confirmations = nil }
    }
}
