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

@Suite("Lists of bookings", .serialized)
struct ListTests {
    @Test("pages follow each other without a gap, forwards and backwards, and can be counted")
    func pages() async throws {
        try await withService(BookingManagement.self) { site in
            for day in [12, 10, 14, 11, 13] {
                _ = try await site.booking(body: Sample.body(site, days: day, location: nil))
            }
            for sort in ["startDateTime", "-startDateTime", "createdAt", "-createdAt"] {
                var (starts, next): ([String], String?) = ([], "\(path)?sort=\(sort)&limit=2")
                while let page = next {
                    let answer = try await site.get(page)
                    #expect(answer.status == 200, "\(answer)")
                    guard case .array(let items) = answer["items"] else { break }
                    starts += items.map { "\("startDateTime".step(into: $0))" }
                    next = answer.field("Link").map { String($0.dropFirst().prefix { $0 != ">" }) }
                }
                #expect(Set(starts).count == 5, "\(sort)")
                if sort == "startDateTime" { #expect(starts == starts.sorted()) }
                if sort == "-startDateTime" { #expect(starts == starts.sorted(by: >)) }
            }
            let second = try await site.get("\(path)?limit=2&page=2")
            #expect(second["page"] == ["limit": 2, "page": 2, "hasMore": true, "total": 5])
        }
    }

    @Test("filters narrow down, repeated ones mean any, and several must all hold")
    func filters() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let client = ClientID(UUID128(high: 3, low: 3))
            let here = try await site.booking(
                "submit", body: Sample.body(site, #","clientId":"\#(client)","metadata":{"priority":"high"}"#))
            let there = try await site.booking(
                body: Sample.body(site, days: 30, location: nil, title: "Trade fair", #","state":"colorado""#)
                    .replacing(#""state":"california","#, with: "").replacing("product_demo", with: "trade_show"))
            let reference = try await site.get("\(path)/\(there)").text("reference")
            let table: [(String, [String])] = [
                ("", [here, there]), ("status=draft", [there]),
                ("status=draft&status=pending_approval", [here, there]),
                ("status=cancelled", []), ("stage=compliance", [here]), ("state=colorado", [there]),
                ("state=colorado&state=california", [here, there]), ("cannabisType=trade_show", [there]),
                ("clientId=\(client)", [here]), ("locationId=\(Sample.venue)", [here]), ("region=bay_area", [here]),
                ("operationalStatus=not_checked", [here, there]), ("operationalStatus=failed", []),
                ("search=TRADE", [there]), ("search=\(reference)", [there]), ("search=oakland", [here]),
                ("priority=high", [here]), ("assignedStaff=\(Sample.staff)", []),
                ("organizationId=\(OrganizationID.first)", [here, there]),
                ("state=colorado&status=pending_approval", []),
            ]
            for (query, expected) in table {
                let answer = try await site.get("\(path)?\(query)&total=true")
                guard case .array(let items) = answer["items"] else {
                    Issue.record("\(query): \(answer)")
                    continue
                }
                #expect(items.map { "id".step(into: $0) } == expected.map { .string($0) }, "\(query)")
                #expect(answer["page", "total"] == .number(.integer(Int64(expected.count))))
            }
            for query in [
                "statu=draft", "status=gone", "dateFrom=yesterday", "limit=0", "cursor=abc", "dateRange=2027-01-01",
            ] {
                #expect(try await site.get("\(path)?\(query)").text("code") == "invalid_parameter", "\(query)")
            }
            #expect(try await site.get("\(path)?organizationId=\(OrganizationID.second)").status == 404)
        }
    }

    @Test("dates: what touches the range, or what lies in it; windows are half-open, days count to their end")
    func dates() async throws {
        try await withService(BookingManagement.self) { site in
            let start = try #require(Timestamp("2027-05-10T10:00:00Z"))
            func times(_ hours: Int) -> String {
                let begin = start.advanced(by: .seconds(hours * 3600))
                return #""startDateTime":"\#(begin)","endDateTime":"\#(begin.advanced(by: .seconds(7200)))""#
            }
            let one = try await site.booking(body: Sample.body(site, location: nil, times: times(0)))
            let dates = #","eventDates":["2027-05-12T10:00:00Z","2027-05-20T10:00:00Z"]"#
            let two = try await site.booking(body: Sample.body(site, location: nil, times: times(48), dates))
            let table: [(String, [String])] = [
                ("dateFrom=2027-05-10T12:00:00Z&dateTo=2027-05-10T13:00:00Z", []),
                ("dateFrom=2027-05-10T11:59:59Z&dateTo=2027-05-10T13:00:00Z", [one]),
                ("dateFrom=2027-05-10T08:00:00Z&dateTo=2027-05-10T10:00:00Z", []),
                ("dateFrom=2027-05-10T08:00:00Z&dateTo=2027-05-10T10:00:01Z", [one]),
                ("dateFrom=2027-05-10&dateTo=2027-05-10", [one]), ("dateFrom=2027-05-11&dateTo=2027-05-11", []),
                ("dateFrom=2027-05-20&dateTo=2027-05-20", [two]), ("dateRange=2027-05-20/2027-05-21", [two]),
                ("dateFrom=2027-05-11", [two]), ("dateTo=2027-05-11", [one]),
                ("dateFrom=2027-05-10&dateTo=2027-05-13&dateMode=contained", [one]),
                ("dateFrom=2027-05-10&dateTo=2027-05-20&dateMode=contained", [one, two]),
                ("dateFrom=2027-05-10T10:00:01Z&dateMode=contained", [two]),
                ("dateTo=2027-05-10T12:00:00Z&dateMode=contained", [one]),
            ]
            for (query, expected) in table {
                let answer = try await site.get("\(path)?\(query)")
                guard case .array(let items) = answer["items"] else {
                    Issue.record("\(query): \(answer)")
                    continue
                }
                #expect(items.map { "id".step(into: $0) } == expected.map { .string($0) }, "\(query)")
            }
            for query in [
                "dateFrom=2027-05-11&dateTo=2027-05-10", "dateFrom=2027-05-11&dateRange=2027-05-11/2027-05-12",
            ] {
                #expect(try await site.get("\(path)?\(query)").status == 400, "\(query)")
            }
        }
    }

    @Test("a page that is larger than can be answered says so")
    func largePage() async throws {
        var limits = PostgresLimits.patient
        limits.resultBytesMax = 200_000
        try await withService(BookingManagement.self, limits: limits) { site in
            let large = #","metadata":"\#(String(repeating: "x", count: 65_000))""#
            for _ in 0..<4 { _ = try await site.booking(body: Sample.body(site, location: nil, large)) }
            let refused = try await site.get(path)
            #expect(refused.status == 400 && refused.text("errors", 0, "pointer") == "/query/limit", "\(refused)")
            #expect(try await site.get("\(path)?limit=1").status == 200)
        }
    }

    @Test("a booking whose making the platform undid is hidden, unless somebody asks for it")
    func compensated() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking(body: Sample.body(site, location: nil))
            #expect(try await site.post("\(path)/\(id)/cancel", #"{"reason":"saga_compensated"}"#).status == 200)
            // Somebody who gives the platform's reason is not the platform.
            #expect(try await site.get(path).text("items", 0, "id") == id)
            try await site.test.run(
                """
                SELECT set_config('app.org', '\(OrganizationID.first)', false);
                UPDATE bookings SET cancelled_by = 'booking-management';
                """, as: .app)
            #expect(try await site.get(path)["items"] == [])
            #expect(try await site.get("\(path)?includeCompensated=true").text("items", 0, "id") == id)
            #expect(try await site.get("\(path)/\(id)").status == 200)
        }
    }

    @Test("parts are answered beside a booking when they are asked for, and then the whole is its own tag")
    func parts() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit")
            try await site.judge(id, of: 1)
            let all = "include=location&include=staff&include=kits&include=compliance&include=history"
            let answer = try await site.get("\(path)/\(id)?\(all)")
            #expect(answer.text("location", "name") == "The Copper Room", "\(answer)")
            #expect(answer["staffCount"] == 0 && answer["kits"] == [])
            #expect(answer.text("compliance", "decision") == "compliant")
            #expect(answer["history", 1, "toStatus"] == "pending_approval")
            let tag = try #require(answer.field("ETag"))
            #expect(tag.count == 66)
            let target = "\(path)/\(id)?\(all)"
            #expect(try await site.send("GET", target, as: .manager, ("If-None-Match", tag)).status == 304)
            try await site.judge(id, .conditional, version: 2, of: 1)
            #expect(try await site.send("GET", target, as: .manager, ("If-None-Match", tag)).status == 200)
            #expect(try await site.get("\(path)/\(id)")["history"] == .null)
            #expect(try await site.get("\(path)/\(id)?include=everything").status == 400)
        }
    }
}
