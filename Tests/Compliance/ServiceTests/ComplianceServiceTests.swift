import ComplianceService
import Identifiers
import JSON
import Migrations
import PlatformProtocol
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

private let path = "/api/v1/compliance"

/// A booking as booking-management tells it.
private func booking(
    _ id: BookingID = BookingID(UUID128(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0001)), version: Int = 1,
    state: USState = .california, type: CannabisBookingType = .productDemo, age: Int? = 21, sales: Bool = false,
    sampling: Bool = false, leadDays: Int = 120, by actor: ActorID, at now: Timestamp
) -> BookingSnapshot {
    let start = now.advanced(by: .seconds(86_400 * Int64(leadDays)))
    return BookingSnapshot(
        id: id, version: version, reference: "BR-20261205-A3B9C2", organizationID: .first, createdBy: actor,
        updatedBy: actor, cannabisBookingType: type, cannabisProducts: [],
        operationalRequirements: OperationalRequirements(
            isPublic: true, expectedAttendance: 80, minimumAge: age, hasConsumption: false, hasSampling: sampling,
            hasSales: sales),
        title: "Tasting", description: "", status: .draft, stage: .intake, operationalStatus: .notChecked,
        state: state, startDateTime: start, endDateTime: start.advanced(by: .seconds(7_200)),
        timezone: "America/Los_Angeles", eventDates: [start], assignedStaff: [], assignedKits: [], currency: .usd,
        budgetApproved: false, createdAt: now, updatedAt: now)
}

private func created(_ booking: BookingSnapshot) -> BookingCreated {
    BookingCreated(
        createdBy: booking.createdBy, cannabisOperationType: "general", requiredStaffSkills: [], booking: booking)
}

private func updated(_ booking: BookingSnapshot) -> BookingUpdated {
    BookingUpdated(
        updatedBy: booking.updatedBy, updatedAt: booking.updatedAt, changedFields: ["startDateTime"],
        needsReapproval: false, booking: booking)
}

@Suite("Bookings before the law")
struct JudgingBookingTests {
    let actor: ActorID

    init() throws {
        actor = try #require(ActorID("planner"))
    }

    @Test("a new booking is judged once, with citations, however often its event comes")
    func once() async throws {
        try await withService(ComplianceManagement.self) { [actor] site in
            let snapshot = booking(sales: true, by: actor, at: site.clock.now)
            for _ in 0..<2 { try await site.hear(created(snapshot), version: 1, from: .booking) }
            let told = try await site.told()
            #expect(told.filter { $0.type == .complianceChecked }.count == 1)
            let checked = try #require(told.first).payload(as: ComplianceChecked.self)
            #expect(checked.bookingVersion == 1)
            #expect(checked.version == 1)
            #expect(checked.findings.contains { $0.citation?.section.isEmpty == false })
            #expect(checked.findings.contains { $0.outcome == .noRuleOnFile && $0.area == .wasteDisposal })
            let kept = try await site.get("\(path)/checks/\(checked.checkID)")
            #expect(kept.text("decision") == checked.decision.rawValue)
            #expect(try await site.get("\(path)/checks/\(checked.checkID)", as: .stranger).status == 404)
        }
    }

    @Test("what a state forbids is a violation, told once and closed when the booking is mended")
    func violations() async throws {
        try await withService(ComplianceManagement.self) { [actor] site in
            let now = site.clock.now
            let bad = booking(state: .texas, sales: true, by: actor, at: now)
            try await site.hear(created(bad), version: 1, from: .booking)
            let first = try await site.told()
            let checked = try #require(first.first).payload(as: ComplianceChecked.self)
            #expect(checked.decision == .notPermitted || checked.decision == .nonCompliant)
            let violations = try first.filter { $0.type == .complianceViolationDetected }.map {
                try $0.payload(as: ComplianceViolationDetected.self)
            }
            #expect(!violations.isEmpty)
            #expect(violations.allSatisfy { $0.checkID == checked.checkID })
            // Nothing new is broken: the same violations are not told again.
            try await site.hear(
                updated(booking(version: 2, state: .texas, sales: true, by: actor, at: now)), version: 2, from: .booking
            )
            #expect(try await site.toldTypes().count { $0 == .complianceViolationDetected } == violations.count)
            // Moved to a state that allows it and given time, it breaks nothing any more.
            try await site.hear(
                updated(booking(version: 3, state: .michigan, by: actor, at: now)), version: 3, from: .booking)
            let open = try await site.test.run("SELECT count(*) FROM violations WHERE status = 'open'", as: .system)
            #expect(open.trimmingNewline == "0")
            let answers = try await site.told().filter { $0.type == .complianceChecked }
            #expect(answers.map(\.aggregateVersion) == [1, 2, 3])
        }
    }

    @Test("late and repeated events never take an answer back to an older booking", arguments: 0..<6)
    func anyOrder(_ seed: UInt64) async throws {
        try await withService(ComplianceManagement.self) { [actor] site in
            let now = site.clock.now
            var random = SeededRandom(seed: seed)
            let versions = ([1, 2, 3, 4] + [2, 4]).shuffled(using: &random)
            for version in versions {
                let snapshot = booking(version: version, leadDays: version * 10, by: actor, at: now)
                if version == 1 {
                    try await site.hear(created(snapshot), version: 1, from: .booking)
                } else {
                    try await site.hear(updated(snapshot), version: version, from: .booking)
                }
            }
            let judged = try await site.told().filter { $0.type == .complianceChecked }.map {
                try $0.payload(as: ComplianceChecked.self).bookingVersion
            }
            #expect(judged == judged.sorted())
            #expect(Set(judged).count == judged.count)
            #expect(judged.last == 4)
        }
    }
}

