import Identifiers
import Testing

@testable import ComplianceDomain

struct RuleTemplateTests {
    private let rules = RuleSet(of: SampleLaw().law(), effectiveFrom: Day.compiled).rules

    @Test("rules have ids of their own, in the state's name")
    func ids() {
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(rules.allSatisfy { $0.id.hasPrefix("colorado.") })
        #expect(rules.contains { $0.id == "colorado.public_events.allowed" })
    }

    @Test("every leaf gives one rule, or is named among those that give none, not both")
    func leaves() {
        let law = SampleLaw().law()
        #expect(law.leaves.count == 107)
        for leaf in law.leaves {
            let rules = rules.filter { $0.basis.path == leaf.path }
            let reasons = UnruledLeaf.all.filter { $0.covers(leaf.path) }
            #expect(rules.count + reasons.count == 1, "\(leaf.path)")
            #expect(rules.allSatisfy { $0.basis == leaf }, "\(leaf.path)")
        }
        for entry in UnruledLeaf.all { #expect(law.leaves.contains { entry.covers($0.path) }, "\(entry.path)") }
        #expect(rules.allSatisfy { rule in law.leaves.contains { $0.path == rule.basis.path } })
    }

    @Test("every fact is read by some rule")
    func facts() {
        let read = Set(rules.flatMap(\.facts))
        for fact in Fact.all where fact != .flag(.isPublic) { #expect(read.contains(fact), "\(fact.name)") }
        #expect(read.contains(.flag(.isPublic)))
    }

    @Test(
        "how sure we are of a leaf decides what it can do",
        arguments: [
            (false, .confirmed, .fails, .notPermitted), (false, .secondary, .fails, .notPermitted),
            (false, .derived, .fails, .notPermitted), (false, .unverified, .unknown, .conditional),
            (true, .unverified, .unknown, .conditional), (nil, .unverified, .unknown, .conditional),
            (true, .confirmed, .holds, .compliant), (nil, .notApplicable, .notApplicable, .compliant),
        ] as [(Bool?, RuleConfidence, Verdict, ComplianceDecision)])
    func confidence(value: Bool?, confidence: RuleConfidence, verdict: Verdict, decision: ComplianceDecision) throws {
        var sample = SampleLaw()
        let law = sample.publicEvents
        sample.publicEvents = EventLaw(
            allowed: Leaf(value, source: confidence == .unverified ? nil : "act", confidence: confidence),
            permitRequired: law.permitRequired, permitType: law.permitType,
            consumptionAllowed: law.consumptionAllowed, salesAllowed: law.salesAllowed,
            samplingAllowed: law.samplingAllowed, noticeDays: law.noticeDays, maxDurationDays: law.maxDurationDays,
            minimumAge: law.minimumAge, restrictions: law.restrictions)
        let check = sample.check(.exemplary)
        let finding = try #require(check.findings.first { $0.ruleID == "colorado.public_events.allowed" })
        #expect(finding.verdict == verdict)
        #expect(finding.confidence == confidence)
        #expect(check.decision == decision)
        var confirmed = EventFacts.exemplary
        confirmed.confirmations?.insert("colorado.public_events.allowed")
        let answered = sample.check(confirmed).decision
        #expect(answered == (confidence == .unverified ? .compliant : decision))
    }

    @Test("a leaf that changes changes its rule")
    func change() throws {
        var sample = SampleLaw()
        var facts = EventFacts.exemplary
        facts.ageMethods = [.governmentID]
        #expect(sample.check(facts).decision == .compliant)
        sample.methods = SampleLaw.read([.passport])
        #expect(sample.check(facts).decision == .conditional)
        sample.minimumAge = SampleLaw.read(25)
        let check = sample.check(facts)
        #expect(check.decision == .nonCompliant)
        let age = try #require(check.findings.first { $0.ruleID == "colorado.age_verification.minimum_age" })
        #expect(age.leastChange?.change == .admit(fromAge: 25))
        #expect(age.citation?.section == "Act § 1")
        #expect(age.facts.last == FactReading(fact: .number(.minimumAge), value: "21"))
    }
}
