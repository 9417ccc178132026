import Crypto
public import Identifiers
import Identity
import JSON
public import PlatformProtocol

/// Somebody a test speaks as.
public struct TestCaller: Sendable {
    public var roles: [Role]
    public var organization: OrganizationID?
    public var subject: String

    public init(_ roles: Role..., in organization: OrganizationID?, subject: String = "tester") {
        (self.roles, self.organization, self.subject) = (roles, organization, subject)
    }

    /// A manager of the first organisation that tests know.
    public static let manager = TestCaller(.manager, in: .first, subject: "manager")
    /// A manager of another one.
    public static let stranger = TestCaller(.manager, in: .second, subject: "stranger")
    public static let officer = TestCaller(.complianceOfficer, in: .first, subject: "officer")
    public static let client = TestCaller(.client, in: .first, subject: "client")
    public static let platformAdmin = TestCaller(.platformAdmin, in: nil, subject: "root")
}

extension OrganizationID {
    /// Two organisations that have nothing to do with each other.
    public static let first = OrganizationID(UUID128(high: 0x0192_f0c1_0000_7001, low: 0x8000_0000_0000_0001))
    public static let second = OrganizationID(UUID128(high: 0x0192_f0c1_0000_7002, low: 0x8000_0000_0000_0002))
}

/// The gateway's half of internal tokens, for tests that have no gateway.
struct TokenMint: Sendable {
    private let signer: JWTSigner
    let accepted: [VerificationKey]
    /// What a service is told in RISHI_INTERNAL_KEYS.
    var document: String { String(decoding: JWKSet.document(of: accepted), as: UTF8.self) }

    init() throws {
        let seed = Base64.url.encode(SecureRandom.bytes(32).span)
        let key = try InternalKeys.signingKey(seed.span, owner: .gateway, name: "test")
        signer = JWTSigner(key: key, type: "rishi-internal+jwt")
        accepted = [try key.verificationKey]
    }

    func token(for caller: TestCaller, to service: ServiceName, at now: Timestamp) throws -> String {
        var claims: JSONObject = [
            "kind": "user", "sub": .string(caller.subject), "iss": "rishi:gateway", "aud": .string(service.rawValue),
            "roles": .array(caller.roles.map { .string($0.rawValue) }),
            "iat": .number(.integer(now.secondsSinceEpoch)), "exp": .number(.integer(now.secondsSinceEpoch + 60)),
        ]
        if let organization = caller.organization { claims["org"] = .string(organization.description) }
        return String(decoding: try signer.sign(claims), as: UTF8.self)
    }
}
