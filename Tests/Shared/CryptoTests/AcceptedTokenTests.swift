import JSON
import Testing

@testable import Crypto

/// What must keep working while everything forged is refused.
@Suite("Accepted tokens")
struct AcceptedTokenTests {
    let forge: TokenForge

    init() throws {
        forge = try TokenForge.shared.get()
    }

    @Test("every algorithm's own token is accepted", arguments: SignatureAlgorithm.allCases)
    func algorithms(algorithm: SignatureAlgorithm) throws {
        let key = try TestKeys.key(algorithm, keyID: "k")
        let ring = JWTKeyRing(try JWTKeySet([try key.verificationKey]))
        let token = try TokenForge.token(TokenForge.header(for: key), TokenForge.payload(), by: key)
        let verified = try forge.verifier.verify(token.span, keys: ring.snapshot, now: TokenForge.now)
        #expect(verified.subject == "user-1")
        #expect(verified.issuer == TokenForge.issuer)
        #expect(verified.keyGeneration == 1)
    }

    static let claims: [(String, String?)] = [
        ("aud", #"["other","rishi"]"#), ("exp", "\(TokenForge.now.seconds + 600).75"), ("exp", "1.8000006e9"),
        ("exp", "\(TokenForge.now.seconds - 29)"), ("exp", "\(TokenForge.now.seconds - 60 + 86400)"),
        ("nbf", "\(TokenForge.now.seconds + 30)"), ("nbf", "\(TokenForge.now.seconds + 29).5"),
        ("iat", "\(TokenForge.now.seconds + 30)"), ("iat", nil), ("nbf", "0"), ("extra", #"{"deep":[[[1]]]}"#),
        ("sub", "\"Ünïcødé 用户\""), ("sub", "\"\(String(repeating: "s", count: 1024))\""), ("token_use", "\"access\""),
        ("typ", "\"Bearer\""), ("jti", "\"id-1\""), ("events", "[1]"), ("events", "{}"),
        ("aud", "[\"rishi\",\(Array(repeating: "\"x\"", count: 31).joined(separator: ","))]"),
        ("x", ForgedClaimTests.nested(15)),
    ]

    @Test("these claims are accepted", arguments: claims)
    func accepts(name: String, value: String?) throws {
        #expect(forge.fault(of: try forge.good([name: value])) == nil)
    }

    @Test("these types are accepted", arguments: ["at+jwt", "AT+JWT", "JWT", "jwt", "application/at+jwt"])
    func types(type: String) throws {
        let header = #"{"alg":"ES256","kid":"es","typ":"\#(type)"}"#
        #expect(forge.fault(of: try TokenForge.token(header, TokenForge.payload(), by: forge.es)) == nil)
    }

    @Test("a header may carry members we do not know, and certificate hashes")
    func unknownMembers() throws {
        let header = #"{"alg":"ES256","kid":"es","x5t":"abc","x5t#S256":"def","foo":{"bar":1}}"#
        #expect(forge.fault(of: try TokenForge.token(header, TokenForge.payload(), by: forge.es)) == nil)
    }

    @Test("a token exactly as long as the policy allows is accepted, one byte more is not")
    func sizeLimit() throws {
        let policy = try JWTPolicy(issuers: [TokenForge.issuer], audiences: ["rishi"], tokenBytesMax: 600)
        let verifier = JWTVerifier(policy: policy)
        let token = try forge.good()
        for (limit, fault) in [(token.count, nil), (token.count - 1, JWTFault.tooLarge)] {
            let policy = try JWTPolicy(issuers: [TokenForge.issuer], audiences: ["rishi"], tokenBytesMax: limit)
            #expect(TokenForge.fault(of: token, by: JWTVerifier(policy: policy), keys: forge.ring) == fault)
        }
        #expect(TokenForge.fault(of: token, by: verifier, keys: forge.ring) == nil)
    }

