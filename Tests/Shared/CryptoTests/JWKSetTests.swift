import JSON
import Testing

@testable import Crypto

@Suite("JWK sets")
struct JWKSetTests {
    func read(_ text: String, source: JWKSet.Source = .published) throws -> JWKSet {
        try JWKSet(parsing: Bytes(text.utf8).span, source: source)
    }

    /// Members of a fresh public key, to be changed into something else.
    func entry(
        _ algorithm: SignatureAlgorithm, keyID: String? = "k", _ changes: [String: JSONValue?] = [:]
    ) throws -> JSONObject {
        var jwk = try #require(try TestKeys.key(algorithm, keyID: keyID).verificationKey.jwk)
        for (name, value) in changes { jwk[name] = value }
        return jwk
    }

    func document(_ entries: [JSONValue]) throws -> String {
        let beside = try SigningKey.generate(.edDSA, keyID: "good").verificationKey.jwk.map(JSONValue.object)
        let set = JSONValue.object(JSONObject([("keys", .array(entries + (beside.map { [$0] } ?? [])))]))
        return String(decoding: set.bytes, as: UTF8.self)
    }

    @Test("what we publish reads back, with algorithm and id", arguments: KeyTests.asymmetric)
    func roundTrip(algorithm: SignatureAlgorithm) throws {
        let key = try TestKeys.key(algorithm, keyID: "k")
        let text = String(decoding: JWKSet.document(of: [try key.verificationKey]), as: UTF8.self)
        let set = try read(text)
        let read = try #require(set.keys.keys.first)
        #expect(set.skipped.isEmpty)
        #expect(read.keyID == "k")
        #expect(read.algorithm == algorithm)
        #expect(read.isValid(signature: try key.signature(of: [1, 2, 3]), of: [1, 2, 3]))
    }

    @Test("a shared secret is never published")
    func secretNotPublished() throws {
        let secret = try SigningKey.generate(.hs256, keyID: "s").verificationKey
        #expect(String(decoding: JWKSet.document(of: [secret]), as: UTF8.self) == #"{"keys":[]}"#)
    }

    @Test("entries that cannot be used are skipped with a reason, and the others stand")
    func skipping() throws {
        let zero = Bytes(repeating: 0, count: 32).base64URL
        let rows: [(JSONValue, JWKSet.SkipReason)] = [
            (1, .malformed), ([:], .malformed), (["kty": 1], .malformed), (["kty": "XYZ"], .unsupportedKind),
            (.object(try entry(.es256, ["use": "enc"])), .notForVerifying),
            (.object(try entry(.es256, ["key_ops": ["encrypt"]])), .notForVerifying),
            (.object(try entry(.es256, ["key_ops": "verify"])), .notForVerifying),
            (.object(try entry(.es256, ["alg": "ES256K"])), .unsupportedAlgorithm),
            (.object(try entry(.es256, ["alg": "RSA-OAEP"])), .unsupportedAlgorithm),
            (.object(try entry(.es256, ["alg": "none"])), .unsupportedAlgorithm),
            (.object(try entry(.es256, ["alg": 1])), .malformed),
            (.object(try entry(.es256, ["alg": "ES384"])), .refused(.wrongAlgorithm)),
            (.object(try entry(.es256, ["alg": "RS256"])), .refused(.wrongAlgorithm)),
            (.object(try entry(.edDSA, ["alg": "ES256"])), .refused(.wrongAlgorithm)),
            (.object(try entry(.rs256, ["alg": "HS256"])), .refused(.wrongAlgorithm)),
            (.object(try entry(.es256, ["crv": "P-999"])), .unsupportedKind),
            (.object(try entry(.edDSA, ["crv": "X25519"])), .unsupportedKind),
            (.object(try entry(.es256, ["crv": nil])), .malformed),
            (.object(try entry(.es256, ["x": .string(zero)])), .refused(.invalidKey)),
            (.object(try entry(.es256, ["x": "AAAA"])), .malformed),
            (.object(try entry(.es256, ["x": "!!"])), .malformed),
            (.object(try entry(.es256, ["x": nil])), .malformed),
            (.object(try entry(.edDSA, ["x": .string(zero)])), .refused(.invalidKey)),
            (.object(try entry(.rs256, ["n": "AQAB"])), .refused(.tooShort)),
            (.object(try entry(.rs256, ["e": "AQ"])), .refused(.unsafeExponent)),
            (.object(try entry(.es256, ["d": .string(zero)])), .privateHalfIncluded),
            (.object(try entry(.rs256, ["p": "AQ"])), .privateHalfIncluded),
            (.object(try entry(.es256, ["kid": 7])), .malformed),
            (.object(try entry(.es256, ["kid": "a\u{0}b"])), .refused(.malformedKeyID)),
            (["kty": "oct", "k": "AAAA", "alg": "HS256"], .secretNotAllowed),
        ]
        for (entry, reason) in rows {
            let set = try read(document([entry]))
            #expect(set.skipped.map(\.reason) == [reason], "\(entry)")
            #expect(set.keys.keys.map(\.keyID) == ["good"])
        }
    }