@Suite("Questions to the law")
struct CheckRequestTests {
    static let event = #""state":"california","cannabisBookingType":"product_demo","isPublic":true,"minimumAge":21"#

    @Test("a question gets the answer a booking would get, and the answer can be read again")
    func check() async throws {
        try await withService(ComplianceManagement.self) { site in
            let answer = try await site.post("\(path)/check", "{\(Self.event)}")
            #expect(answer.status == 200, "\(answer)")
            #expect(["compliant", "conditional", "non_compliant"].contains(answer.text("decision")))
            #expect(answer.text("ruleSetVersion").hasPrefix("2026-11-21"))
            let again = try await site.get("\(path)/checks/\(answer.text("checkId"))")
            let isSame = again.json == answer.json
            #expect(isSame)
            let isListed = try await site.get("\(path)/checks")["items", 0] == answer.json
            #expect(isListed)
            #expect(try await site.told().isEmpty)
        }
    }

    @Test("an earlier day than the data set's has no rules, and the answer says so")
    func asOf() async throws {
        try await withService(ComplianceManagement.self) { site in
            let answer = try await site.post("\(path)/check?asOf=2020-01-01", "{\(Self.event)}")
            #expect(answer.text("decision") == "conditional")
            #expect(answer.text("coverage").contains("2026-11-21"))
        }
    }

    @Test("the same key gets the same answer byte for byte, and another body under it is refused")
    func idempotency() async throws {
        try await withService(ComplianceManagement.self) { site in
            let key = ("Idempotency-Key", "\"q1\"")
            let first = try await site.send("POST", "\(path)/check", "{\(Self.event)}", key)
            let again = try await site.send("POST", "\(path)/check", "{ \(Self.event) }", key)
            let isSame = again.response.body == first.response.body
            #expect(isSame)
            #expect(again.field("Idempotent-Replayed") == "true")
            #expect(first.field("Idempotent-Replayed") == nil)
            let other = try await site.send("POST", "\(path)/check", "{\(Self.event),\"hasSales\":true}", key)
            #expect(other.status == 409)
            #expect(other.text("code") == "idempotency_key_reused")
            let elsewhere = try await site.send("POST", "\(path)/check", "{\(Self.event)}", as: .stranger, key)
            #expect(elsewhere.text("checkId") != first.text("checkId"))
            #expect(try await site.get("\(path)/checks?total=true")["page", "total"] == 1)
        }
    }

    @Test(
        "bad questions are refused with every fault",
        arguments: [
            ("{}", 422), (#"{"state":"atlantis","cannabisBookingType":"product_demo"}"#, 422),
            (#"{"state":"california","cannabisBookingType":"product_demo","minimumAge":-1}"#, 422),
            (
                #"{"state":"california","cannabisBookingType":"product_demo","startDateTime":"2027-01-02T00:00:00Z","#
                    + #""endDateTime":"2027-01-01T00:00:00Z"}"#, 422
            ),
            (#"{"state":"california","cannabisBookingType":"product_demo","planet":"mars"}"#, 400), ("[]", 422),
        ])
    func bad(_ body: String, _ status: Int) async throws {
        try await withService(ComplianceManagement.self) { site in
            let answer = try await site.post("\(path)/check", body)
            #expect(answer.status == status, "\(answer)")
            #expect(try await site.get("\(path)/checks")["items"] == [])
        }
    }

    @Test("a client sees the answers to its own questions and no others")
    func own() async throws {
        try await withService(ComplianceManagement.self) { site in
            let mine = try await site.post("\(path)/check", "{\(Self.event)}", as: .client).text("checkId")
            let theirs = try await site.post("\(path)/check", "{\(Self.event)}").text("checkId")
            #expect(try await site.get("\(path)/checks/\(mine)", as: .client).status == 200)
            #expect(try await site.get("\(path)/checks/\(theirs)", as: .client).status == 404)
        }
    }
}

@Suite("States and what they require")
struct StateTests {
    @Test("all states are listed, and each has its requirements with sources")
    func all() async throws {
        try await withService(ComplianceManagement.self) { site in
            let list = try await site.get("\(path)/states")
            #expect(list["items", USState.allCases.count - 1, "state"] == "washington")
            #expect(list["items", USState.allCases.count] == .null)
            for state in USState.allCases {
                let answer = try await site.get("\(path)/states/\(state.rawValue)/requirements")
                #expect(answer.text("state") == state.rawValue)
                #expect(answer["sources", 0, "title"] != .null)
                #expect(answer["licensing", "cannabisLicense", "licenseTypes"] != .null)
            }
            #expect(try await site.get("\(path)/states/atlantis/requirements").status == 404)
        }
    }

    @Test("an unchanged state is not sent again")
    func unchanged() async throws {
        try await withService(ComplianceManagement.self) { site in
            let tag = try #require(try await site.get("\(path)/states/maine/requirements").field("ETag"))
            let again = try await site.send("GET", "\(path)/states/maine/requirements", nil, ("If-None-Match", tag))
            #expect(again.status == 304)
        }
    }
}

extension String {
    fileprivate var trimmingNewline: String { filter { !$0.isNewline } }
}
