public import Identifiers

/// What somebody must be able to prove.
///
/// | role | certificate |
/// |---|---|
/// | budtender | budtender_certified |
/// | cashier | responsible_vendor |
/// | compliance_lead | compliance_trained |
/// | extraction_technician | extraction_certified |
/// | first_aider | first_aid_cpr |
/// | medical_consultant | medical_cannabis_certified |
/// | product_specialist | product_specialist |
/// | security, security_guard | security_licensed |
///
/// Other roles need none. A special requirement that is the name of a certificate needs it whatever the role; one that
/// is a skill of the person is told as matched; what else is required is for people to read.
public enum Eligibility {
    static let roles: [String: CannabisStaffCertification] = [
        "budtender": .budtenderCertified, "cashier": .responsibleVendor, "compliance_lead": .complianceTrained,
        "extraction_technician": .extractionCertified, "first_aider": .firstAidCPR,
        "medical_consultant": .medicalCannabisCertified, "product_specialist": .productSpecialist,
        "security": .securityLicensed, "security_guard": .securityLicensed,
    ]

    /// The certificates that a role and its requirements ask for, each once.
    public static func certificates(forRole role: String, _ requirements: [String]) -> [CannabisStaffCertification] {
        let named = requirements.compactMap { CannabisStaffCertification(rawValue: word($0)) }
        let all = Set(named + (roles[word(role)].map { [$0] } ?? []))
        return CannabisStaffCertification.allCases.filter(all.contains)
    }

    /// Refuses somebody whose proof is not there, or will have expired on the day.
    public static func check(
        _ held: [Certification], forRole role: String, _ requirements: [String], on day: CalendarDay
    ) throws(StaffError) {
        for kind in certificates(forRole: role, requirements) {
            guard let certification = held.first(where: { $0.kind == kind }) else { throw .certificateMissing(kind) }
            guard let expires = certification.expiresOn else { continue }
            guard day <= expires else { throw .certificateExpires(kind, on: expires, eventOn: day) }
        }
    }

    /// The requirements that the person has a skill for.
    public static func skillsMatched(_ requirements: [String], by skills: [String]) -> [String] {
        let known = Set(skills.map(word))
        return requirements.filter { known.contains(word($0)) }
    }

    /// `Security guard` and `security-guard` are one role.
    private static func word(_ text: String) -> String {
        String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }
}
