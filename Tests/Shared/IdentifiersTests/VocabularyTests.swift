import Identifiers
import Testing

/// The words of the seeds, in their order and spelling: they are in databases, on topics and in clients.
@Suite("The vocabulary")
struct VocabularyTests {
    func expect<Word: RawRepresentable<String> & CaseIterable>(
        _ type: Word.Type, _ words: String, _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(type.allCases.map(\.rawValue) == words.split(separator: " ").map(String.init), sourceLocation: place)
    }

    @Test("of bookings")
    func bookings() {
        expect(
            BookingStatus.self,
            "draft pending_approval changes_requested rejected approved confirmed in_progress on_hold completed "
                + "cancelled expired no_show")
        expect(
            BookingStage.self, "intake compliance approval staffing logistics ready execution wrap_up closed")
        expect(OperationalStatus.self, "not_checked pending verified failed waived")
        expect(
            CannabisBookingType.self,
            "product_demo product_promotion private_party staff_training brand_activation educational_session "
                + "dispensary_opening trade_show customer_experience")
        expect(
            CannabisProductCategory.self, "flower edibles concentrates topicals beverages accessories seeds clones")
        expect(BookingTransitionType.self, "cancellation completion submission approval progression")
        expect(ImpactLevel.self, "low medium high")
        expect(RecurrenceFrequency.self, "daily weekly monthly")
        expect(ReservationStatus.self, "PENDING CONFIRMED CHECKED_IN COMPLETED CANCELLED EXPIRED NO_SHOW")
        expect(
            EventInstanceStatus.self,
            "scheduled assigned preparing ready in_progress completed cancelled rescheduled")
        expect(ActivityStatus.self, "created assigned in_progress completed cancelled")
    }

    @Test("of issues")
    func issues() {
        expect(EventIssueType.self, "venue staff kit logistics client other")
        expect(IssueSeverity.self, "low medium high critical")
        expect(IssueImpact.self, "minor moderate major")
        expect(KitIssueType.self, "missing damaged insufficient quality other")
        expect(LocationIssueType.self, "access facilities space safety other")
    }

    @Test("of staff")
    func staff() {
        expect(
            StaffAssignmentStatus.self,
            "created offered accepted rejected expired checked_in checked_out no_show cancelled")
        expect(CannabisExpertiseLevel.self, "novice intermediate experienced expert master")
        expect(
            CannabisStaffCertification.self,
            "budtender_certified compliance_trained product_specialist extraction_certified "
                + "medical_cannabis_certified security_licensed first_aid_cpr responsible_vendor")
        expect(CheckInMethod.self, "gps qrcode manager other")
        expect(NoShowConsequence.self, "warning penalty removal")
    }

    @Test("of kits")
    func kits() {
        expect(
            KitAssignmentStatus.self,
            "assigned prepared checked_out shipped delivered in_use return_shipped returned inspected closed lost")
        expect(EquipmentCondition.self, "excellent good fair needs_maintenance out_of_service")
        expect(ComponentCondition.self, "excellent good fair poor damaged")
        expect(DamageSeverity.self, "minor moderate severe")
        expect(
            CannabisEquipmentCategory.self,
            "precision_scales testing_equipment storage_containers display_cases security_equipment point_of_sale "
                + "inventory_tracking age_verification packaging_equipment extraction_tools")
    }

    @Test("of compliance")
    func compliance() {
        expect(ComplianceDecision.self, "compliant conditional non_compliant not_permitted")
        expect(
            ComplianceArea.self,
            "licensing_verification age_verification product_tracking inventory_management consumption_limits "
                + "security_requirements advertising_restrictions lab_testing_requirements packaging_labeling "
                + "waste_disposal")
        expect(RuleOutcome.self, "passed failed conditional not_applicable no_rule_on_file")
        expect(RuleConfidence.self, "confirmed secondary unverified derived not_applicable")
        expect(ViolationSeverity.self, "minor major criminal")
        expect(
            AgeVerificationMethod.self, "government_id passport military_id enhanced_id digital_verification")
        expect(RegulatoryImpact.self, "none low medium high critical")
        expect(CannabisLegalityStatus.self, "fully_legal medical_only decriminalized cbd_only illegal")
    }

    @Test("of places")
    func places() {
        expect(LocationKind.self, "private shared retired")
        expect(LocationBookingPolicy.self, "open venue_approval named_grants")
        expect(LocationStatus.self, "draft pending_approval approved rejected")
        expect(LocationChangeType.self, "created updated submitted approved rejected retired")
        expect(VenueType.self, "dispensary retail event_space trade_show_floor private other")
        expect(OperationalComplexity.self, "low medium high very_high")
        expect(
            USState.self,
            "california colorado washington oregon nevada arizona new_mexico illinois michigan massachusetts maine "
                + "vermont new_york new_jersey connecticut rhode_island maryland delaware virginia florida texas "
                + "pennsylvania ohio georgia north_carolina")
    }

    @Test("twenty states are operated in and five are planned, each with an abbreviation of its own")
    func states() {
        #expect(USState.allCases.filter(\.isOperating).count == 20)
        #expect(USState.allCases.suffix(5).allSatisfy { !$0.isOperating })
        #expect(Set(USState.allCases.map(\.usps)).count == 25)
        for state in USState.allCases {
            #expect(USState(named: state.rawValue) == state)
            #expect(USState(named: state.usps.lowercased()) == state)
        }
    }

    static let names: [(String, USState?)] = [
        ("New York", .newYork), ("NEW-YORK", .newYork), ("ny", .newYork), ("new_york", .newYork), ("", nil),
        ("N Y", nil), ("newyork", nil), ("utah", nil), ("ＮＹ", nil),
    ]

    @Test("a state is found by its name in the usual spellings", arguments: names)
    func named(name: String, state: USState?) {
        #expect(USState(named: name) == state)
    }
}
