import Crypto
import JSON

/// Compact tokens. The input is taken for a token, for the changes to a genuine one, for the header and for the claims
/// of one that is signed with the right secret, and for a set of keys. Nothing but what we signed may verify, and what
/// verifies must be what a second, plain reading of the policy allows.
func check(_ input: [UInt8]) {
    checkForgery(input)
    checkForgery(changed(bench.genuine, by: input))
    checkHeader(input)
    checkClaims(input)
    checkKeys(input)
}

private let bench = Bench()

/// The keys and the policy that everything is held against.
private struct Bench {
    let signer: SigningKey
    let secret = SecretBytes(Array("an unguessable secret, 32 bytes.".utf8).span)
    let keys: JWTKeyRing.Snapshot
    let verifier: JWTVerifier
    let genuine: [UInt8]
    let now = UnixTime(seconds: 1_000_000)

    init() {
        do {
            signer = try SigningKey.secret(secret, algorithm: .hs256, keyID: "one")
            let second = try SigningKey.ed25519(seed: SecretBytes([UInt8](0..<32).span), keyID: "two")
            let third = try SigningKey.generate(.es256, keyID: "three")
            let verifying = try [signer.verificationKey, second.verificationKey, third.verificationKey]
            keys = JWTKeyRing(try JWTKeySet(verifying)).snapshot
            verifier = JWTVerifier(policy: try JWTPolicy(issuers: ["i"], audiences: ["a", "b"]))
            genuine = try JWTSigner(key: signer, type: "JWT").sign([
                "iss": "i", "aud": "a", "sub": "s", "exp": 1_000_060, "iat": 1_000_000,
            ])
        } catch {
            preconditionFailure("the bench cannot be set up: \(error)")
        }
    }

    func verify(_ token: [UInt8]) throws(JWTFault) -> VerifiedToken {
        try verifier.verify(token.span, keys: keys, now: now)
    }
}

private func checkForgery(_ token: [UInt8]) {
    guard token != bench.genuine, (try? bench.verify(token)) != nil else { return }
    demand(false, "forged: \(String(decoding: token, as: UTF8.self))")
}

/// The genuine token with one byte replaced, removed or added for each two bytes of `changes`.
private func changed(_ token: [UInt8], by changes: [UInt8]) -> [UInt8] {
    var token = token
    for index in stride(from: 0, to: changes.count - 1, by: 2).prefix(8) where !token.isEmpty {
        let place = (Int(changes[index]) &* 7 &+ index) % token.count
        switch changes[index + 1] {
        case 0: token.remove(at: place)
        case 1: token.insert(token[place], at: place)
        default: token[place] = changes[index + 1]
        }
    }
    return token
}

/// Signs header and payload with the right secret whatever they say.
private func signed(header: [UInt8], payload: [UInt8]) -> [UInt8] {
    var token = Base64.url.encode(header.span)
    token.append(UInt8(ascii: "."))
    Base64.url.append(payload.span, to: &token)
    let code = MessageAuthenticator(key: bench.secret, function: .sha256).code(for: token.span)
    token.append(UInt8(ascii: "."))
    Base64.url.append(code.span, to: &token)
    return token
}

private func checkHeader(_ header: [UInt8]) {
    let payload = Array(#"{"iss":"i","aud":"a","sub":"s","exp":1000060,"iat":1000000}"#.utf8)
    guard (try? bench.verify(signed(header: header, payload: payload))) != nil else { return }
    let text = String(decoding: header, as: UTF8.self)
    guard case .object(let object) = try? JSONValue(parsing: header) else {
        return demand(false, "a header that is no object: \(text)")
    }
    demand(object["alg"] == "HS256", "another algorithm: \(text)")
    demand(object["kid"] == nil || object["kid"] == "one", "another key: \(text)")
    for name in ["crit", "jwk", "jku", "x5c", "x5u", "zip", "enc", "b64"] {
        demand(object[name] == nil, "\(name) is overlooked: \(text)")
    }
}

private func checkClaims(_ payload: [UInt8]) {
    let header = Array(#"{"alg":"HS256","typ":"at+jwt","kid":"one"}"#.utf8)
    guard let token = try? bench.verify(signed(header: header, payload: payload)) else { return }
    let text = String(decoding: payload, as: UTF8.self)
    guard let value = try? JSONValue(parsing: payload), case .object(token.claims) = value else {
        return demand(false, "other claims: \(text)")
    }
    demand(value["iss"] == "i" && token.issuer == "i", "another issuer: \(text)")
    demand(value["sub"] == .string(token.subject) && !token.subject.isEmpty, "another subject: \(text)")
    var audiences: [JSONValue] = value["aud"].map { [$0] } ?? []
    if case .array(let list) = value["aud"] { audiences = list }
    demand(audiences.contains("a") || audiences.contains("b"), "another audience: \(text)")
    guard case .number(let expiry) = value["exp"] else { return demand(false, "no expiry: \(text)") }
    demand(expiry.double > 1_000_000 - 31, "expired: \(text)")
    if case .number(let start) = value["nbf"] { demand(start.double <= 1_000_030, "not yet valid: \(text)") }
    if case .number(let issued) = value["iat"] { demand(issued.double < 1_000_031, "issued in the future: \(text)") }
    demand(token.validFrom <= bench.now && bench.now < token.validUntil, "valid, but not now: \(text)")
}

private func checkKeys(_ document: [UInt8]) {
    for source in [JWKSet.Source.configured, .published] {
        guard let set = try? JWKSet(parsing: document.span, source: source) else { continue }
        let asymmetric = set.keys.keys.filter { !$0.algorithm.isSymmetric }
        demand(source == .configured || asymmetric.count == set.keys.keys.count, "a published secret was taken")
        guard !asymmetric.isEmpty else { continue }
        let again = try? JWKSet(parsing: JWKSet.document(of: asymmetric).span, source: .published)
        demand(
            again?.keys.keys.count == asymmetric.count,
            "\(asymmetric.count) keys, read again \(String(describing: again))")
    }
    _ = try? VerificationKey.pem(document.span, algorithm: .es256)
    _ = try? SigningKey.pem(document.span, algorithm: .rs256)
}
