import Identifiers
import JSON
import PlatformProtocol

extension Sample {
    static func compliance() throws -> [Sample] {
        let checked = ComplianceChecked(
            bookingID: Samples.booking, checkID: ComplianceCheckID(Samples.uuid(60)), version: 1, bookingVersion: 1,
            state: .california, decision: .conditional, checkedAt: Samples.hours(1), asOf: Samples.day(2026, 11, 21),
            ruleSetVersion: "1.0.0", findings: [Samples.finding], questions: ["Was the permit applied for?"])
        let violation = ComplianceViolationDetected(
            violationID: ViolationID(Samples.uuid(61)), bookingID: Samples.booking,
            checkID: ComplianceCheckID(Samples.uuid(60)), state: .california, severity: .major,
            finding: Samples.finding, detectedAt: Samples.hours(1))
        return [
            try Sample(checked, by: .compliance, version: 1), try Sample(violation, by: .compliance, version: 1),
        ] + (try complianceRecords())
    }

    private static func complianceRecords() throws -> [Sample] {
        let audit = ComplianceAuditCompleted(
            auditID: AuditID(Samples.uuid(62)), subject: "Age checks in November", passed: false, findings: 2,
            completedBy: Samples.manager, completedAt: Samples.hours(1))
        let license = LicenseExpiring(
            licenseID: LicenseID(Samples.uuid(63)), licenseType: "retailer", state: .california,
            licenseNumber: "C10-0000042-LIC", expiresOn: Samples.day(2026, 12, 21), daysLeft: 30)
        let regulation = RegulationUpdated(
            regulationID: RegulationID(Samples.uuid(64)), state: .california, ruleSetVersion: "1.1.0",
            rules: [ChangedRule(id: "california.ageVerification.minimumAge", area: .ageVerification)],
            effectiveFrom: Samples.day(2027, 1, 1), publishedBy: Samples.manager, publishedAt: Samples.now)
        let operational = OperationalVerified(
            bookingID: Samples.booking, verifiedAt: Samples.hours(2),
            evidence: [OperationalEvidence(item: "staff", proven: true, source: "assignment 30")])
        return [
            try Sample(audit, by: .compliance, version: 3), try Sample(license, by: .compliance, version: 2),
            try Sample(regulation, by: .compliance, version: 1),
            try Sample(operational, by: .compliance, version: 2),
        ]
    }
}
