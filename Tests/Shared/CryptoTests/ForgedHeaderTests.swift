import Testing

@testable import Crypto

/// Numbers 1 to 17 and 29 to 33: the header lies.
@Suite("Forged headers")
struct ForgedHeaderTests {
    @Test("is refused, for the right reason", arguments: table)
    func refused(_ forgery: Forgery) throws {
        #expect(try TokenForge.shared.get().fault(of: forgery.token) == forgery.expected)
    }

    static let table: [Forgery] = {
        do {
            let forge = try TokenForge.shared.get()
            return try algorithms(forge) + confusions(forge) + keySources(forge) + keyIDs(forge) + shapes(forge)
        } catch {
            return []
        }
    }()

    @Test("every number this suite is about has a row")
    func complete() {
        #expect(Set(Self.table.map(\.number)) == Set(1...17).subtracting([13]).union([29, 31, 33]))
    }

    static func header(_ members: String) -> String { #"{"typ":"at+jwt",\#(members)}"# }

    static func algorithms(_ forge: TokenForge) throws -> [Forgery] {
        let payload = TokenForge.payload()
        var rows: [Forgery] = []
        for name in ["none", "None", "NONE", "nOnE"] {
            let unsigned =
                Bytes(header(#""alg":"\#(name)""#).utf8).base64URL + "." + Bytes(payload.utf8).base64URL + "."
            rows.append(Forgery(1, "alg \(name), no signature", unsigned, .refusedAlgorithm))
            let signed = try TokenForge.token(header(#""alg":"\#(name)","kid":"es""#), payload, by: forge.es)
            rows.append(Forgery(1, "alg \(name), signed", signed, .refusedAlgorithm))
        }
        for value in ["null", "256", #"["ES256"]"#, "\"\"", "{}", "true"] {
            let token = try TokenForge.token(header(#""alg":\#(value),"kid":"es""#), payload, by: forge.es)
            rows.append(Forgery(2, "alg \(value)", token, .refusedAlgorithm))
        }
        let missing = try TokenForge.token(header(#""kid":"es""#), payload, by: forge.es)
        rows.append(Forgery(2, "alg missing", missing, .refusedAlgorithm))
        for name in ["es256", "Es256", "ES256 ", " ES256", "ES256\\u0000", "ЕS256", "ES257", "HS256 "] {
            let token = try TokenForge.token(header(#""alg":"\#(name)","kid":"es""#), payload, by: forge.es)
            rows.append(Forgery(5, "alg spelled \(name)", token, .refusedAlgorithm))
        }
        return rows
    }

    /// The public key as a shared secret, in every spelling an attacker has it in; keys of one kind named for another.
    static func confusions(_ forge: TokenForge) throws -> [Forgery] {
        let payload = TokenForge.payload()
        var rows: [Forgery] = []
        for (number, key) in [(3, forge.rs), (4, forge.es)] {
            let verifier = try key.verificationKey
            let pem = try #require(verifier.pem)
            let jwk = JWKSet.document(of: [verifier])
            for (form, bytes) in [("PEM", pem), ("PEM without newline", Bytes(pem.dropLast())), ("JWK", jwk)] {
                let secret = try SigningKey.secret(SecretBytes(copying: bytes), algorithm: .hs256)
                for (keyID, fault) in [(key.keyID ?? "", JWTFault.algorithmMismatch), ("hs", .badSignature)] {
                    let header = header(#""alg":"HS256","kid":"\#(keyID)""#)
                    let token = try TokenForge.token(header, payload, by: secret)
                    rows.append(Forgery(number, "HS256 with the public key as \(form), kid \(keyID)", token, fault))
                }
            }
        }
        let own = try SigningKey.generate(.hs256)
        rows += [
            Forgery(
                6, "HS256 where the kid names an RSA key",
                try TokenForge.token(header(#""alg":"HS256","kid":"rs""#), payload, by: own), .algorithmMismatch),
            Forgery(
                6, "HS384, for which there is no key",
                try TokenForge.token(header(#""alg":"HS384""#), payload, by: own), .refusedAlgorithm),
            Forgery(
                7, "PS256 on a key for RS256",
                try TokenForge.token(header(#""alg":"PS256","kid":"rs""#), payload, by: forge.ps), .algorithmMismatch),
            Forgery(
                7, "RS256 on a key for PS256",
                try TokenForge.token(header(#""alg":"RS256","kid":"ps""#), payload, by: forge.rs), .algorithmMismatch),
            Forgery(
                8, "ES384 on a P-256 key",
                try TokenForge.token(header(#""alg":"ES384","kid":"es""#), payload, by: forge.es), .algorithmMismatch),
        ]
        return rows
    }

    static func keySources(_ forge: TokenForge) throws -> [Forgery] {
        let payload = TokenForge.payload()
        let key = String(decoding: JWKSet.document(of: [try forge.strange.verificationKey]), as: UTF8.self)
        let brought: [(Int, String)] = [
            (9, #""jwk":\#(key)"#), (10, #""jku":"http://127.0.0.1:9/keys""#), (10, #""x5u":"http://127.0.0.1:9/c""#),
            (11, #""x5c":["MIIB"]"#), (14, #""crit":["exp"]"#), (14, #""crit":["b64"],"b64":false"#),
            (14, #""crit":[]"#), (14, #""b64":false"#), (15, #""cty":"JWT""#), (15, #""enc":"A128GCM""#),
            (15, #""typ":"JWE""#), (16, #""zip":"DEF""#),
        ]
        var rows: [Forgery] = []
        for (number, member) in brought {
            // A good key signs these: the member alone must be enough to refuse.
            let base = member.hasPrefix("\"typ\"") ? "" : #""typ":"at+jwt","#
            let token = try TokenForge.token(#"{\#(base)"alg":"ES256","kid":"es",\#(member)}"#, payload, by: forge.es)
            let fault: JWTFault =
                member.contains("crit") ? .criticalHeader : member.contains("typ") ? .refusedType : .refusedHeader
            rows.append(Forgery(number, member, token, fault))
        }
        return rows
    }

    static func keyIDs(_ forge: TokenForge) throws -> [Forgery] {
        let payload = TokenForge.payload()
        var rows: [Forgery] = []
        let keyIDs: [(String, JWTFault)] = [
            (#""../../dev/null""#, .unknownKey), (#""' UNION SELECT 'x""#, .unknownKey), (#""|sleep 5""#, .unknownKey),
            (#""es\u0000""#, .malformedHeader), (#""unknown""#, .unknownKey), ("1", .malformedHeader),
            ("{}", .malformedHeader), ("[]", .malformedHeader), ("null", .malformedHeader), (#""""#, .malformedHeader),
            (#""ES""#, .unknownKey), (#""es ""#, .unknownKey), (#""еs""#, .malformedHeader),
            ("\"\(String(repeating: "k", count: 257))\"", .malformedHeader),
            ("\"\(String(repeating: "k", count: 65536))\"", .tooLarge),
        ]
        for (keyID, fault) in keyIDs {
            let token = try TokenForge.token(header(#""alg":"ES256","kid":\#(keyID)"#), payload, by: forge.es)
            rows.append(Forgery(12, "kid \(keyID.prefix(40))", token, fault))
        }
        let twice = try TokenForge.token(header(#""alg":"ES256","kid":"es","kid":"es""#), payload, by: forge.es)
        rows.append(Forgery(12, "kid twice", twice, .malformedHeader))
        return rows
    }

    static func shapes(_ forge: TokenForge) throws -> [Forgery] {
        let good = String(decoding: try forge.good(), as: UTF8.self)
        let parts = good.split(separator: ".").map(String.init)
        let payload = TokenForge.payload()
        var rows: [Forgery] = [
            Forgery(17, "no dot", parts[0], .malformed),
            Forgery(17, "two parts", "\(parts[0]).\(parts[1])", .malformed),
            Forgery(17, "four parts", "\(good).\(parts[2])", .malformed),
            Forgery(17, "five parts", "\(good).a.b", .malformed), Forgery(17, "leading dot", ".\(good)", .malformed),
            Forgery(17, "trailing dot", "\(good).", .malformed), Forgery(17, "empty", "", .malformed),
            Forgery(17, "only dots", "..", .malformedHeader),
            Forgery(
                17, "JSON serialisation",
                #"{"payload":"\#(parts[1])","protected":"\#(parts[0])","signature":"\#(parts[2])"}"#, .malformed),
            Forgery(31, "header past its limit", String(repeating: "e", count: 2049) + ".e30.AAAA", .tooLarge),
            Forgery(31, "token past its limit", good + String(repeating: "A", count: 8192), .tooLarge),
            Forgery(31, "signature past its limit", "e30.e30." + String(repeating: "A", count: 1367), .tooLarge),
        ]
        let broken: [(Int, String, Bytes)] = [
            (29, "alg twice", Bytes(#"{"alg":"ES256","alg":"none","kid":"es"}"#.utf8)),
            (29, "alg twice through an escape", Bytes(#"{"alg":"ES256","\u0061lg":"none","kid":"es"}"#.utf8)),
            (31, "invalid UTF-8", [0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
            (31, "byte order mark", [0xef, 0xbb, 0xbf] + Bytes(TokenForge.header.utf8)),
            (31, "lone surrogate", Bytes(#"{"alg":"ES256","x":"\ud800"}"#.utf8)),
            (
                31, "nested deeply",
                Bytes((String(repeating: "[", count: 700) + String(repeating: "]", count: 700)).utf8)
            ),
            (31, "an array", Bytes(#"["ES256"]"#.utf8)), (31, "text after it", Bytes((TokenForge.header + "{}").utf8)),
        ]
        for (number, name, header) in broken {
            let token = try TokenForge.token(header: header, payload: Bytes(payload.utf8), by: forge.es)
            rows.append(Forgery(number, "header: \(name)", token, .malformedHeader))
        }
        for type in [
            "id+jwt", "refresh", "rt+jwt", "logout+jwt", "rishi-internal+jwt", "", "JWT ", "ＪＷＴ", "jwt\\u0000",
        ] {
            let header = #"{"alg":"ES256","kid":"es","typ":"\#(type)"}"#
            rows.append(
                Forgery(33, "typ \(type)", try TokenForge.token(header, payload, by: forge.es), .refusedType))
        }
        return rows
    }
}
