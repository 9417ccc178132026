import Crypto
import JSON
import PlatformProtocol

@testable import Identity

/// Keys of an issuer, of the gateway and of one service, and verifiers that trust them.
struct IdentityFixture {
    static let now = UnixTime(seconds: 1_800_000_000)
    static let organization = "018f0000-0000-7000-8000-000000000001"

    let issuerKey: SigningKey
    let gatewayKey: SigningKey
    let bookingKey: SigningKey
    let userRing: JWTKeyRing
    let internalRing: JWTKeyRing
    let revocations = RevocationList()

    init() throws {
        issuerKey = try SigningKey.generate(.es256, keyID: "issuer-1")
        gatewayKey = try Self.key(of: .gateway, name: "1")
        bookingKey = try Self.key(of: .booking, name: "1")
        userRing = JWTKeyRing(try JWTKeySet([try issuerKey.verificationKey]))
        internalRing = JWTKeyRing(
            try InternalKeys.accepted([try gatewayKey.verificationKey, try bookingKey.verificationKey]))
    }

    static func key(of owner: ServiceName, name: String) throws -> SigningKey {
        let seed = Base64.url.encode(SecureRandom.bytes(32).span)
        return try InternalKeys.signingKey(seed.span, owner: owner, name: name)
    }

    func users() throws -> IdentityVerifier {
        let policy = try JWTPolicy(issuers: ["https://issuer.example"], audiences: ["rishi"])
        return try .users(policy: policy, keys: userRing, revocations: revocations)
    }

    func staff() throws -> IdentityVerifier {
        try .internal(audience: .staff, keys: internalRing)
    }

    /// A user's token with these claims changed, added or (nil) left out.
    func userToken(_ changes: [String: JSONValue?] = [:]) throws -> [UInt8] {
        var claims = JSONObject([
            ("iss", "https://issuer.example"), ("aud", "rishi"), ("sub", "user-1"),
            ("iat", .number(.integer(Self.now.seconds))), ("exp", .number(.integer(Self.now.seconds + 3600))),
            ("org", .string(Self.organization)), ("roles", .array(["manager"])),
        ])
        for (name, value) in changes { claims[name] = value }
        return try JWTSigner(key: issuerKey, type: "at+jwt").sign(claims)
    }

    /// An internal token with these claims changed, added or (nil) left out.
    func internalToken(
        by key: SigningKey, issuer: String = "rishi:gateway", type: String = "rishi-internal+jwt",
        _ changes: [String: JSONValue?] = [:]
    ) throws -> [UInt8] {
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", "staff-assignment"), ("sub", "user-1"), ("kind", "user"),
            ("iat", .number(.integer(Self.now.seconds))), ("exp", .number(.integer(Self.now.seconds + 60))),
            ("org", .string(Self.organization)), ("roles", .array(["manager"])),
        ])
        for (name, value) in changes { claims[name] = value }
        return try JWTSigner(key: key, type: type).sign(claims)
    }
}

extension IdentityVerifier {
    /// What became of a token: an identity or a fault.
    mutating func outcome(_ token: [UInt8], now: UnixTime = IdentityFixture.now) -> Result<VerifiedIdentity, JWTFault> {
        do throws(JWTFault) {
            return .success(try identity(of: token.span, now: now))
        } catch {
            return .failure(error)
        }
    }

    mutating func fault(_ token: [UInt8], now: UnixTime = IdentityFixture.now) -> JWTFault? {
        if case .failure(let fault) = outcome(token, now: now) { return fault }
        return nil
    }
}
