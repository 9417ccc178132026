public import Identifiers

// The words of the platform are stored as their text. They are declared here and nowhere else, because a conformance
// that two services declared could not be linked into one program.

extension ActivityStatus: PostgresEncodable, PostgresDecodable {}
extension AgeVerificationMethod: PostgresEncodable, PostgresDecodable {}
extension BookingStage: PostgresEncodable, PostgresDecodable {}
extension BookingStatus: PostgresEncodable, PostgresDecodable {}
extension BookingTransitionType: PostgresEncodable, PostgresDecodable {}
extension CannabisBookingType: PostgresEncodable, PostgresDecodable {}
extension CannabisEquipmentCategory: PostgresEncodable, PostgresDecodable {}
extension CannabisExpertiseLevel: PostgresEncodable, PostgresDecodable {}
extension CannabisLegalityStatus: PostgresEncodable, PostgresDecodable {}
extension CannabisProductCategory: PostgresEncodable, PostgresDecodable {}
extension CannabisStaffCertification: PostgresEncodable, PostgresDecodable {}
extension CheckInMethod: PostgresEncodable, PostgresDecodable {}
extension ComplianceArea: PostgresEncodable, PostgresDecodable {}
extension ComplianceDecision: PostgresEncodable, PostgresDecodable {}
extension ComponentCondition: PostgresEncodable, PostgresDecodable {}
extension DamageSeverity: PostgresEncodable, PostgresDecodable {}
extension EquipmentCondition: PostgresEncodable, PostgresDecodable {}
extension EventInstanceStatus: PostgresEncodable, PostgresDecodable {}
extension EventIssueType: PostgresEncodable, PostgresDecodable {}
extension ImpactLevel: PostgresEncodable, PostgresDecodable {}
extension IssueImpact: PostgresEncodable, PostgresDecodable {}
extension IssueSeverity: PostgresEncodable, PostgresDecodable {}
extension KitAssignmentConflict: PostgresEncodable, PostgresDecodable {}
extension KitAssignmentStatus: PostgresEncodable, PostgresDecodable {}
extension KitIssueType: PostgresEncodable, PostgresDecodable {}
extension LocationBookingPolicy: PostgresEncodable, PostgresDecodable {}
extension LocationChangeType: PostgresEncodable, PostgresDecodable {}
extension LocationIssueType: PostgresEncodable, PostgresDecodable {}
extension LocationKind: PostgresEncodable, PostgresDecodable {}
extension LocationStatus: PostgresEncodable, PostgresDecodable {}
extension NoShowConsequence: PostgresEncodable, PostgresDecodable {}
extension OperationalComplexity: PostgresEncodable, PostgresDecodable {}
extension OperationalStatus: PostgresEncodable, PostgresDecodable {}
extension RecurrenceFrequency: PostgresEncodable, PostgresDecodable {}
extension RegulatoryImpact: PostgresEncodable, PostgresDecodable {}
extension ReservationStatus: PostgresEncodable, PostgresDecodable {}
extension RuleConfidence: PostgresEncodable, PostgresDecodable {}
extension RuleOutcome: PostgresEncodable, PostgresDecodable {}
extension StaffAssignmentConflict: PostgresEncodable, PostgresDecodable {}
extension StaffAssignmentStatus: PostgresEncodable, PostgresDecodable {}
extension USState: PostgresEncodable, PostgresDecodable {}
extension VenueType: PostgresEncodable, PostgresDecodable {}
extension ViolationSeverity: PostgresEncodable, PostgresDecodable {}
