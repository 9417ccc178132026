import Identifiers
import JSON
import Testing

@Suite("JSON presence, access and masking")
struct JSONPresenceTests {
    struct Patch: JSONCodable, Equatable {
        var optional: Int?
        var nullable: Int?
        var either: Int?
        var change: JSONChange<Int>
        var fallback: Int

        static let json = JSONType.record(
            Self.init,
            Field("optional", \.optional, .integer().optional),
            Field("nullable", \.nullable, .integer().nullable),
            Field("either", \.either, .integer().optionalOrNull),
            Field("change", \.change, .integer().change),
            Field("fallback", \.fallback, .integer().defaulting(to: 7)))
    }

    static let read: [(String, Patch)] = [
        ("{\"nullable\":null}", Patch(optional: nil, nullable: nil, either: nil, change: .keep, fallback: 7)),
        (
            "{\"optional\":1,\"nullable\":2,\"either\":3,\"change\":4,\"fallback\":5}",
            Patch(optional: 1, nullable: 2, either: 3, change: .set(4), fallback: 5)
        ),
        (
            "{\"nullable\":null,\"either\":null,\"change\":null}",
            Patch(optional: nil, nullable: nil, either: nil, change: .clear, fallback: 7)
        ),
    ]

    @Test("absent and null mean what the declaration says", arguments: read)
    func reads(input: String, expected: Patch) throws {
        #expect(try decoded(Patch.json, input) == expected)
        #expect(try Patch(json: expected.jsonBytes()) == expected)
    }

    @Test("null is refused where it has no meaning, and absence too")
    func refuses() {
        #expect(
            faults(Patch.json, "{\"optional\":null,\"fallback\":null,\"change\":\"x\"}")
                == [
                    "/optional null_not_allowed", "/fallback null_not_allowed", "/change wrong_type",
                    "/nullable missing_member",
                ])
    }

    @Test("nil is left out or written as null, as it is read")
    func writes() {
        #expect(text(Patch.json, Self.read[0].1) == "{\"nullable\":null,\"fallback\":7}")
        #expect(text(Patch.json, Self.read[2].1) == "{\"nullable\":null,\"change\":null,\"fallback\":7}")
    }

    @Test(
        "a change keeps, clears or sets",
        arguments: [(.keep, 1), (.clear, nil), (.set(2), 2)] as [(JSONChange<Int>, Int?)])
    func changes(change: JSONChange<Int>, expected: Int?) {
        #expect(change.applied(to: 1) == expected)
    }

    struct Account: JSONCodable, Equatable {
        var id: Int?
        var name: String
        var password: String?

        static let json = JSONType.record(
            Self.init,
            Field("id", \.id, .integer().optional, access: .readOnly, classified: .public),
            Field("name", \.name, .string(length: 1...20), classified: .pii),
            Field("password", \.password, .string(length: 1...20).optional, access: .writeOnly, classified: .restricted)
        )
    }

    @Test("a request carries no read-only member and an answer no write-only one")
    func access() throws {
        let account = Account(id: 1, name: "Ana", password: "s")
        #expect(text(Account.json, account, as: .server) == "{\"id\":1,\"name\":\"Ana\"}")
        #expect(text(Account.json, account, as: .client) == "{\"name\":\"Ana\",\"password\":\"s\"}")
        let all = "{\"id\":1,\"name\":\"Ana\",\"password\":\"s\"}"
        #expect(faults(Account.json, all, as: .server) == ["/id read_only"])
        #expect(faults(Account.json, all, as: .client) == ["/password write_only"])
        #expect(try decoded(Account.json, "{\"id\":1,\"name\":\"Ana\"}", as: .client).id == 1)
        #expect(try decoded(Account.json, "{\"name\":\"Ana\",\"password\":\"s\"}").password == "s")
    }

    @Test(
        "masking replaces what is classified above the level",
        arguments: [
            (DataClassification.pii, "{\"name\":\"Ana\",\"password\":\"s\"}"),
            (.restricted, "{\"name\":\"***\",\"password\":\"s\"}"),
            (.confidential, "{\"name\":\"***\",\"password\":\"***\"}"),
            (.public, "{\"name\":\"***\",\"password\":\"***\"}"),
        ])
    func masks(level: DataClassification, expected: String) {
        let account = Account(id: 1, name: "Ana", password: "s")
        #expect(text(Account.json, account, as: .client, maskingAbove: level) == expected)
    }

    @Test("masking reaches into nested values, lists, maps and unions")
    func masksNested() {
        let masked = text(SampleBooking.json, .example, maskingAbove: .internal)
        for secret in ["ana@example.com", "bo@example.com", "4242", "Ana"] { #expect(!masked.contains(secret)) }
        #expect(masked.contains("\"contact\":\"***\""))
        #expect(masked.contains("\"crew\":[{\"name\":\"***\",\"email\":\"***\",\"phone\":\"***\"}]"))
        #expect(masked.contains("{\"method\":\"card\",\"last4\":\"***\"}"))
        #expect(masked.contains("\"reference\":\"BK-2026\""))
    }
}
