public import JSON

/// A token whose signature and claims hold. Only a verifier makes one.
public struct VerifiedToken: Sendable {
    /// `iss`, one of the policy's.
    public let issuer: String
    /// `sub`, not empty and without control characters.
    public let subject: String
    /// `jti`, by which the token can be revoked.
    public let tokenID: String?
    /// `exp`.
    public let expiresAt: UnixTime
    /// The first moment at which the verifier would accept the token.
    public let validFrom: UnixTime
    /// The first moment at which it would not any more.
    public let validUntil: UnixTime
    /// The whole payload.
    public let claims: JSONObject
    /// The id of the key it was verified with.
    public let keyID: String?
    /// The key set that key is from.
    public let keyGeneration: UInt64
}

/// Verifies compact JSON Web Tokens by one policy, in the order of growing cost: size, form, header, key, signature,
/// and only then the payload, which nobody but a key holder can make us parse (RFC 7515, 7519, 8725).
public struct JWTVerifier: Sendable {
    public let policy: JWTPolicy

    public init(policy: JWTPolicy) {
        self.policy = policy
    }

    /// Everything there is to check about `token`, revocation included.
    public func verify(
        _ token: Span<UInt8>, keys: JWTKeyRing.Snapshot, revocations: RevocationList? = nil, now: UnixTime
    ) throws(JWTFault) -> VerifiedToken {
        let jws = try CompactJWS(token, bytesMax: policy.tokenBytesMax)
        guard policy.accepts(type: jws.type) else { throw .refusedType }
        let key = try keys.keys.key(algorithm: jws.algorithm, keyID: jws.keyID)
        guard key.isValid(signature: jws.signature.span, of: token.extracting(..<jws.signedEnd)) else {
            throw .badSignature
        }
        let payload = try jws.payload(in: token)
        guard let claims = JSONObject(token: payload) else { throw .malformedPayload }
        try checkUse(claims)
        let issuer = try checkIssuer(claims)
        try checkAudience(claims)
        let subject = try Self.subject(claims)
        let tokenID = try checkTokenID(claims)
        let (expiresAt, startsAt) = try checkDates(claims, now: now)
        if let tokenID, let revocations, revocations.contains(tokenID: tokenID) { throw .revoked }
        return VerifiedToken(
            issuer: issuer, subject: subject, tokenID: tokenID, expiresAt: expiresAt,
            validFrom: startsAt.advanced(by: -policy.leeway), validUntil: expiresAt.advanced(by: policy.leeway),
            claims: claims, keyID: key.keyID, keyGeneration: keys.generation)
    }
}

/// The registered claims.
extension JWTVerifier {
    /// Identity tokens name the hashes of what they came with, logout tokens their event; some issuers write the kind
    /// of token into a claim.
    private func checkUse(_ claims: JSONObject) throws(JWTFault) {
        guard claims["at_hash"] == nil, claims["c_hash"] == nil,
            claims["events"]?["http://schemas.openid.net/event/backchannel-logout"] == nil
        else { throw .wrongUse }
        if let use = claims["token_use"], use != "access" { throw .wrongUse }
        if let type = claims["typ"] {
            guard case .string(let name) = type, ["Bearer", "bearer", "access", "at+jwt"].contains(name) else {
                throw .wrongUse
            }
        }
    }

    private func checkIssuer(_ claims: JSONObject) throws(JWTFault) -> String {
        guard case .string(let issuer) = claims["iss"], policy.issuers.contains(where: { $0.hasSameBytes(as: issuer) })
        else { throw .wrongIssuer }
        return issuer
    }

    private func checkAudience(_ claims: JSONObject) throws(JWTFault) {
        let named: [JSONValue]
        switch claims["aud"] {
        case .string(let audience): named = [.string(audience)]
        case .array(let audiences): named = audiences
        default: throw .wrongAudience
        }
        guard named.count <= CryptoLimits.audiencesMax else { throw .wrongAudience }
        var isNamed = false
        for value in named {
            guard case .string(let audience) = value, audience.utf8.count <= CryptoLimits.claimBytesMax else {
                throw .wrongAudience
            }
            isNamed = isNamed || policy.audiences.contains { $0.hasSameBytes(as: audience) }
        }
        guard isNamed else { throw .wrongAudience }
    }

    private static func subject(_ claims: JSONObject) throws(JWTFault) -> String {
        guard case .string(let subject) = claims["sub"], isPlain(subject) else { throw .malformedSubject }
        return subject
    }

    private func checkTokenID(_ claims: JSONObject) throws(JWTFault) -> String? {
        guard let value = claims["jti"] else {
            guard !policy.requiresTokenID else { throw .malformedTokenID }
            return nil
        }
        guard case .string(let tokenID) = value, Self.isPlain(tokenID) else { throw .malformedTokenID }
        return tokenID
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...CryptoLimits.claimBytesMax).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private func checkDates(
        _ claims: JSONObject, now: UnixTime
    ) throws(JWTFault) -> (expiresAt: UnixTime, startsAt: UnixTime) {
        guard let expiresAt = try Self.date(claims["exp"]) else { throw .missingDate }
        let notBefore = try Self.date(claims["nbf"], roundingUp: true)
        let issuedAt = try Self.date(claims["iat"])
        guard issuedAt != nil || !policy.requiresIssuedAt else { throw .missingDate }
        guard now < expiresAt.advanced(by: policy.leeway) else { throw .expired }
        let latestStart = now.advanced(by: policy.leeway)
        if let notBefore, notBefore > latestStart { throw .notYetValid }
        if let issuedAt, issuedAt > latestStart { throw .issuedInFuture }
        guard expiresAt <= (issuedAt ?? now).advanced(by: policy.lifetimeMax) else { throw .lifetimeTooLong }
        let startsAt = max(notBefore ?? UnixTime(seconds: 0), issuedAt ?? UnixTime(seconds: 0))
        return (expiresAt, startsAt)
    }

    private static func date(_ value: JSONValue?, roundingUp: Bool = false) throws(JWTFault) -> UnixTime? {
        guard let value else { return nil }
        guard case .number(let number) = value, let time = UnixTime(number, roundingUp: roundingUp) else {
            throw .malformedDate
        }
        return time
    }
}
