import Identifiers
import JSON
import PlatformProtocol
import RegionsService
import ServiceTestKit
import Testing

private let path = "/api/v1/regions/locations"

/// A body of `POST /locations`.
private func body(_ name: String = "The Copper Room", _ more: String = "") -> String {
    """
    {"name":"\(name)","kind":"shared","venueType":"event_space","timezone":"America/Los_Angeles","setUpMinutes":60,
    "tearDownMinutes":30,"address":{"line1":"1245 Broadway","city":"Oakland","state":"california","postalCode":"94612"}
    \(more)}
    """
}

@Suite("Locations")
struct LocationTests {
    @Test("a location is made as a draft, answered with its version, and told by both of its events")
    func create() async throws {
        try await withService(GeographicManagement.self) { site in
            let made = try await site.post(path, body())
            #expect(made.status == 201, "\(made)")
            #expect(made.text("status") == "draft")
            #expect(made.field("ETag") == "\"2\"")
            #expect(made.field("Location") == "\(path)/\(made.text("id"))")
            let read = try await site.get("\(path)/\(made.text("id"))")
            #expect(read.json == made.json)
            let told = try await site.told()
            #expect(told.map(\.type) == [.locationCreated, .locationUpdated])
            #expect(told.map(\.aggregateVersion) == [1, 2])
            #expect(Set(told.map(\.causationID)).count == 1)
            #expect(try told[1].payload(as: LocationUpdated.self).changeType == .created)
            #expect(try told[0].payload(as: LocationCreated.self).location.setUpMinutes == 60)
        }
    }

    @Test("submit, reject, submit again, approve: each move is told, and no other is allowed")
    func review() async throws {
        try await withService(GeographicManagement.self) { site in
            let one = "\(path)/\(try await site.post(path, body()).text("id"))"
            let early = try await site.post("\(one)/approve", as: .officer)
            #expect(early.status == 400)
            #expect(early.text("code") == "invalid_transition")
            #expect(early["allowed"] == ["pending_approval"])
            #expect(try await site.post("\(one)/submit").text("status") == "pending_approval")
            let rejected = try await site.post("\(one)/reject", #"{"reason":"No fire exit"}"#, as: .officer)
            #expect(rejected.text("reviewNotes") == "No fire exit")
            #expect(try await site.post("\(one)/submit").status == 200)
            let approved = try await site.post("\(one)/approve", as: .officer)
            #expect(approved.text("status") == "approved")
            #expect(
                try await site.toldTypes() == [
                    .locationCreated, .locationUpdated, .locationUpdated, .locationRejected, .locationUpdated,
                    .locationUpdated, .locationApproved, .locationUpdated,
                ])
            let versions = try await site.told().map(\.aggregateVersion)
            #expect(versions == Array(1...8))
            #expect(approved["version"] == 8)
        }
    }

    @Test("a manager plans but does not review")
    func roles() async throws {
        try await withService(GeographicManagement.self) { site in
            let one = "\(path)/\(try await site.post(path, body()).text("id"))"
            #expect(try await site.post("\(one)/approve").status == 403)
            #expect(try await site.send("GET", one, as: nil).status == 401)
        }
    }

    @Test("another organisation sees neither drafts nor private places, and an approved shared one without changing it")
    func tenancy() async throws {
        try await withService(GeographicManagement.self) { site in
            let one = "\(path)/\(try await site.post(path, body()).text("id"))"
            #expect(try await site.get(one, as: .stranger).status == 404)
            #expect(try await site.post("\(one)/submit", as: .stranger).status == 404)
            _ = try await site.post("\(one)/submit")
            _ = try await site.post("\(one)/approve", as: .officer)
            #expect(try await site.get(one, as: .stranger).status == 200)
            #expect(try await site.get("\(path)?scope=shared", as: .stranger)["items", 0, "status"] == "approved")
            #expect(try await site.get(path, as: .stranger)["items"] == [])
            #expect(try await site.get("\(path)?organizationId=\(OrganizationID.first)", as: .stranger).status == 404)
        }
    }

