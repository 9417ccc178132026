internal import Bytes
public import Crypto
internal import JSON
public import PlatformProtocol

/// Mints the internal tokens one process sends, each once for an identity and a service, and hands out the same one
/// until it nears its end: a signature costs as much as a hundred requests' worth of everything else here.
///
/// One for each event loop: it has no lock.
public struct InternalTokenMinter: ~Copyable {
    private struct Address: Hashable {
        let fingerprint: SHA256Digest
        let audience: ServiceName

        /// The fingerprint is uniform already; audiences of one identity are few.
        func hash(into hasher: inout Hasher) {
            hasher.combine(fingerprint)
        }
    }

    private struct Minted {
        let value: [UInt8]
        let validFrom: Int64
        let usableUntil: Int64
    }

    private let owner: ServiceName
    private let signer: JWTSigner
    private let ownStatements: JSONObject
    private let ownFingerprint: SHA256Digest
    private var cache: ClockCache<Address, Minted>
    /// How many tokens were signed so far, for the metrics.
    public private(set) var mintedCount: UInt64 = 0

    /// Mints in the name of `owner`, whose key it is (`InternalKeys.signingKey`).
    public init(owner: ServiceName, key: SigningKey, capacity: Int = IdentityLimits.mintedTokensMax) {
        precondition(InternalKeyID.owner(of: key.keyID) == owner, "a service mints with its own key")
        self.owner = owner
        signer = JWTSigner(key: key, type: InternalClaims.type)
        ownStatements = InternalClaims.statements(
            kind: .service(owner), subject: owner.rawValue, organization: nil, roles: .service, scopes: [],
            state: nil)
        ownFingerprint = InternalClaims.fingerprint(of: ownStatements)
        cache = ClockCache(capacity: capacity)
    }

    /// The field value, `Bearer` and the token, that proves `identity` to `audience`. Only the gateway may mint for
    /// users; the services refuse anything else.
    public mutating func fieldValue(
        for identity: VerifiedIdentity, to audience: ServiceName, now: UnixTime
    ) throws(CryptoFault) -> [UInt8] {
        let address = Address(fingerprint: identity.fingerprint, audience: audience)
        if let kept = kept(address, now: now.seconds) { return kept }
        let claims = InternalClaims.statements(
            kind: identity.kind, subject: identity.subject, organization: identity.organization,
            roles: identity.roles, scopes: identity.scopes, state: identity.state)
        return try mint(claims, address: address, latest: identity.expiresAt.seconds, now: now.seconds)
    }

    /// The field value that proves this service itself to `audience`.
    public mutating func ownFieldValue(to audience: ServiceName, now: UnixTime) throws(CryptoFault) -> [UInt8] {
        let address = Address(fingerprint: ownFingerprint, audience: audience)
        if let kept = kept(address, now: now.seconds) { return kept }
        return try mint(ownStatements, address: address, latest: .max, now: now.seconds)
    }

    private mutating func kept(_ address: Address, now: Int64) -> [UInt8]? {
        guard let position = cache.position(of: address) else { return nil }
        let value = cache.withValue(at: position) { minted in
            // Outside these the token is about to end, or the clock was set back before its beginning.
            minted.validFrom <= now && now < minted.usableUntil ? minted.value : nil
        }
        return value ?? nil
    }

    private mutating func mint(
        _ statements: JSONObject, address: Address, latest: Int64, now: Int64
    ) throws(CryptoFault) -> [UInt8] {
        var claims = statements
        let expiry = min(now + IdentityLimits.internalLifetime, latest)
        claims["iss"] = .string(InternalClaims.issuer(of: owner))
        claims["aud"] = .string(address.audience.rawValue)
        claims["iat"] = .number(.integer(now))
        claims["exp"] = .number(.integer(expiry))
        var value: [UInt8] = []
        value.append("Bearer ")
        value += try signer.sign(claims)
        mintedCount &+= 1
        // An identity that is about to end itself still gets each token twice, rather than a signature a request.
        let remainder = min(IdentityLimits.internalRemainderMin, (expiry - now) / 2)
        let minted = Minted(value: value, validFrom: now, usableUntil: expiry - remainder)
        cache.insert(minted, for: address)
        return value
    }
}
