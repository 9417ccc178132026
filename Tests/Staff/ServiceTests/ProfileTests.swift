import Identifiers
import JSON
import PlatformProtocol
import ServiceTestKit
import StaffService
import Testing

private let full = """
    ,"email":"robin@example.com","phone":"+15105550123","home":{"city":"Oakland","state":"california"},
    "languages":["en","es"],"skills":["edibles"],"expertiseLevel":"expert","hourlyRate":32.50,"travelMinutes":30,
    "certifications":[{"kind":"budtender_certified","number":"CA-1","expiresOn":"2027-06-30"}]
    """

@Suite("Profiles")
struct ProfileTests {
    @Test("somebody is put on file, and what is personal is shown to those who may see it")
    func create() async throws {
        try await withService(StaffAssignment.self) { site in
            let made = try await site.post(profiles, profile("robin", full), as: .admin)
            #expect(made.status == 201, "\(made)")
            #expect(made.field("ETag") == "\"1\"")
            let one = "\(profiles)/\(made.text("id"))"
            #expect(made.field("Location") == one)
            let whole = try await site.get(one, as: .admin)
            #expect(whole.json == made.json)
            #expect(whole["email"] == "robin@example.com")
            #expect(whole["certifications", 0, "expiresOn"] == "2027-06-30")
            // A manager sees rates, not persons; who runs events sees neither; the person sees themselves.
            let manager = try await site.get(one)
            for field in ["email", "phone", "home", "userId"] { #expect(manager[field] == "***", "\(field)") }
            #expect(manager["displayName"] == "Robin robin")
            #expect(manager["hourlyRate"] == whole["hourlyRate"])
            let field = try await site.get(one, as: TestCaller(.fieldManager, in: .first, subject: "field"))
            #expect(field["hourlyRate"] == "***")
            #expect(try await site.get(one, as: .agent("robin")).json == whole.json)
            let list = try await site.get(profiles)
            #expect(list["items", 0, "email"] == "***")
        }
    }

    @Test("an agent reaches their own profile and no other, and does not raise their own rate")
    func own() async throws {
        try await withService(StaffAssignment.self) { site in
            let mine = "\(profiles)/\(try await site.hire("robin", full))"
            let other = "\(profiles)/\(try await site.hire("alex"))"
            let robin = TestCaller.agent("robin")
            #expect(try await site.get(mine, as: robin).status == 200)
            #expect(try await site.get(other, as: robin).status == 404)
            let list = try await site.get("\(profiles)?total=true", as: robin)
            #expect(list["page", "total"] == 1)
            let match = ("If-Match", "\"1\"")
            #expect(try await site.send("PATCH", other, "{}", as: robin, match).status == 404)
            let raise = try await site.send("PATCH", mine, #"{"hourlyRate":99}"#, as: robin, match)
            #expect(raise.status == 403)
            #expect(raise["fields"] == ["hourlyRate"])
            let moved = try await site.send("PATCH", mine, #"{"phone":null,"skills":["vapes"]}"#, as: robin, match)
            #expect(moved.status == 200, "\(moved)")
            #expect(moved["phone"] == .null)
            #expect(moved["skills"] == ["vapes"])
            #expect(moved["version"] == 2)
            #expect(moved["email"] == "robin@example.com", "what was left out stays")
            #expect(try await site.post(profiles, profile("new"), as: robin).status == 403)
        }
    }

    @Test("a change says which version it changes, and PUT says everything anew")
    func versions() async throws {
        try await withService(StaffAssignment.self) { site in
            let one = "\(profiles)/\(try await site.hire("robin", full))"
            #expect(try await site.send("PUT", one, profile("robin")).status == 428)
            #expect(
                try await site.send("PUT", one, profile("robin"), as: .manager, ("If-Match", "\"7\"")).status == 412)
            let stale = try await site.send("PATCH", one, #"{"expectedVersion":7}"#)
            #expect(stale.status == 409)
            #expect(stale.text("code") == "version_conflict")
            let put = try await site.send("PUT", one, profile("robin"), as: .admin, ("If-Match", "\"1\""))
            #expect(put.status == 200, "\(put)")
            #expect(put.field("ETag") == "\"2\"")
            #expect(put["certifications"] == [])
            #expect(put["email"] == .null)
            let again = #"{"expectedVersion":2,"certifications":[{"kind":"budtender_certified"}]}"#
            #expect(try await site.send("PATCH", one, again)["certifications", 0, "kind"] == "budtender_certified")
            #expect(try await site.told().isEmpty, "nobody listens to profiles")
        }
    }

    @Test("another organisation sees nobody of this one, and one user is on file once in each")
    func tenancy() async throws {
        try await withService(StaffAssignment.self) { site in
            let one = "\(profiles)/\(try await site.hire("robin"))"
            #expect(try await site.get(one, as: .stranger).status == 404)
            #expect(
                try await site.send("PATCH", one, "{}", as: .stranger, ("If-Match", "\"1\"")).status == 404)
            #expect(try await site.get(profiles, as: .stranger)["items"] == [])
            let twice = try await site.post(profiles, profile("robin"))
            #expect(twice.status == 422)
            #expect(twice["errors", 0, "pointer"] == "/userId")
            #expect(try await site.post(profiles, profile("robin"), as: .stranger).status == 201)
        }
    }

    @Test("a list is narrowed down, sorted, and goes on without a gap")
    func lists() async throws {
        try await withService(StaffAssignment.self) { site in
            _ = try await site.hire("b", #","skills":["edibles"],"home":{"city":"Oakland","state":"california"}"#)
            _ = try await site.hire("a", full)
            _ = try await site.hire("c", #","isActive":false,"certifications":[{"kind":"first_aid_cpr"}]"#)
            func names(_ query: String) async throws -> [String] {
                let page = try await site.get("\(profiles)?\(query)")
                guard case .array(let items) = page["items"] else { return ["\(page)"] }
                return items.map { "displayName".step(into: $0) }.map {
                    if case .string(let name) = $0 { name } else { "" }
                }
            }
            #expect(try await names("skill=edibles") == ["Robin a", "Robin b"])
            #expect(try await names("certification=first_aid_cpr&certification=budtender_certified").count == 2)
            #expect(try await names("active=false") == ["Robin c"])
            #expect(try await names("state=california&sort=-name") == ["Robin b", "Robin a"])
            #expect(try await names("expertiseLevel=expert&language=es") == ["Robin a"])
            #expect(try await names("search=robin&sort=createdAt") == ["Robin b", "Robin a", "Robin c"])
            let first = try await site.get("\(profiles)?limit=2")
            let next = try await names("limit=2&cursor=\(first.text("page", "nextCursor"))")
            #expect(next == ["Robin c"])
            #expect(try await site.get("\(profiles)?skil=x").status == 400)
        }
    }

    @Test(
        "bad bodies are refused, and leave nothing",
        arguments: [
            ("{", 400, "malformed_json"),
            (#"{"displayName":"x"}"#, 422, "validation_failed"),
            (profile("r", #","colour":1"#), 400, "unknown_field"),
            (profile("r", #","travelMinutes":1441"#), 422, "validation_failed"),
            (profile("r", #","email":"nobody""#), 422, "validation_failed"),
            (profile("r", #","hourlyRate":1.005"#), 422, "validation_failed"),
            (profile("r", #","skills":["a","A"]"#), 422, "validation_failed"),
            (
                profile(
                    "r",
                    #","certifications":[{"kind":"first_aid_cpr","issuedOn":"2027-01-02","#
                        + #""expiresOn":"2027-01-01"}]"#), 422, "validation_failed"
            ),
        ])
    func badBodies(_ text: String, _ status: Int, _ code: String) async throws {
        try await withService(StaffAssignment.self) { site in
            let answer = try await site.post(profiles, text)
            #expect(answer.status == status, "\(answer)")
            #expect(answer.text("code") == code)
            #expect(try await site.get(profiles)["items"] == [])
        }
    }
}
