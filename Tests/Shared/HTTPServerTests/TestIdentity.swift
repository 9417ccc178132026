import Crypto
import HTTPServer
import Identifiers
import Identity
import JSON

/// Callers of the tests' routes: tokens with a secret only the tests know.
enum TestIdentity {
    static let subject = "0190a6c2-7b1e-7cc3-98c4-dc0c0c073990"

    private struct Clock: WallClock {
        var now: Timestamp { Timestamp(secondsSinceEpoch: 1_800_000_000) }
    }

    private static func key() throws -> SigningKey {
        try SigningKey.secret(SecretBytes(Array("a secret of thirty-two bytes or more".utf8).span), algorithm: .hs256)
    }

    static func token(roles: [String]) throws -> String {
        var claims = JSONObject()
        claims["iss"] = .string("https://issuer.test")
        claims["aud"] = .string("rishi")
        claims["sub"] = .string(subject)
        claims["org"] = .string("0190a6c2-7b1e-7cc3-98c4-dc0c0c073991")
        claims["roles"] = .array(roles.map(JSONValue.string))
        claims["exp"] = .number(JSONNumber(1_800_000_600))
        let token = try JWTSigner(key: key(), type: "at+jwt").sign(claims)
        return String(decoding: token, as: UTF8.self)
    }

    static func authenticator() throws -> BearerAuthenticator {
        let keys = JWTKeyRing(try JWTKeySet([key().verificationKey]))
        let policy = try JWTPolicy(issuers: ["https://issuer.test"], audiences: ["rishi"])
        return BearerAuthenticator(
            try IdentityVerifier.users(policy: policy, keys: keys, revocations: RevocationList()), clock: Clock())
    }
}