    @Test("the published examples of RFC 7515 verify: HS256 of A.1 and ES256 of A.3")
    func published() throws {
        let payload =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let secret = Bytes(
            base64URL: "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        let hmac = try VerificationKey.secret(SecretBytes(copying: secret), algorithm: .hs256)
        let code = Bytes(base64URL: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(hmac.isValid(signature: code, of: Bytes("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(payload)".utf8)))

        let curve = try VerificationKey.curve(
            .p256, x: Bytes(base64URL: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            y: Bytes(base64URL: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        let signature = Bytes(
            base64URL: "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
        #expect(curve.isValid(signature: signature, of: Bytes("eyJhbGciOiJFUzI1NiJ9.\(payload)".utf8)))
    }

    @Test("what the signer makes, the verifier accepts")
    func signer() throws {
        let signer = JWTSigner(key: forge.ed, type: "at+jwt")
        let claims = JSONObject([
            ("iss", .string(TokenForge.issuer)), ("aud", "rishi"), ("sub", "user-2"),
            ("exp", .number(.integer(TokenForge.now.seconds + 60))), ("roles", .array(["manager"])),
        ])
        let token = try signer.sign(claims)
        let verified = try forge.verifier.verify(token.span, keys: forge.ring.snapshot, now: TokenForge.now)
        #expect(verified.claims == claims)
        #expect(verified.expiresAt == TokenForge.now.advanced(by: 60))
    }

    @Test("a policy that would accept nothing, or too much, is refused")
    func policies() {
        #expect(throws: JWTPolicy.Fault.noIssuer) { try JWTPolicy(issuers: [], audiences: ["a"]) }
        #expect(throws: JWTPolicy.Fault.noIssuer) { try JWTPolicy(issuers: [""], audiences: ["a"]) }
        #expect(throws: JWTPolicy.Fault.noAudience) { try JWTPolicy(issuers: ["i"], audiences: []) }
        #expect(throws: JWTPolicy.Fault.noType) { try JWTPolicy(issuers: ["i"], audiences: ["a"], types: []) }
        #expect(throws: Never.self) { try JWTPolicy(issuers: ["i"], audiences: ["a"], leeway: 300) }
        for leeway in [Int64(-1), 301] {
            #expect(throws: JWTPolicy.Fault.leewayOutOfRange) {
                try JWTPolicy(issuers: ["i"], audiences: ["a"], leeway: leeway)
            }
        }
        #expect(throws: JWTPolicy.Fault.lifetimeOutOfRange) {
            try JWTPolicy(issuers: ["i"], audiences: ["a"], lifetimeMax: 0)
        }
        #expect(throws: JWTPolicy.Fault.tokenSizeOutOfRange) {
            try JWTPolicy(issuers: ["i"], audiences: ["a"], tokenBytesMax: 16385)
        }
    }

    @Test("a policy may insist on type, issue date and token id")
    func insistence() throws {
        let policy = try JWTPolicy(
            issuers: [TokenForge.issuer], audiences: ["rishi"], requiresType: true, requiresIssuedAt: true,
            requiresTokenID: true)
        let verifier = JWTVerifier(policy: policy)
        let untyped = try TokenForge.token(#"{"alg":"ES256","kid":"es"}"#, TokenForge.payload(), by: forge.es)
        #expect(TokenForge.fault(of: untyped, by: verifier, keys: forge.ring) == .refusedType)
        #expect(TokenForge.fault(of: try forge.good(), by: verifier, keys: forge.ring) == .malformedTokenID)
        let undated = try forge.good(["iat": nil, "jti": "\"1\""])
        #expect(TokenForge.fault(of: undated, by: verifier, keys: forge.ring) == .missingDate)
        let complete = try forge.good(["jti": "\"1\""])
        #expect(TokenForge.fault(of: complete, by: verifier, keys: forge.ring) == nil)
    }

    @Test("every fault has its own label")
    func labels() {
        let labels = JWTFault.allCases.map { "\($0.label)" }
        #expect(Set(labels).count == JWTFault.allCases.count)
    }
}

extension TokenForge {
    static func fault(
        of token: Bytes, by verifier: JWTVerifier, keys: JWTKeyRing, revocations: RevocationList? = nil,
        now: UnixTime = now
    ) -> JWTFault? {
        do throws(JWTFault) {
            _ = try verifier.verify(token.span, keys: keys.snapshot, revocations: revocations, now: now)
            return nil
        } catch {
            return error
        }
    }
}
