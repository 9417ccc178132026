import Crypto
public import Identifiers
import JSON
public import PlatformProtocol

/// A token such as an issuer gives to somebody who has signed in, for the gateway that runs in a checkout.
public struct UserToken: Sendable, Equatable {
    public var roles: [Role]
    public var organization: String
    public var subject: String
    /// In seconds.
    public var lifetime: Int64

    /// By default somebody who may do everything.
    public init(
        roles: [Role] = [.platformAdmin], organization: String = Self.localOrganization,
        subject: String = Self.localSubject, lifetime: Int64 = LocalPlatformLimits.tokenLifetime
    ) {
        self.roles = roles
        self.organization = organization
        self.subject = subject
        self.lifetime = lifetime
    }

    /// The organisation and the person that stand in a token unless others are named. They are the same everywhere, so
    /// that what one token has made the next one finds.
    public static let localOrganization = "01900000-0000-7000-8000-000000000001"
    public static let localSubject = "01900000-0000-7000-8000-000000000002"
    static let issuer = "https://rishi.invalid/local"

    /// The token, signed with the key that the checkout's gateway believes.
    public func signed(in folder: RunFolder, at now: Timestamp) throws -> String {
        let claims = JSONObject([
            ("iss", .string(Self.issuer)), ("aud", .string("rishi")), ("sub", .string(subject)),
            ("org", .string(organization)), ("roles", .array(roles.map { .string($0.rawValue) })),
            ("iat", .number(.integer(now.secondsSinceEpoch))),
            ("exp", .number(.integer(now.secondsSinceEpoch + lifetime))),
        ])
        let key = try SecretStore(folder: folder.secrets).tokenKey()
        return String(decoding: try JWTSigner(key: key, type: "at+jwt").sign(claims), as: UTF8.self)
    }
}
