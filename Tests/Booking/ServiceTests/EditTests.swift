import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

@testable import BookingService

@Suite("Editing bookings", .serialized)
struct EditTests {
    @Test("an edit says which version it means: 428 without, 409 and 412 with another")
    func versions() async throws {
        try await withService(BookingManagement.self) { site in
            let one = "\(path)/\(try await site.booking(body: Sample.body(site, location: nil)))"
            for method in ["PATCH", "PUT"] {
                let body = method == "PUT" ? Sample.body(site, location: nil) : "{}"
                #expect(try await site.send(method, one, body).status == 428)
                let stale =
                    method == "PUT"
                    ? Sample.body(site, location: nil, #","expectedVersion":9"#) : #"{"expected_version":9}"#
                let answer = try await site.send(method, one, stale)
                #expect(answer.status == 409 && answer["currentVersion"] == 1, "\(answer)")
                let header = try await site.send(method, one, body, as: .manager, ("If-Match", "\"9\""))
                #expect(header.status == 412, "\(header)")
            }
            let same = try await site.send("PATCH", one, "{}", as: .manager, ("If-Match", "\"1\""))
            #expect(same.status == 200 && same.field("ETag") == "\"1\"", "\(same)")
            #expect(try await site.told().count == 1)
        }
    }

    @Test("what is there changes, null empties, and the event names the fields")
    func patch() async throws {
        try await withService(BookingManagement.self) { site in
            let body = Sample.body(
                site, location: nil, #","budget":100,"region":"north","requirements":{"a":[1,2.50]}"#)
            let one = "\(path)/\(try await site.booking(body: body))"
            let changes =
                #"{"title":"Winter","region":null,"budget":"150.25","metadata":{"priority":"high"},"expectedVersion":1}"#
            let changed = try await site.send("PATCH", one, changes)
            #expect(changed.status == 200, "\(changed)")
            #expect(changed["region"] == .null && changed["title"] == "Winter")
            #expect(changed.response.body.contains(#""budget":150.25"#))
            #expect(changed["requirements", "a", 0] == 1)
            let told = try #require(try await site.told().last)
            let payload = try told.payload(as: BookingUpdated.self)
            #expect(Set(payload.changedFields) == ["title", "region", "budget", "metadata"])
            #expect(!payload.needsReapproval)
            // Kept as a value and read back, it is the same: nothing changes.
            let again = try await site.send("PATCH", one, #"{"requirements":{"a":[1,2.5]},"expectedVersion":2}"#)
            #expect(again.field("ETag") == "\"2\"", "\(again)")
        }
    }

    @Test("replacing says all of it anew, and what is left out is emptied")
    func replace() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let one = "\(path)/\(try await site.booking(body: Sample.body(site, #","budget":100"#)))"
            let body = Sample.body(site, days: 13, title: "New", #","expectedVersion":1"#)
            let replaced = try await site.send("PUT", one, body)
            #expect(replaced.status == 200, "\(replaced)")
            #expect(replaced["budget"] == .null && replaced["title"] == "New")
            #expect(replaced["startDateTime"] == .string("\(Sample.start(site, days: 13))"))
        }
    }

    @Test("changed times move the lease along, or nothing changes")
    func moving() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let id = try await site.booking("submit", "approve")
            let other = try await site.post(path, Sample.body(site, days: 11), as: .stranger)
            #expect(other.status == 201)
            func times(_ days: Int, _ version: Int) -> String {
                let start = Sample.start(site, days: days)
                return """
                    {"startDateTime":"\(start)","endDateTime":"\(start.advanced(by: .seconds(7200)))",
                    "expectedVersion":\(version)}
                    """
            }
            let before = try await site.get("\(path)/\(id)")
            let taken = try await site.send("PATCH", "\(path)/\(id)", times(11, 7))
            #expect(taken.status == 409 && taken.text("code") == "time_conflict", "\(taken)")
            #expect(try await site.get("\(path)/\(id)").json == before.json)
            #expect(try await site.leases(id) == ["firm"])
            let moved = try await site.send("PATCH", "\(path)/\(id)", times(12, 7))
            // It was approved for another day: whoever resumes it agrees.
            #expect(moved.text("status") == "on_hold" && moved["progress", "needsReapproval"] == true, "\(moved)")
            #expect(try await site.leases(id) == ["firm"])
            #expect(try await site.post(path, Sample.body(site), as: .stranger).status == 201)
            #expect(try await site.post(path, Sample.body(site, days: 12), as: .stranger).status == 409)
            let resumed = try await site.post("\(path)/\(id)/resume")
            #expect(resumed["progress", "needsReapproval"] == false, "\(resumed)")
        }
    }

    @Test("a booking may be moved to another place, or to none, and not to one that it may not have")
    func place() async throws {
        try await withService(BookingManagement.self) { site in
            try await site.openVenue()
            let other = LocationID(UUID128(high: 5, low: 5))
            try await site.open(Sample.location(other, of: .second, capacity: 10))
            let id = try await site.booking()
            func change(_ body: String) async throws -> SiteAnswer {
                try await site.send("PATCH", "\(path)/\(id)", body, as: .manager, ("If-Match", "*"))
            }
            let small = try await change(#"{"locationId":"\#(other)"}"#)
            #expect(small.text("errors", 0, "code") == "too_small", "\(small)")
            let unknown = try await change(#"{"locationId":"\#(LocationID(UUID128(high: 6, low: 6)))"}"#)
            #expect(unknown.text("errors", 0, "code") == "unknown_location", "\(unknown)")
            let fewer = """
                {"venue_id":"\(other)","operationalRequirements":{"isPublic":false,"expectedAttendance":5,
                "hasConsumption":false,"hasSampling":false,"hasSales":false}}
                """
            #expect(try await change(fewer).status == 200)
            #expect(try await site.rows("SELECT venue_id FROM leases WHERE status = 'active'") == ["\(other)"])
            #expect(try await change(#"{"locationId":null}"#).status == 200)
            #expect(try await site.leases(id).isEmpty)
        }
    }

    @Test("what may not change any more is named")
    func notEditable() async throws {
        try await withService(BookingManagement.self) { site in
            let id = try await site.booking("submit", "cancel", body: Sample.body(site, location: nil))
            let answer = try await site.send(
                "PATCH", "\(path)/\(id)", #"{"title":"x","city":"y"}"#, as: .manager, ("If-Match", "*"))
            #expect(answer.status == 422 && answer.text("code") == "rule_broken", "\(answer)")
            #expect(answer["errors", 0, "pointer"] == "/title" && answer["errors", 1, "pointer"] == "/city")
        }
    }
}
