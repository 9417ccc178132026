import Identifiers
import Testing

@testable import StaffDomain

@Suite("The tables of staffing")
struct RuleTableTests {
    @Test("an assignment moves along the table and nowhere else")
    func moves() {
        let table: [StaffAssignmentStatus: Set<StaffAssignmentStatus>] = [
            .created: [.offered, .accepted, .cancelled], .offered: [.accepted, .rejected, .expired, .cancelled],
            .accepted: [.checkedIn, .noShow, .cancelled], .checkedIn: [.checkedOut],
        ]
        for status in StaffAssignmentStatus.allCases {
            #expect(Set(AssignmentStates.moves(from: status)) == table[status] ?? [], "\(status)")
        }
        // What can be moved from holds time, and the rest has let it go.
        #expect(Set(AssignmentStates.holdTime) == Set(table.keys))
    }

    @Test("each status of a booking takes people, keeps them or lets them go")
    func policy() {
        #expect(Set(CrewPolicy.takes.statuses) == [.approved, .confirmed, .inProgress])
        #expect(Set(CrewPolicy.releases.statuses) == [.rejected, .cancelled, .expired])
        #expect(
            Set(CrewPolicy.keeps.statuses) == [
                .draft, .pendingApproval, .changesRequested, .onHold, .completed, .noShow,
            ])
    }

    @Test(
        "roles and requirements ask for certificates",
        arguments: [
            ("host", [], []),
            ("Budtender", [], [.budtenderCertified]),
            ("security guard", ["first_aid_cpr"], [.securityLicensed, .firstAidCPR]),
            ("host", ["first-aid-cpr", "bring a hat"], [.firstAidCPR]),
        ] as [(String, [String], Set<CannabisStaffCertification>)])
    func certificates(_ role: String, _ requirements: [String], _ needed: Set<CannabisStaffCertification>) {
        #expect(Set(Eligibility.certificates(forRole: role, requirements)) == needed)
    }

    @Test("every role of the table names a certificate of the vocabulary, and skills match whatever their case")
    func skills() {
        #expect(Eligibility.roles.count == 9)
        #expect(Eligibility.skillsMatched(["spanish", "french"], by: ["Spanish"]) == ["spanish"])
    }

    @Test(
        "a certificate counts to the end of its last day, where the event is",
        arguments: [
            ("2026-12-31", "2026-12-31", true),
            ("2026-12-30", "2026-12-31", false),
            ("2027-01-01", "2026-12-31", true),
        ])
    func expiry(_ expires: String, _ event: String, _ counts: Bool) throws {
        let held = Certification(
            kind: .budtenderCertified, number: nil, issuedOn: nil, expiresOn: try Samples.day(expires))
        let day = try Samples.day(event)
        if counts {
            try Eligibility.check([held], forRole: "budtender", [], on: day)
        } else {
            let expected = StaffError.certificateExpires(
                .budtenderCertified, on: try Samples.day(expires), eventOn: day)
            #expect(throws: expected) { try Eligibility.check([held], forRole: "budtender", [], on: day) }
        }
        #expect(throws: StaffError.certificateMissing(.budtenderCertified)) {
            try Eligibility.check([], forRole: "budtender", [], on: day)
        }
    }

    @Test(
        "the last day is the one in the booking's zone, and the end is not in it",
        arguments: [
            // 2026-12-06 08:00 UTC is midnight in Los Angeles: the event ends with the 5th.
            (1_796_544_000, "America/Los_Angeles", "2026-12-05"),
            (1_796_544_001, "America/Los_Angeles", "2026-12-06"),
            (1_796_544_000, "UTC", "2026-12-06"),
            (1_796_544_000, "Nowhere/Known", "2026-12-06"),
            (1_796_580_000, "Nowhere/Known", "2026-12-07"),
        ])
    func lastDay(_ end: Int64, _ zone: String, _ day: String) throws {
        let window = try TimeWindow(
            start: Timestamp(secondsSinceEpoch: end - 3_600), end: Timestamp(secondsSinceEpoch: end))
        let booking = KnownBooking(
            id: BookingID(UUID128(high: 1, low: 1)), organizationID: Samples.organization, version: 1, title: "x",
            status: .approved, locationID: nil, state: .california, window: window, timeZone: zone, currency: .usd)
        #expect(booking.lastDay == (try Samples.day(day)))
    }

    @Test("a profile says nothing twice, nothing blank, and no certificate backwards")
    func profiles() throws {
        func refusal(_ change: (inout StaffDetails) throws -> Void) throws -> StaffError? {
            var details = try Samples.details()
            try change(&details)
            do throws(StaffError) {
                try details.check()
                return nil
            } catch { return error }
        }
        #expect(try refusal { _ in } == nil)
        #expect(try refusal { $0.displayName = " \n" } == .blankName)
        #expect(try refusal { $0.skills = ["edibles", "Edibles"] } == .repeated(.skills))
        #expect(try refusal { $0.languages = ["en", "EN"] } == .repeated(.languages))
        #expect(try refusal { $0.travelMinutes = 1_441 } == .travelOutOfRange)
        #expect(try refusal { $0.travelMinutes = 1_440 } == nil)
        let backwards = Certification(
            kind: .firstAidCPR, number: nil, issuedOn: try Samples.day("2027-01-02"),
            expiresOn: try Samples.day("2027-01-01"))
        #expect(try refusal { $0.certifications = [backwards] } == .certificateBackwards(.firstAidCPR))
        var good = backwards
        good.expiresOn = nil
        #expect(try refusal { $0.certifications = [good, good] } == .repeated(.certifications))
    }

    @Test("nobody says their own rate, standing or proof; others do")
    func themselves() throws {
        var profile = try Samples.person(Samples.details())
        var new = profile.details
        new.skills = ["edibles"]
        try profile.change(to: new, byThemselves: true, at: Samples.hours(1))
        #expect(profile.version == 2)
        new.hourlyRate = Money(minorUnits: 1, currency: .usd)
        new.isActive = false
        #expect(throws: StaffError.notTheirs(["hourlyRate", "isActive"])) {
            try profile.change(to: new, byThemselves: true, at: Samples.hours(2))
        }
        try profile.change(to: new, byThemselves: false, at: Samples.hours(2))
        #expect(profile.version == 3)
    }
}
