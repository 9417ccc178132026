public import Crypto
public import PlatformProtocol

/// Turns tokens of one kind into identities, keeping those it verified. One for each event loop: it has no lock.
public struct IdentityVerifier: ~Copyable {
    private enum Kind {
        case users
        case `internal`
    }

    /// Why a verifier would confuse the two kinds of token, or cannot be made.
    public enum Fault: Error, Equatable, Sendable {
        /// A policy for users accepts an internal issuer or `typ`.
        case internalAcceptedForUsers
        case policy(JWTPolicy.Fault)

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .internalAcceptedForUsers: "internal_accepted_for_users"
            case .policy(let fault): fault.label
            }
        }
    }

    private let kind: Kind
    private let verifier: JWTVerifier
    private let keys: JWTKeyRing
    private let revocations: RevocationList
    private var cache: VerifiedTokenCache<VerifiedIdentity>

    /// Verifies what users send to the gateway.
    public static func users(
        policy: JWTPolicy, keys: JWTKeyRing, revocations: RevocationList,
        capacity: Int = IdentityLimits.verifiedTokensMax
    ) throws(Fault) -> IdentityVerifier {
        guard !policy.issuers.contains(where: InternalClaims.isInternal), !policy.types.contains(InternalClaims.type)
        else { throw .internalAcceptedForUsers }
        return IdentityVerifier(
            kind: .users, verifier: JWTVerifier(policy: policy), keys: keys, revocations: revocations,
            capacity: capacity)
    }

    /// Verifies what the gateway and other services send to `audience`.
    public static func `internal`(
        audience: ServiceName, keys: JWTKeyRing, capacity: Int = IdentityLimits.verifiedTokensMax
    ) throws(Fault) -> IdentityVerifier {
        let policy: JWTPolicy
        do throws(JWTPolicy.Fault) {
            policy = try JWTPolicy(
                issuers: ServiceName.allCases.map(InternalClaims.issuer), audiences: [audience.rawValue],
                types: [InternalClaims.type], requiresType: true, leeway: IdentityLimits.internalLeeway,
                lifetimeMax: IdentityLimits.internalLifetime, requiresIssuedAt: true)
        } catch {
            throw .policy(error)
        }
        return IdentityVerifier(
            kind: .internal, verifier: JWTVerifier(policy: policy), keys: keys,
            revocations: RevocationList(capacity: 1), capacity: capacity)
    }

    /// Changes whenever a key comes or goes, or a token is revoked.
    public var mark: TrustMark { TrustMark(keys: keys.generation, revocations: revocations.generation) }

    private init(
        kind: Kind, verifier: JWTVerifier, keys: JWTKeyRing, revocations: RevocationList, capacity: Int
    ) {
        self.kind = kind
        self.verifier = verifier
        self.keys = keys
        self.revocations = revocations
        cache = VerifiedTokenCache(capacity: capacity)
    }

    /// Who the token speaks of. From the cache this allocates nothing and takes less than a microsecond.
    public mutating func identity(of token: Span<UInt8>, now: UnixTime) throws(JWTFault) -> VerifiedIdentity {
        guard token.count <= verifier.policy.tokenBytesMax else { throw .tooLarge }
        let digest = cache.digest(of: token)
        if let kept = kept(digest, now: now) { return kept }
        return try verify(token, digest: digest, now: now)
    }

    /// Who an Authorization field's value speaks of.
    public mutating func identity(
        authorization value: Span<UInt8>, now: UnixTime
    ) throws(Refusal) -> VerifiedIdentity {
        let digest: SHA256Digest
        let range: Range<Int>
        do throws(CredentialFault) {
            let start = try BearerCredential.start(in: value)
            digest = cache.digest(of: value.extracting(start...))
            // What is kept was one clean token when it was verified, so only what is not must be read closely.
            if let kept = kept(digest, now: now) { return kept }
            range = try BearerCredential.token(in: value)
        } catch {
            throw .credential(error)
        }
        do throws(JWTFault) {
            return try verify(value.extracting(range), digest: digest, now: now)
        } catch {
            throw .token(error)
        }
    }

    private mutating func kept(_ digest: SHA256Digest, now: UnixTime) -> VerifiedIdentity? {
        cache.value(for: digest, keyGeneration: keys.generation, revocations: revocations, now: now)
    }

    private mutating func verify(
        _ token: Span<UInt8>, digest: SHA256Digest, now: UnixTime
    ) throws(JWTFault) -> VerifiedIdentity {
        let revocationGeneration = revocations.generation
        let verified = try verifier.verify(token, keys: keys.snapshot, revocations: revocations, now: now)
        let identity =
            switch kind {
            case .users: try UserClaims.identity(verified)
            case .internal: try InternalClaims.identity(verified)
            }
        cache.insert(identity, for: digest, token: verified, revocationGeneration: revocationGeneration)
        return identity
    }

    /// Who an Authorization field's value speaks of, if it was verified before and still holds: what a caller may ask
    /// before it decides whether a verification is worth its price.
    public mutating func kept(authorization value: Span<UInt8>, now: UnixTime) -> VerifiedIdentity? {
        // What is no credential was never kept; `identity` says what is wrong with it.
        guard let start = try? BearerCredential.start(in: value) else { return nil }
        return kept(cache.digest(of: value.extracting(start...)), now: now)
    }

    /// How many verified tokens are kept.
    public var keptCount: Int { cache.count }
}

/// Why an Authorization field was refused.
public enum Refusal: Error, Equatable, Sendable {
    case credential(CredentialFault)
    case token(JWTFault)

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .credential(let fault): fault.label
        case .token(let fault): fault.label
        }
    }

    /// What the caller is answered: always the same.
    public var problem: Problem { .invalidToken(reason: label) }

    /// Whether the issuer may have changed keys, so that fetching them again could help.
    public var mayMeanNewKeys: Bool { self == .token(.unknownKey) }
}
