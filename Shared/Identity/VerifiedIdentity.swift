/// Who is calling: identities and the two kinds of token that prove them.
///
/// Model. A user's token is verified once at the gateway (`IdentityVerifier.users`); what it says becomes a
/// `VerifiedIdentity`. For the service behind it the gateway mints an internal token of that identity
/// (`InternalTokenMinter`), which the service verifies the same way (`IdentityVerifier.internal`). A service calling
/// another mints one of itself. Both sides keep what they verified or minted, so that the usual request signs and
/// verifies nothing.
///
/// The two kinds exclude each other: their issuers, audiences, `typ` and keys differ, and a policy for users that
/// names anything internal is refused at start. Whoever holds an internal key can still only speak in its own name:
/// the key's id begins with its owner, only the gateway's keys may speak for users, and every other service only for
/// itself.
///
/// Failure. A refusal is a `JWTFault` or `CredentialFault` for the log, and one constant `Problem` for the caller.
///
/// Not here, on purpose: sockets, headers beyond one value, fetching keys, deciding whether an operation is allowed
/// (`PlatformProtocol`), and ownership of rows (the service).
public import Crypto
public import Identifiers
public import PlatformProtocol

/// Somebody whose token was verified. There is no other way to make one, so a handler that is given one need not ask.
public final class VerifiedIdentity: Sendable {
    /// Who holds the identity.
    public enum Kind: Equatable, Sendable {
        case user
        /// One of our services, acting for itself.
        case service(ServiceName)
    }

    public let kind: Kind
    /// The user's id at the issuer, or the service's name.
    public let subject: String
    /// The organisation every query is scoped by, a lower-case UUID. Nil for services and for a platform_admin who
    /// spans them all.
    public let organization: String?
    /// The same as a value, for logs and for counting.
    public let organizationID: UUID128?
    /// Stands for the subject where callers are counted: the first 128 bits of its SHA-256.
    public let subjectDigest: UUID128
    public let roles: RoleSet
    /// What the token was limited to by its issuer, sorted.
    public let scopes: [String]
    /// The state the caller is in, as the token says it.
    public let state: String?
    /// The moment from which it must be proven again; a token minted from it never lasts longer.
    public let expiresAt: UnixTime
    /// The `jti` of the token it came from, for revoking it.
    public let tokenID: String?
    /// Stands for everything above but the times: two tokens that say the same have the same one.
    let fingerprint: SHA256Digest

    /// Only the verifier calls this, after the signature and every claim held.
    init(
        kind: Kind, subject: String, organization: String?, roles: RoleSet, scopes: [String], state: String?,
        expiresAt: UnixTime, tokenID: String?
    ) {
        self.kind = kind
        self.subject = subject
        self.organization = organization
        organizationID = organization.flatMap { UUID128($0) }
        let digest = HashFunction.sha256.hash(of: Array(subject.utf8).span)
        func word(_ start: Int) -> UInt64 { digest[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        subjectDigest = UUID128(high: word(0), low: word(8))
        self.roles = roles
        self.scopes = scopes
        self.state = state
        self.expiresAt = expiresAt
        self.tokenID = tokenID
        let said = InternalClaims.statements(
            kind: kind, subject: subject, organization: organization, roles: roles, scopes: scopes, state: state)
        fingerprint = InternalClaims.fingerprint(of: said)
    }

    /// The most sensitive class of data the caller may read.
    public var clearance: DataClassification { roles.clearance }

    /// Whether the caller may do this at all; ownership is for the service to check.
    public func may(_ operation: Operation) -> Bool { operation.allows(roles) }

    /// Whether the caller's queries may leave its organisation.
    public var spansOrganizations: Bool {
        roles.meets(.platformAdmin) || kind != .user
    }
}
