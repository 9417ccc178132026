/// What the law of a state says to a booking. `non_compliant` and `not_permitted` refuse; `conditional` waits for an
/// officer's answers.
public enum ComplianceDecision: String, CaseIterable, Sendable {
    case compliant, conditional
    case nonCompliant = "non_compliant"
    case notPermitted = "not_permitted"
}

/// What a rule is about.
public enum ComplianceArea: String, CaseIterable, Sendable {
    case licensingVerification = "licensing_verification"
    case ageVerification = "age_verification"
    case productTracking = "product_tracking"
    case inventoryManagement = "inventory_management"
    case consumptionLimits = "consumption_limits"
    case securityRequirements = "security_requirements"
    case advertisingRestrictions = "advertising_restrictions"
    case labTestingRequirements = "lab_testing_requirements"
    case packagingLabeling = "packaging_labeling"
    case wasteDisposal = "waste_disposal"
}

/// What one rule came to.
public enum RuleOutcome: String, CaseIterable, Sendable {
    case passed, failed, conditional
    case notApplicable = "not_applicable"
    /// Nothing is on file for the area; nothing is invented either.
    case noRuleOnFile = "no_rule_on_file"
}

/// How sure the data set is of a rule.
public enum RuleConfidence: String, CaseIterable, Sendable {
    case confirmed, secondary, unverified, derived
    case notApplicable = "not_applicable"
}

/// How grave a violation is.
public enum ViolationSeverity: String, CaseIterable, Sendable {
    case minor, major, criminal
}

/// How an age may be verified.
public enum AgeVerificationMethod: String, CaseIterable, Sendable {
    case governmentID = "government_id"
    case passport
    case militaryID = "military_id"
    case enhancedID = "enhanced_id"
    case digitalVerification = "digital_verification"
}

/// How much regulators care about an event.
public enum RegulatoryImpact: String, CaseIterable, Sendable {
    case none, low, medium, high, critical
}

/// What a state allows.
public enum CannabisLegalityStatus: String, CaseIterable, Sendable {
    case fullyLegal = "fully_legal"
    case medicalOnly = "medical_only"
    case decriminalized
    case cbdOnly = "cbd_only"
    case illegal
}
