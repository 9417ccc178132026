import Identifiers
import JSON
import Migrations
import PlatformProtocol
import Postgres
import PostgresTestKit
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("One venue, many who want it", .serialized)
struct RaceTests {
    /// As in a real process, with a line as long as the crowd.
    static var crowded: PostgresLimits {
        var limits = PostgresLimits.patient
        limits.connections = 4
        limits.waitersMax = 512
        return limits
    }

    @Test("of two hundred who want one slot at once, from two organisations, exactly one gets it")
    func crowd() async throws {
        try await withService(BookingManagement.self, limits: Self.crowded) { site in
            try await site.openVenue()
            let body = Sample.body(site)
            let answers = try await withThrowingTaskGroup(of: SiteAnswer.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await site.post(path, body, as: number.isMultiple(of: 2) ? .manager : .stranger)
                    }
                }
                return try await group.reduce(into: [SiteAnswer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            let refused = answers.filter { $0.status == 409 }
            #expect(
                refused.count == 199,
                "\(answers.filter { $0.status != 409 && $0.status != 201 }.first?.description ?? "")")
            #expect(refused.allSatisfy { $0.text("code") == "time_conflict" })
            #expect(try await site.rows("SELECT count(*) FROM leases") == ["1"])
            #expect(try await site.told().count == 1)
        }
    }

