import EventLoop
import Identifiers
import JSON
import PlatformProtocol
import Postgres
import ServiceTestKit
import StaffService
import TestKit
import Testing

@Suite("Assignments")
struct AssignmentTests {
    @Test("a manager assigns somebody, everybody is told with everything, and giving back frees the time")
    func assign() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 3)
            let robin = try await site.hire("robin", #","hourlyRate":30,"skills":["Spanish"]"#)
            let alex = try await site.hire("alex")
            _ = try await site.assign(alex, to: booking, #","hourlyRate":20"#)
            let made = try await site.assign(robin, to: booking, #","specialRequirements":["spanish","hat"]"#)
            #expect(made.status == 201, "\(made)")
            #expect(made["status"] == "accepted")
            #expect(made.field("ETag") == "\"1\"")
            let one = "\(assignments)/\(made.text("id"))"
            #expect(made.field("Location") == one)
            #expect(try await site.get(one).json == made.json)
            let told = try #require(try await site.told().last)
            let payload = try told.payload(as: StaffAssignedToBooking.self)
            #expect(payload.assignments.count == 2)
            #expect(payload.totalHourlyRate == 5_000)
            #expect(payload.skillsMatched == ["spanish"])
            #expect(payload.booking.id == booking.id)
            #expect(payload.assignment.startTime == booking.start)

            let taken = TestBooking(2, from: site.hours(26))
            try await site.hear(taken, version: 1)
            let refused = try await site.assign(robin, to: taken)
            #expect(refused.status == 409)
            #expect(refused.text("code") == "time_conflict")
            #expect(refused["conflictingWindow", "end"] == .string(booking.end.description))
            let cancelled = try await site.post("\(one)/cancel", #"{"reason":"ill","expectedVersion":1}"#)
            #expect(cancelled["status"] == "cancelled", "\(cancelled)")
            #expect(try await site.told().last?.type == .staffAssignmentReleased)
            #expect(try await site.told().last?.aggregateVersion == 2)
            #expect(try await site.assign(robin, to: taken).status == 201)
            #expect(try await site.assign(robin, to: booking).status == 409)
            #expect(try await site.post("\(one)/cancel").text("code") == "invalid_transition")
        }
    }

    @Test("the rules say no before anything is written")
    func refusals() async throws {
        try await withService(StaffAssignment.self) { site in
            let robin = try await site.hire(
                "robin", #","certifications":[{"kind":"budtender_certified","expiresOn":"2026-01-01"}]"#)
            let draft = TestBooking(1, from: site.hours(24)).becoming(.draft)
            try await site.hear(draft, version: 1)
            let early = try await site.assign(robin, to: draft)
            #expect(early.status == 422)
            #expect(early["takes"] == ["approved", "confirmed", "in_progress"])
            try await site.hear(draft.becoming(.approved), version: 2)
            let expired = try await site.assign(robin, to: draft, #","specialRequirements":["budtender_certified"]"#)
            #expect(expired.status == 422)
            #expect(expired["expiresOn"] == "2026-01-01")
            let missing = try await site.assign(robin, to: draft, #","specialRequirements":["first_aid_cpr"]"#)
            #expect(missing["certification"] == "first_aid_cpr")
            let idle = try await site.hire("idle", #","isActive":false"#)
            #expect(try await site.assign(idle, to: draft).text("code") == "rule_broken")
            #expect(try await site.told().isEmpty)
            #expect(try await site.assign(robin, to: draft).status == 201)
        }
    }

    @Test("what is not known here is not there: another organisation's booking or person, and nobody's")
    func tenancy() async throws {
        try await withService(StaffAssignment.self) { site in
            var foreign = TestBooking(1, from: site.hours(24))
            foreign.organization = .second
            try await site.hear(foreign, version: 1)
            let own = TestBooking(2, from: site.hours(24))
            try await site.hear(own, version: 1)
            let robin = try await site.hire("robin")
            let stranger = try await site.hire("robin", as: .stranger)
            #expect(try await site.assign(robin, to: foreign).status == 404)
            #expect(try await site.assign(stranger, to: own).status == 404)
            #expect(try await site.assign(robin, to: TestBooking(3, from: site.hours(1))).status == 404)
            #expect(try await site.told().isEmpty)
            let one = "\(assignments)/\(try await site.assign(robin, to: own).text("id"))"
            #expect(try await site.get(one, as: .stranger).status == 404)
            #expect(try await site.post("\(one)/cancel", as: .stranger).status == 404)
            #expect(try await site.get(assignments, as: .stranger)["items"] == [])
        }
    }

    @Test("an agent sees their own assignments, whole, and makes none")
    func own() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 1)
            let robin = try await site.hire("robin", #","hourlyRate":30"#)
            let one = "\(assignments)/\(try await site.assign(robin, to: booking).text("id"))"
            let seen = try await site.get(one, as: .agent("robin"))
            #expect(seen["userId"] == "robin")
            #expect(seen["hourlyRate"] != "***")
            #expect(try await site.get(one)["userId"] == "***")
            #expect(try await site.get(one, as: .agent("alex")).status == 404)
            #expect(try await site.get(assignments, as: .agent("alex"))["items"] == [])
            #expect(try await site.assign(robin, to: booking, as: .agent("robin")).status == 403)
            #expect(try await site.post("\(one)/cancel", as: .agent("robin")).status == 403)
        }
    }

    @Test("the same request again gets the same answer, and another one under its key is refused")
    func idempotency() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            try await site.hear(booking, version: 1)
            let robin = try await site.hire("robin")
            func send(_ role: String) async throws -> SiteAnswer {
                try await site.send(
                    "POST", assignments, #"{"bookingId":"\#(booking.id)","staffId":"\#(robin)","role":"\#(role)"}"#,
                    as: .manager, ("Idempotency-Key", "k1"))
            }
            let first = try await send("host")
            #expect(first.status == 201)
            let again = try await send("host")
            #expect(again.response.body == first.response.body)
            #expect(again.field("Idempotent-Replayed") == "true")
            #expect(try await send("guide").text("code") == "idempotency_key_reused")
            #expect(try await site.told().count == 1)
        }
    }

    @Test("of fifty that want one person for bookings at one time, one gets them")
    func race() async throws {
        try await withService(StaffAssignment.self) { site in
            let bookings = (1...50).map { TestBooking($0, from: site.hours(24)) }
            for booking in bookings { try await site.hear(booking, version: 1) }
            let robin = try await site.hire("robin")
            let loop = site.database.loop
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for booking in bookings {
                    group.addTask(executorPreference: loop) { try await site.assign(robin, to: booking).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 1)
            #expect(statuses.filter { $0 == 409 }.count == 49, "\(statuses)")
            #expect(try await site.told().count == 1)
            #expect(try await site.get("\(assignments)?total=true")["page", "total"] == 1)
        }
    }

    @Test("the table itself keeps nobody in two places, whatever a command has overlooked")
    func constraint() async throws {
        try await withService(StaffAssignment.self) { site in
            let booking = TestBooking(1, from: site.hours(24))
            let other = TestBooking(2, from: site.hours(40))
            try await site.hear(booking, version: 1)
            try await site.hear(other, version: 1)
            let robin = try await site.hire("robin")
            _ = try await site.assign(robin, to: booking)
            _ = try await site.assign(robin, to: other)
            let onto = TimestampRange(booking.start.advanced(by: .seconds(-3_600))..<booking.end)
            let refusal = await #expect(throws: PostgresError.self) {
                try await site.database.transaction(for: .organization(.first)) { transaction in
                    try await transaction.execute(
                        """
                        UPDATE assignments SET starts_at = \(booking.start), ends_at = \(booking.end), held = \(onto)
                        WHERE booking_id = \(other.id)
                        """)
                }
            }
            guard case .exclusionViolation(constraint: "assignments_no_overlap", _) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
        }
    }

    @Test("lists are narrowed down by booking, person, status and time")
    func lists() async throws {
        try await withService(StaffAssignment.self) { site in
            let robin = try await site.hire("robin")
            for number in 1...3 {
                let booking = TestBooking(number, from: site.hours(24 * number))
                try await site.hear(booking, version: 1)
                #expect(try await site.assign(robin, to: booking).status == 201)
            }
            func total(_ query: String) async throws -> JSONValue {
                try await site.get("\(assignments)?total=true&\(query)")["page", "total"]
            }
            #expect(try await total("staffId=\(robin)") == 3)
            #expect(try await total("bookingId=\(TestBooking(2, from: site.hours(0)).id)") == 1)
            #expect(try await total("status=cancelled") == 0)
            #expect(try await total("from=\(site.hours(30).description)&to=\(site.hours(60).description)") == 1)
            #expect(try await total("conflict=time") == 0)
            let first = try await site.get("\(assignments)?limit=2")
            let rest = try await site.get("\(assignments)?limit=2&cursor=\(first.text("page", "nextCursor"))")
            #expect(rest["items", 0, "bookingId"] == .string("\(TestBooking(3, from: site.hours(0)).id)"))
            let backwards = "from=\(site.hours(2).description)&to=\(site.hours(1).description)"
            #expect(try await site.get("\(assignments)?\(backwards)").status == 400)
        }
    }
}
