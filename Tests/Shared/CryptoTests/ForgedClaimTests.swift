import Testing

@testable import Crypto

/// Numbers 23 to 35: the signature holds, the claims do not. The signer is another tenant, another kind of token,
/// or us by mistake.
@Suite("Forged claims")
struct ForgedClaimTests {
    @Test("is refused, for the right reason", arguments: table)
    func refused(_ forgery: Forgery) throws {
        #expect(try TokenForge.shared.get().fault(of: forgery.token) == forgery.expected)
    }

    static let table: [Forgery] = {
        do {
            let forge = try TokenForge.shared.get()
            return try claims(forge) + payloads(forge)
        } catch {
            return []
        }
    }()

    /// Roles (30) and tenants (34) mean something only to the mapping, and are tested there.
    @Test("every number this suite is about has a row")
    func complete() {
        #expect(Set(Self.table.map(\.number)) == Set(23...28).union([31, 32, 33]))
    }

    static func claims(_ forge: TokenForge) throws -> [Forgery] {
        let now = TokenForge.now.seconds
        let rows: [(Int, String, String?, JWTFault)] = [
            (23, "exp", nil, .missingDate), (23, "exp", "null", .malformedDate),
            (23, "exp", "\"9999999999\"", .malformedDate), (23, "exp", "1e400", .malformedPayload),
            (23, "exp", "NaN", .malformedPayload), (23, "exp", "-1", .malformedDate),
            (23, "exp", "9223372036854775808", .malformedDate), (23, "exp", "9223372036854775807", .malformedDate),
            (23, "exp", "253402300800", .malformedDate), (23, "exp", "1e300", .malformedDate),
            (23, "exp", "[\(now + 60)]", .malformedDate), (23, "exp", "true", .malformedDate),
            (23, "exp", "\(now - 31)", .expired), (23, "exp", "\(now - 30)", .expired),
            (23, "exp", "\(now - 30).999", .expired), (23, "exp", "0", .expired),
            (23, "exp", "\(now + 3_155_760_000)", .lifetimeTooLong),
            (23, "exp", "\(now - 60 + 86401)", .lifetimeTooLong),
            (24, "nbf", "\(now + 31)", .notYetValid), (24, "nbf", "\(now + 30).5", .notYetValid),
            (24, "nbf", "\"\(now)\"", .malformedDate), (24, "nbf", "null", .malformedDate),
            (24, "iat", "\(now + 31)", .issuedInFuture), (24, "iat", "\"\(now)\"", .malformedDate),
            (24, "iat", "-1", .malformedDate),
            (25, "iss", nil, .wrongIssuer), (25, "iss", "\"https://other.example\"", .wrongIssuer),
            (25, "iss", "[\"\(TokenForge.issuer)\"]", .wrongIssuer),
            (25, "iss", "\"\(TokenForge.issuer)/\"", .wrongIssuer),
            (25, "iss", "\"HTTPS://issuer.example\"", .wrongIssuer), (25, "iss", "null", .wrongIssuer),
            (25, "iss", "\"\(TokenForge.issuer)\\u0000\"", .wrongIssuer),
            (26, "aud", nil, .wrongAudience), (26, "aud", "\"other\"", .wrongAudience),
            (26, "aud", "[\"a\",\"b\"]", .wrongAudience), (26, "aud", "{\"rishi\":1}", .wrongAudience),
            (26, "aud", "\"\"", .wrongAudience), (26, "aud", "[]", .wrongAudience), (26, "aud", "null", .wrongAudience),
            (26, "aud", "[\"rishi\",1]", .wrongAudience), (26, "aud", "\"RISHI\"", .wrongAudience),
            (26, "aud", "\"rishi,other\"", .wrongAudience), (26, "aud", "[[\"rishi\"]]", .wrongAudience),
            (26, "aud", "[\(Array(repeating: "\"rishi\"", count: 33).joined(separator: ","))]", .wrongAudience),
            (27, "sub", nil, .malformedSubject), (27, "sub", "\"\"", .malformedSubject),
            (27, "sub", "\"admin\\u0000\"", .malformedSubject), (27, "sub", "\"a\\nb\"", .malformedSubject),
            (27, "sub", "\"a\\u0085b\"", .malformedSubject), (27, "sub", "1", .malformedSubject),
            (27, "sub", "null", .malformedSubject),
            (27, "sub", "\"\(String(repeating: "s", count: 1025))\"", .malformedSubject),
            (33, "token_use", "\"id\"", .wrongUse), (33, "token_use", "\"refresh\"", .wrongUse),
            (33, "typ", "\"Refresh\"", .wrongUse), (33, "typ", "\"ID\"", .wrongUse), (33, "typ", "1", .wrongUse),
            (33, "at_hash", "\"x\"", .wrongUse), (33, "c_hash", "\"x\"", .wrongUse),
            (33, "events", #"{"http://schemas.openid.net/event/backchannel-logout":{}}"#, .wrongUse),
            (33, "jti", "1", .malformedTokenID), (33, "jti", "\"\"", .malformedTokenID),
        ]
        return try rows.map { number, name, value, fault in
            Forgery(
                number, "\(name) \(value ?? "missing")".prefix(60).description, try forge.good([name: value]), fault)
        }
    }

    static func payloads(_ forge: TokenForge) throws -> [Forgery] {
        let good = TokenForge.payload()
        let bytes: [(Int, String, Bytes)] = [
            (28, "role twice", Bytes((good.dropLast() + #","role":"guest","role":"admin"}"#).utf8)),
            (28, "sub twice", Bytes((good.dropLast() + #","sub":"admin"}"#).utf8)),
            (28, "sub twice through an escape", Bytes((good.dropLast() + #","s\u0075b":"admin"}"#).utf8)),
            (28, "twice inside a nested object", Bytes((good.dropLast() + #","x":{"a":1,"a":2}}"#).utf8)),
            (31, "invalid UTF-8", Bytes(good.dropLast().utf8) + [0x2c, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]),
            (31, "byte order mark", [0xef, 0xbb, 0xbf] + Bytes(good.utf8)),
            (31, "lone surrogate", Bytes((good.dropLast() + #","x":"\udc00"}"#).utf8)),
            (31, "17 deep", Bytes((good.dropLast() + #","x":\#(nested(16))}"#).utf8)),
            (31, "control character", Bytes((good.dropLast() + ",\"x\":\"\u{1}\"}").utf8)),
            (32, "an array", Bytes("[]".utf8)), (32, "a number", Bytes("1".utf8)),
            (32, "a string", Bytes("\"x\"".utf8)),
            (32, "null", Bytes("null".utf8)), (32, "nothing", []), (32, "two objects", Bytes((good + good).utf8)),
        ]
        var rows = try bytes.map { number, name, payload in
            Forgery(
                number, "payload: \(name)",
                try TokenForge.token(header: Bytes(TokenForge.header.utf8), payload: payload, by: forge.es),
                .malformedPayload)
        }
        let large = try forge.good(["x": "\"\(String(repeating: "x", count: 1_000_000))\""])
        let deep = try forge.good(["x": nested(10_000)])
        rows += [
            Forgery(31, "1 MB payload", large, .tooLarge), Forgery(31, "10 000 deep", deep, .tooLarge),
            Forgery(32, "an empty object", try TokenForge.token(TokenForge.header, "{}", by: forge.es), .wrongIssuer),
        ]
        return rows
    }

    static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
