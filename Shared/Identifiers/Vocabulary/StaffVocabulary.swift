/// Where a person's assignment to a booking stands. `created`, `offered`, `accepted` and `checked_in` hold the person's
/// time; the others have let it go.
public enum StaffAssignmentStatus: String, CaseIterable, Sendable {
    case created, offered, accepted, rejected, expired
    case checkedIn = "checked_in"
    case checkedOut = "checked_out"
    case noShow = "no_show"
    case cancelled
}

/// Why an assignment cannot stay as it is: its booking was moved to where the person is taken, or past the last day of a
/// certificate that it needs.
public enum StaffAssignmentConflict: String, CaseIterable, Sendable {
    case time, certification
}

/// How much somebody knows, in ascending order.
public enum CannabisExpertiseLevel: String, CaseIterable, Sendable {
    case novice, intermediate, experienced, expert, master
}

/// What somebody is certified for.
public enum CannabisStaffCertification: String, CaseIterable, Sendable {
    case budtenderCertified = "budtender_certified"
    case complianceTrained = "compliance_trained"
    case productSpecialist = "product_specialist"
    case extractionCertified = "extraction_certified"
    case medicalCannabisCertified = "medical_cannabis_certified"
    case securityLicensed = "security_licensed"
    case firstAidCPR = "first_aid_cpr"
    case responsibleVendor = "responsible_vendor"
}

/// How somebody's presence was verified.
public enum CheckInMethod: String, CaseIterable, Sendable {
    case gps
    case qrCode = "qrcode"
    case manager, other
}

/// What follows from not showing up.
public enum NoShowConsequence: String, CaseIterable, Sendable {
    case warning, penalty, removal
}
