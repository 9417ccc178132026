import Identifiers
import JSON
import KitsService
import PlatformProtocol
import ServiceTestKit
import Testing

@Suite("Kits on file")
struct KitTests {
    @Test("a kit is put on file with what is in it, and read as it was written")
    func create() async throws {
        try await withService(KitManagement.self) { site in
            let contents = #","contents":[{"name":"Scale","quantity":2},{"name":"Apron","condition":"poor"}]"#
            let made = try await site.post(instances, kit("Kit 1", contents))
            #expect(made.status == 201, "\(made)")
            #expect(made["contents", 0, "name"] == "Scale")
            #expect(made["contents", 1] == ["name": "Apron", "quantity": 1, "condition": "poor"])
            #expect(made["condition"] == "good")
            #expect(made.field("ETag") == "\"1\"")
            let one = "\(instances)/\(made.text("id"))"
            #expect(made.field("Location") == one)
            #expect(try await site.get(one).json == made.json)
            let other = try await site.post(instances, kit("Kit 2"))
            #expect(other["kitTemplateId"] == made["kitTemplateId"])
            #expect(try await site.get(one, as: .stranger).status == 404)
            #expect(try await site.get(instances, as: .stranger)["items"] == [])
            #expect(try await site.post(instances, kit(), as: .client).status == 403)
        }
    }

    @Test("a list is narrowed down, sorted, and goes on without a gap")
    func lists() async throws {
        try await withService(KitManagement.self) { site in
            _ = try await site.stock(kit("B", touches: false))
            _ = try await site.stock(kit("A", #","warehouse":"Oakland""#))
            _ = try await site.stock(kit("C", #","condition":"needs_maintenance""#))
            func total(_ query: String) async throws -> JSONValue {
                try await site.get("\(instances)?total=true&\(query)")["page", "total"]
            }
            #expect(try await total("plantTouching=false") == 1)
            #expect(try await total("search=oak") == 1)
            #expect(try await total("condition=good&condition=needs_maintenance") == 3)
            #expect(try await total("template=trade_show_kit") == 0)
            #expect(try await total("homeState=nevada") == 0)
            let first = try await site.get("\(instances)?sort=-name&limit=2")
            #expect(first.text("items", 0, "name") == "C")
            let rest = try await site.get(
                "\(instances)?sort=-name&limit=2&cursor=\(first.text("page", "nextCursor"))")
            #expect(rest.text("items", 0, "name") == "A")
            #expect(try await site.get("\(instances)?colour=red").status == 400)
        }
    }

    @Test(
        "bad bodies are refused, and leave nothing",
        arguments: [
            ("{", 400, "malformed_json"),
            (#"{"name":"x"}"#, 422, "validation_failed"),
            (kit("x", #","colour":1"#), 400, "unknown_field"),
            (kit(" "), 422, "validation_failed"),
            (kit("x", #","contents":[{"name":"a"},{"name":"A"}]"#), 422, "validation_failed"),
            (kit("x", #","contents":[{"name":"a","quantity":0}]"#), 422, "validation_failed"),
            (kit("x", #","condition":"damaged""#), 422, "validation_failed"),
        ])
    func badBodies(_ text: String, _ status: Int, _ code: String) async throws {
        try await withService(KitManagement.self) { site in
            let answer = try await site.post(instances, text)
            #expect(answer.status == status, "\(answer)")
            #expect(answer.text("code") == code)
            #expect(try await site.get(instances)["items"] == [])
        }
    }
}