    @Test("without alg the curve decides, and an RSA key is for RS256")
    func missingAlgorithm() throws {
        let entries = try [
            entry(.es384, ["alg": nil]), entry(.edDSA, ["alg": nil]),
            entry(.ps256, ["alg": nil, "key_ops": ["verify"]]),
        ]
        let set = try read(document(entries.map(JSONValue.object)))
        #expect(set.keys.keys.map(\.algorithm) == [.es384, .edDSA, .rs256, .edDSA])
    }

    @Test("a configured set may hold secrets, strong ones that name their algorithm")
    func secrets() throws {
        let strong = JSONValue.string(SecureRandom.bytes(32).base64URL)
        let rows: [(JSONValue, JWKSet.SkipReason?)] = [
            (["kty": "oct", "k": strong, "alg": "HS256", "kid": "s"], nil),
            (["kty": "oct", "k": strong, "alg": "HS512"], .refused(.weakSecret)),
            (["kty": "oct", "k": strong], .unsupportedAlgorithm), (["kty": "oct", "alg": "HS256"], .malformed),
            (["kty": "oct", "k": strong, "alg": "RS256"], .refused(.wrongAlgorithm)),
            (["kty": "oct", "k": "", "alg": "HS256"], .refused(.weakSecret)),
        ]
        for (entry, reason) in rows {
            let set = try read(document([entry]), source: .configured)
            #expect(set.skipped.map(\.reason) == (reason.map { [$0] } ?? []))
        }
    }

    @Test("of two entries with one id and algorithm the first stands")
    func duplicates() throws {
        let first = try entry(.es256)
        let set = try read(document([.object(first), .object(try entry(.es256)), .object(try entry(.es384))]))
        #expect(set.skipped.map(\.index) == [1])
        #expect(set.skipped.map(\.reason) == [.duplicateKeyID])
        #expect(set.keys.keys.first?.jwk?["x"] == first["x"])
    }

    static let refused: [(String, JWKSet.Fault)] = [
        ("", .malformed), ("[]", .malformed), ("{}", .malformed), (#"{"keys":{}}"#, .malformed),
        (#"{"keys":[],"keys":[]}"#, .malformed), (#"{"keys":[]}"#, .noUsableKey), (#"{"keys":[1]}"#, .noUsableKey),
        ("<html>", .malformed),
        (#"{"keys":[\#(Array(repeating: "1", count: 64).joined(separator: ","))]}"#, .noUsableKey),
        (#"{"keys":[\#(Array(repeating: "1", count: 65).joined(separator: ","))]}"#, .tooManyKeys),
        (#"{"keys":[]}"# + String(repeating: " ", count: 262_144 - 11), .noUsableKey),
        (#"{"keys":[]}"# + String(repeating: " ", count: 262_144 - 10), .tooLarge),
    ]

    @Test("a document that yields no key is refused whole", arguments: refused)
    func refuses(text: String, fault: JWKSet.Fault) {
        #expect(throws: fault) { try read(text) }
    }
}