    @Test("the answer names the window that is taken, with set-up and tear-down, and nothing of whoever has it")
    func conflict() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let made = try await site.post(path, Sample.body(site, title: "Secret evening"))
            let refused = try await site.post(path, Sample.body(site, hours: 2), as: .stranger)
            #expect(refused.status == 409, "\(refused)")
            #expect(refused["conflict", "startDateTime"] == .string("\(Sample.start(site, hours: -1))"))
            let end = Sample.start(site, hours: 2).advanced(by: .seconds(1800))
            #expect(refused["conflict", "endDateTime"] == .string("\(end)"))
            for secret in ["Secret", made.text("id"), made.text("reference"), "\(OrganizationID.first)"] {
                #expect(!refused.response.body.contains(secret))
            }
            // Half an hour to clear up and an hour to set up: half past three hours later they touch.
            let start = Sample.start(site, hours: 3).advanced(by: .seconds(1800))
            let times = #""startDateTime":"\#(start)","duration_minutes":60"#
            #expect(try await site.post(path, Sample.body(site, times: times), as: .stranger).status == 201)
        }
    }

    @Test("where three parties have room three get in, and never a fourth at the same moment")
    func parties() async throws {
        try await withService(BookingManagement.self, limits: Self.crowded) { site in
            try await site.open(Sample.location(partiesAtOnce: 3, setUpMinutes: 0, tearDownMinutes: 0))
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<24 {
                    let body = Sample.body(site, attendance: 10)
                    group.addTask {
                        try await site.post(path, body, as: number.isMultiple(of: 2) ? .manager : .stranger).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers.count { $0 == 201 } == 3)
            #expect(answers.count { $0 == 409 } == 21)
            // Two hours later they have gone; in between is nobody's.
            #expect(try await site.post(path, Sample.body(site, hours: 2, attendance: 10)).status == 201)
            #expect(try await site.post(path, Sample.body(site, hours: 1, attendance: 10)).status == 409)
        }
    }

    @Test("parties that follow each other count by moments, and people are summed against the capacity")
    func sums() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.open(Sample.location(capacity: 100, partiesAtOnce: 2, setUpMinutes: 0, tearDownMinutes: 0))
            // One after the other, beside each of which there is room for a second.
            for hours in [0, 2] {
                #expect(try await site.post(path, Sample.body(site, hours: hours, attendance: 60)).status == 201)
            }
            #expect(try await site.post(path, Sample.body(site, hours: 1, attendance: 41)).status == 409)
            #expect(try await site.post(path, Sample.body(site, hours: 1, attendance: 40)).status == 201)
            #expect(try await site.post(path, Sample.body(site, hours: 2, attendance: 1)).status == 409)
            #expect(try await site.post(path, Sample.body(site, hours: 3, attendance: 1)).status == 201)
        }
    }

    @Test("a hold that has lapsed is whoever's comes first; who comes back finds it taken, or has it again")
    func lapsed() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let (first, second) = (try await site.booking(), try await site.booking(body: Sample.body(site, days: 12)))
            try await site.test.run(
                """
                SELECT set_config('app.org', '\(OrganizationID.first)', false);
                UPDATE leases SET expires_at = now() - interval '1 second';
                """, as: .app)
            #expect(try await site.post(path, Sample.body(site), as: .stranger).status == 201)
            let late = try await site.post("\(path)/\(first)/submit")
            #expect(late.status == 409 && late.text("code") == "time_conflict", "\(late)")
            #expect(try await site.get("\(path)/\(first)").text("status") == "draft")
            #expect(try await site.post("\(path)/\(second)/submit").status == 200)
            #expect(try await site.leases(second) == ["hold"])
        }
    }

    @Test("dates of one booking are not in each other's way, and each keeps others out")
    func severalDates() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let dates = [0, 2, 72].map { "\"\(Sample.start(site, hours: $0))\"" }.joined(separator: ",")
            let id = try await site.booking(body: Sample.body(site, #","eventDates":[\#(dates)]"#))
            #expect(try await site.leases(id) == ["hold", "hold"])
            #expect(try await site.post(path, Sample.body(site, hours: 73), as: .stranger).status == 409)
            #expect(try await site.post(path, Sample.body(site, hours: 4), as: .stranger).status == 409)
            #expect(try await site.post(path, Sample.body(site, hours: 20), as: .stranger).status == 201)
        }
    }

    @Test("approving and cancelling at once: whoever comes second is judged by what the first one left")
    func approveAndCancel() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            for round in 0..<6 {
                let id = try await site.booking("submit", body: Sample.body(site, days: 10 + round))
                let version = try await site.number(site.get("\(path)/\(id)"), "version")
                // Every other round both say which version they mean: then only one can be right.
                let body = round.isMultiple(of: 2) ? "{}" : #"{"expectedVersion":\#(version)}"#
                async let approval = site.post("\(path)/\(id)/approve", body)
                async let cancellation = site.post("\(path)/\(id)/cancel", body)
                let statuses = try await [approval.status, cancellation.status]
                let after = try await site.get("\(path)/\(id)").text("status")
                if round.isMultiple(of: 2) {
                    #expect(statuses == [200, 200] || statuses == [400, 200], "\(statuses)")
                    #expect(after == "cancelled")
                } else {
                    #expect(statuses == [200, 409] || statuses == [409, 200], "\(statuses)")
                    #expect(after == (statuses[0] == 200 ? "approved" : "cancelled"))
                }
                #expect(try await site.leases(id) == (after == "approved" ? ["firm"] : []))
            }
            let gaps = try await site.rows(
                """
                SELECT aggregate_id FROM event_store GROUP BY aggregate_id
                HAVING count(*) <> max(version) OR min(version) <> 1 OR count(DISTINCT version) <> count(*)
                """)
            #expect(gaps.isEmpty)
        }
    }

    @Test("the constraint holds without the claim, and then says the same")
    func constraint() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            _ = try await site.booking()
            let window = Sample.body(site)
            try await site.test.run(
                """
                CREATE OR REPLACE FUNCTION claim_venue(venue uuid, wanted tstzrange[], for_booking uuid, people integer)
                    RETURNS tstzrange LANGUAGE sql AS 'SELECT NULL::tstzrange';
                """, as: .owner)
            let refused = try await site.post(path, window, as: .stranger)
            #expect(refused.status == 409 && refused.text("code") == "time_conflict", "\(refused)")
        }
    }
}
