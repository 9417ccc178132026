import EventLoop
import JSON
import LocalPlatform
import PlatformProtocol
import ServiceTestKit
import TestKit
import Testing

extension SystemTests {
    @Test("what is asked wrongly is refused by every service, as a problem, and changes nothing")
    func refusals() async throws {
        try await withPlatform { site in
            for collection in Collection.all {
                let before = try await site.get(collection.path)
                for row in Refused.rows { try await row.expect(of: collection, at: site) }
                #expect(try await site.get(collection.path)["items"] == before["items"], "\(collection.path)")
                try await strangersSeeNothing(of: collection, at: site)
            }
            for service in ServiceName.allCases where service != .gateway {
                // Past the gateway nobody is anybody, whatever the gateway would have said to the token.
                let path = try #require(Collection.all.first { $0.service == service }).path
                for caller in [UserToken.manager, nil] {
                    #expect(try await site.ask(service, "/api/v1" + path, as: caller).status == 401, "\(service)")
                }
            }
        }
    }

    /// What one organisation made, another one cannot tell from what was never made.
    private func strangersSeeNothing(of collection: Collection, at site: SystemSite) async throws {
        guard let body = collection.body else { return }
        let made = try await site.post(collection.path, body)
        try #require(made.status == 201, "\(collection.path): \(made)")
        let path = collection.path + "/" + made.text("id")
        #expect(try await site.get(path).status == 200)
        let (theirs, nobodys) = (
            try await site.get(path, as: .rival),
            try await site.get(collection.path + "/" + Refused.nobodysID, as: .rival)
        )
        #expect(theirs.status == 404 && nobodys.status == 404)
        #expect(theirs.text("detail") == nobodys.text("detail") && theirs.text("code") == nobodys.text("code"))
        #expect(try await site.get(collection.path, as: .rival)["items"] == .array([]))
    }
}

/// Where a service keeps things, and what makes one.
struct Collection: Sendable {
    let service: ServiceName
    let path: String
    /// Nil where nothing is made by asking.
    let body: String?

    static let all = [
        Collection(
            service: .regions, path: "/regions/locations",
            body: """
                {"name": "Hall", "kind": "private", "venueType": "event_space", "timezone": "America/Denver",
                 "address": {"line1": "1 Main St", "city": "Denver", "state": "colorado", "postalCode": "80202"}}
                """),
        Collection(
            service: .staff, path: "/staff/profiles",
            body: """
                {"displayName": "Robin", "userId": "robin", "languages": ["en"], "skills": ["tasting"],
                 "expertiseLevel": "experienced"}
                """),
        Collection(
            service: .kits, path: "/kits/instances",
            body: """
                {"name": "Kit", "template": "product_demo_kit", "homeState": "colorado", "isPlantTouching": false}
                """),
        Collection(service: .booking, path: "/bookings", body: nil),
        Collection(service: .compliance, path: "/compliance/checks", body: nil),
        Collection(service: .notifications, path: "/notifications", body: nil),
    ]

    /// Where a POST with a body is taken.
    var posts: String? { service == .compliance ? "/compliance/check" : service == .notifications ? nil : path }
}

/// A row of what is wrong with a request, and what is answered.
struct Refused: Sendable {
    let why: String
    let status: Int
    let code: String
    let ask: @Sendable (SystemSite, Collection) async throws -> SiteAnswer?

    static let nobodysID = "0192f0c1-0000-7009-8000-00000000dead"

    static let rows: [Refused] = [
        Refused("no token", 401, "missing_token") { try await $0.get($1.path, as: nil) },
        Refused("a token of somebody without a role", 403, "forbidden") {
            try await $0.get($1.path, as: UserToken(roles: []))
        },
        Refused("no such thing", 404, "not_found") { try await $0.get($1.path + "/" + nobodysID) },
        Refused("an id that is none", 404, "not_found") { try await $0.get($1.path + "/17") },
        Refused("another method", 405, "method_not_allowed") { try await $0.send("DELETE", $1.path) },
        Refused("a limit that is no number", 400, "invalid_parameter") { try await $0.get($1.path + "?limit=many") },
        Refused("an unknown parameter", 400, "invalid_parameter") { try await $0.get($1.path + "?colour=red") },
        Refused("somebody else's organisation", 404, "not_found") {
            try await $0.get($1.path + "?organizationId=" + UserToken.rival.organization)
        },
        Refused("an answer in a form that there is not", 406, "not_acceptable") {
            try await $0.send("GET", $1.path, nil, as: .manager, ("Accept", "image/png"))
        },
        Refused("half a document", 400, "malformed_json") { try await $0.post(to: $1, "{\"name\": ") },
        Refused("an unknown field", 400, "unknown_field") { try await $0.post(to: $1, #"{"colour": "red"}"#) },
        Refused("a document of another kind", 415, "unsupported_media_type") { site, collection in
            guard let path = collection.posts else { return nil }
            return try await site.send("POST", path, "{}", as: .manager, ("Content-Type", "text/plain"))
        },
        Refused("a document without an end", 413, "body_too_large") { site, collection in
            try await site.post(to: collection, "\"" + String(repeating: "x", count: 2 << 20) + "\"")
        },
        Refused("a target without an end", 414, "target_too_long") {
            try await $0.get($1.path + "?cursor=" + String(repeating: "x", count: 20_000))
        },
        Refused("fields without an end", 431, "headers_too_large") {
            try await $0.send("GET", $1.path, nil, as: .manager, ("X-Long", String(repeating: "x", count: 70_000)))
        },
    ]

    private init(
        _ why: String, _ status: Int, _ code: String,
        _ ask: @escaping @Sendable (SystemSite, Collection) async throws -> SiteAnswer?
    ) {
        (self.why, self.status, self.code, self.ask) = (why, status, code, ask)
    }

    func expect(of collection: Collection, at site: SystemSite) async throws {
        guard let answer = try await ask(site, collection) else { return }
        #expect(answer.status == status, "\(collection.path), \(why): \(answer)")
        #expect(answer.text("code") == code, "\(collection.path), \(why): \(answer)")
        #expect(answer.field("Content-Type") == "application/problem+json")
        #expect(answer.text("instance") == answer.field("X-Request-Id"))
    }
}

extension SystemSite {
    /// Posts to where a service takes documents; nil where it takes none.
    func post(to collection: Collection, _ body: String) async throws -> SiteAnswer? {
        guard let path = collection.posts else { return nil }
        return try await post(path, body)
    }
}
