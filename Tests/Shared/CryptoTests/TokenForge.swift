import JSON
import Testing

@testable import Crypto

/// Keys, a verifier that trusts their public halves, and a way to sign any text at all: what an attacker who may
/// even hold some key would send.
struct TokenForge: Sendable {
    static let shared = Result { try TokenForge() }

    static let now = UnixTime(seconds: 1_800_000_000)
    static let issuer = "https://issuer.example"
    static let header = #"{"alg":"ES256","typ":"at+jwt","kid":"es"}"#

    let rs: SigningKey
    let ps: SigningKey
    let es: SigningKey
    let hs: SigningKey
    let ed: SigningKey
    /// A key nobody trusts.
    let strange: SigningKey
    let ring: JWTKeyRing
    let verifier: JWTVerifier

    init() throws {
        rs = try TestKeys.key(.rs256, keyID: "rs")
        ps = try TestKeys.key(.ps256, keyID: "ps", other: true)
        es = try SigningKey.generate(.es256, keyID: "es")
        hs = try SigningKey.generate(.hs256, keyID: "hs")
        ed = try SigningKey.generate(.edDSA, keyID: "ed")
        strange = try SigningKey.generate(.es256, keyID: "es")
        let keys = try [rs, ps, es, hs, ed].map { try $0.verificationKey }
        ring = JWTKeyRing(try JWTKeySet(keys))
        verifier = JWTVerifier(policy: try JWTPolicy(issuers: [Self.issuer], audiences: ["rishi"]))
    }

    /// The payload of a good token, with some members replaced, added or (nil) left out. Values are JSON text.
    static func payload(_ changes: [String: String?] = [:]) -> String {
        var members: [String: String?] = [
            "iss": "\"\(issuer)\"", "aud": "\"rishi\"", "sub": "\"user-1\"", "iat": "\(now.seconds - 60)",
            "exp": "\(now.seconds + 600)",
        ]
        for (name, value) in changes { members[name] = .some(value) }
        let present = members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }
        return "{\(present.sorted().joined(separator: ","))}"
    }

    static func header(for key: SigningKey) -> String {
        #"{"alg":"\#(key.algorithm.rawValue)","typ":"at+jwt","kid":"\#(key.keyID ?? "")"}"#
    }

    /// A token with exactly these texts, signed by `key` whatever the header says.
    static func token(_ header: String, _ payload: String, by key: SigningKey) throws -> Bytes {
        try token(header: Array(header.utf8), payload: Array(payload.utf8), by: key)
    }

    static func token(header: Bytes, payload: Bytes, by key: SigningKey) throws -> Bytes {
        let signed = Array("\(header.base64URL).\(payload.base64URL)".utf8)
        return signed + [UInt8(ascii: ".")] + Base64.url.encode(try key.signature(of: signed))
    }

    func good(_ changes: [String: String?] = [:]) throws -> Bytes {
        try Self.token(Self.header, Self.payload(changes), by: es)
    }

    func fault(of token: Bytes, now: UnixTime = TokenForge.now) -> JWTFault? {
        do throws(JWTFault) {
            _ = try verifier.verify(token.span, keys: ring.snapshot, now: now)
            return nil
        } catch {
            return error
        }
    }
}

/// One forged token, by its number in the list of known attacks, and the fault that must stop it.
struct Forgery: Sendable, CustomTestStringConvertible {
    let number: Int
    let name: String
    let token: Bytes
    let expected: JWTFault

    init(_ number: Int, _ name: String, _ token: Bytes, _ expected: JWTFault) {
        self.number = number
        self.name = name
        self.token = token
        self.expected = expected
    }

    init(_ number: Int, _ name: String, _ token: String, _ expected: JWTFault) {
        self.init(number, name, Array(token.utf8), expected)
    }

    var testDescription: String { "\(number) \(name)" }
}
