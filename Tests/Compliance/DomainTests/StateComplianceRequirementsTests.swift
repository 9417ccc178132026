import Identifiers
import Testing

@testable import ComplianceDomain

struct StateComplianceRequirementsTests {
    @Test("requirements are the leaves without their margin, and the margin beside them")
    func shape() {
        let requirements = StateComplianceRequirements(of: SampleLaw().law())
        #expect(requirements.licensing.cannabisLicense.licenseTypes == ["retailer", "microbusiness"])
        #expect(requirements.licensing.eventPermit?.renewalPeriod == 12)
        #expect(requirements.operationalRequirements.ageVerification.recordKeeping.retentionPeriod == 24)
        #expect(requirements.eventSpecificRules.publicEvents.permitType == "event_permit")
        #expect(requirements.penalties.criminalOffenses.penalties == ["prison"])
        #expect(requirements.provenance.count == 20 + 29 + 40 + 3)
        #expect(requirements.sources == [SampleLaw.source])
    }

    @Test("a licence that a state does not have is left out only where that may be")
    func absent() {
        var sample = SampleLaw()
        sample.cannabisLicense = LicenseLaw(
            required: Leaf(nil, confidence: .notApplicable), licenseTypes: Leaf(nil, confidence: .notApplicable),
            renewalPeriod: Leaf(nil, confidence: .notApplicable), gracePeriod: Leaf(nil, confidence: .notApplicable),
            reciprocity: Leaf(nil, confidence: .notApplicable))
        #expect(LicenseRequirement(permit: sample.cannabisLicense) == nil)
        let licensing = StateComplianceRequirements(of: sample.law()).licensing
        #expect(licensing.cannabisLicense.required == nil)
        #expect(licensing.cannabisLicense.licenseTypes.isEmpty)
    }
}
