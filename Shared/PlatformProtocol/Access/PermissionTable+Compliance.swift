import Identifiers

/// The operations of compliance-management.
extension PermissionTable {
    static let compliance: [Operation] = [
        row(.post, "/check", "checkCompliance", checkers, own: .client, .writes),
        row(.get, "/checks", "listComplianceChecks", checkers, own: .client, .reads),
        row(.get, "/checks/{checkId}", "getComplianceCheck", checkers, own: .client, .reads),
        row(.post, "/checks/{checkId}/answers", "answerComplianceQuestions", answerers, .writes, .restricted),
        row(.get, "/states", "listStates", .people.union(.service), .reads, .internal),
        row(.get, "/states/{state}/requirements", "getStateRequirements", .people.union(.service), .reads, .internal),
        row(.get, "/states/{state}/rules", "listStateRules", .people.union(.service), .reads, .internal),

        row(.get, "/licenses", "listLicenses", .planners.union(.complianceOfficer), own: [.client, .venue], .reads),
        row(.post, "/licenses", "registerLicense", .officers, own: [.client, .venue], .writes),
        row(
            .get, "/licenses/{licenseId}", "getLicense", .planners.union(.complianceOfficer), own: [.client, .venue],
            .reads),
        row(.put, "/licenses/{licenseId}", "replaceLicense", .officers, own: [.client, .venue], .writes),
        row(.post, "/licenses/validate", "validateLicenses", checkers, own: [.client, .venue], .reads),

        row(
            .post, "/age-verification/requirements", "getAgeVerificationRequirements", checkers,
            own: [.client, .venue],
            .reads, .internal),
        row(.post, "/age-verification/records", "recordAgeVerification", verifiers, own: verifyingOwn, .writes, .pii),
        row(.get, "/age-verification/records", "listAgeVerifications", .officers, own: .guest, .reads, .pii),
        row(
            .get, "/age-verification/records/{recordId}", "getAgeVerification", .officers, own: .guest, .reads, .pii),

        row(.get, "/violations", "listViolations", .planners.union(.complianceOfficer), .reads, .restricted),
        row(.post, "/violations", "recordViolation", .officers.union(.service), .writes, .restricted),
        row(
            .get, "/violations/{violationId}", "getViolation", .planners.union(.complianceOfficer),
            .reads, .restricted),
        row(.post, "/violations/{violationId}/resolve", "resolveViolation", .officers, .writes, .restricted),
        row(.get, "/audits", "listAudits", .officers, .reads, .restricted),
        row(.post, "/audits", "startAudit", .officers, .writes, .restricted),
        row(.get, "/audits/{auditId}", "getAudit", .officers, .reads, .restricted),
        row(.post, "/audits/{auditId}/complete", "completeAudit", .officers, .writes, .restricted),

        row(.post, "/rules/rehearse", "rehearseRules", ruleKeepers, .reads, .restricted),
        row(.post, "/rules/publish", "publishRules", ruleKeepers, .writes, .restricted),
    ]

    private static let checkers: RoleSet = .crews.union([.complianceOfficer, .service])
    private static let answerers: RoleSet = [.platformAdmin, .complianceOfficer]
    private static let ruleKeepers: RoleSet = [.platformAdmin, .complianceOfficer]
    private static let verifiers: RoleSet = .crews.union(.complianceOfficer)
    private static let verifyingOwn: RoleSet = [.brandAgent, .venue]

    private static func row(
        _ method: Operation.Method, _ path: String, _ name: String, _ roles: RoleSet, own: RoleSet = [],
        _ effect: Operation.Effect, _ classification: DataClassification = .confidential
    ) -> Operation {
        Operation(.compliance, method, "/api/v1/compliance\(path)", name, roles, own: own, classification, effect)
    }
}