    @Test("named grants show a place to those they name and to nobody else")
    func grants() async throws {
        try await withService(GeographicManagement.self) { site in
            for grant in [OrganizationID.second, OrganizationID(UUID128(high: 7, low: 7))] {
                let more = #","bookingPolicy":"named_grants","grantedTo":["\#(grant)"]"#
                let one = "\(path)/\(try await site.post(path, body("Club", more)).text("id"))"
                _ = try await site.post("\(one)/submit")
                _ = try await site.post("\(one)/approve", as: .officer)
                #expect(try await site.get(one, as: .stranger).status == (grant == .second ? 200 : 404))
            }
        }
    }

    @Test("who spans organisations names one")
    func platformAdmin() async throws {
        try await withService(GeographicManagement.self) { site in
            let made = try await site.post(path, body())
            #expect(try await site.get(path, as: .platformAdmin).status == 400)
            let list = try await site.get("\(path)?organizationId=\(OrganizationID.first)", as: .platformAdmin)
            #expect(list.text("items", 0, "id") == made.text("id"))
        }
    }

    @Test(
        "bad bodies are refused with every fault, and leave nothing",
        arguments: [
            ("{", 400, "malformed_json"),
            (#"{"name":"x"}"#, 422, "validation_failed"),
            (body("x", #","colour":"red""#), 400, "unknown_field"),
            (body(" "), 422, "validation_failed"),
            (body("x", #","grantedTo":["0192f0c1-0000-7000-8000-000000000001"]"#), 422, "validation_failed"),
            (body("x", #","partiesAtOnce":0"#), 422, "validation_failed"),
            (body("x", #","name":"y""#), 422, "validation_failed"),
        ])
    func badBodies(_ text: String, _ status: Int, _ code: String) async throws {
        try await withService(GeographicManagement.self) { site in
            let answer = try await site.post(path, text)
            #expect(answer.status == status, "\(answer)")
            #expect(answer.text("code") == code)
            #expect(try await site.told().isEmpty)
            #expect(try await site.get(path)["items"] == [])
        }
    }
}

@Suite("Lists of locations")
struct LocationListTests {
    @Test("pages follow each other without a gap, whatever is inserted between")
    func pages() async throws {
        try await withService(GeographicManagement.self) { site in
            for number in 0..<5 { _ = try await site.post(path, body("Room \(number)")) }
            var names: [String] = []
            var next = "\(path)?sort=name&limit=2"
            while true {
                let page = try await site.get(next)
                #expect(page.status == 200, "\(page)")
                guard case .array(let items) = page["items"] else { break }
                names += items.map { "name".step(into: $0) }.map { "\($0)" }
                if names.count == 2 { _ = try await site.post(path, body("Room 0.5")) }
                guard page["page", "hasMore"] == true else { break }
                let link = try #require(page.field("Link"))
                next = String(link.dropFirst().prefix { $0 != ">" })
            }
            #expect(names.count == 5)
            #expect(names == names.sorted())
        }
    }

    @Test("pages can be counted, and then tell the total")
    func numbered() async throws {
        try await withService(GeographicManagement.self) { site in
            for number in 0..<3 { _ = try await site.post(path, body("Room \(number)")) }
            let second = try await site.get("\(path)?sort=name&limit=2&page=2")
            #expect(second.text("items", 0, "name") == "Room 2")
            #expect(second["page"] == ["limit": 2, "page": 2, "hasMore": false, "total": 3])
        }
    }

    @Test("filters: repeated ones mean any, unknown ones and strange cursors are refused")
    func filters() async throws {
        try await withService(GeographicManagement.self) { site in
            _ = try await site.post(path, body("Alpha"))
            _ = try await site.post(path, body("Beta"))
            #expect(try await site.get("\(path)?search=alp&total=true")["page", "total"] == 1)
            #expect(try await site.get("\(path)?status=draft&status=approved&total=true")["page", "total"] == 2)
            #expect(try await site.get("\(path)?status=approved&total=true")["page", "total"] == 0)
            #expect(try await site.get("\(path)?statu=approved").text("code") == "invalid_parameter")
            let cursor = try await site.get("\(path)?limit=1").text("page", "nextCursor")
            #expect(try await site.get("\(path)?limit=1&cursor=\(cursor)").status == 200)
            #expect(try await site.get("\(path)?limit=1&status=draft&cursor=\(cursor)").status == 400)
            #expect(try await site.get("\(path)?limit=1&cursor=\(cursor)", as: .stranger).status == 400)
        }
    }
}
