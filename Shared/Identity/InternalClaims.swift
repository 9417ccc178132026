internal import Crypto
internal import JSON
internal import PlatformProtocol

/// What an internal token says, and how it is told from every other kind of token.
enum InternalClaims {
    /// `typ` of every internal token, and of nothing else.
    static let type = "rishi-internal+jwt"
    private static let issuerPrefix = "rishi:"

    static func issuer(of service: ServiceName) -> String { issuerPrefix + service.rawValue }

    static func isInternal(issuer: String) -> Bool {
        issuer.utf8.starts(with: issuerPrefix.utf8)
    }

    /// Everything about the caller, without times, issuer and audience.
    static func statements(
        kind: VerifiedIdentity.Kind, subject: String, organization: String?, roles: RoleSet, scopes: [String],
        state: String?
    ) -> JSONObject {
        var claims = JSONObject()
        claims["kind"] = kind == .user ? "user" : "service"
        claims["sub"] = .string(subject)
        claims["org"] = organization.map(JSONValue.string)
        claims["roles"] = .array(roles.roles.map { .string($0.rawValue) })
        claims["scopes"] = scopes.isEmpty ? nil : .array(scopes.map(JSONValue.string))
        claims["state"] = state.map(JSONValue.string)
        return claims
    }

    /// One hash for all tokens that say the same.
    static func fingerprint(of statements: JSONObject) -> SHA256Digest {
        SHA256Digest(of: JSONValue.object(statements).canonicalBytes.span)
    }

    /// The identity an internal token speaks of, if whoever signed it may speak of it: the gateway for users,
    /// every service for itself.
    static func identity(_ token: VerifiedToken) throws(JWTFault) -> VerifiedIdentity {
        let reader = ClaimReader(claims: token.claims)
        guard let signer = ServiceName.allCases.first(where: { issuer(of: $0).utf8.elementsEqual(token.issuer.utf8) }),
            InternalKeyID.owner(of: token.keyID) == signer
        else { throw .wrongIssuer }
        let roles = try reader.internalRoles()
        let kind: VerifiedIdentity.Kind
        switch token.claims["kind"] {
        case .string("user"):
            guard signer == .gateway, !roles.meets(.service) else { throw .malformedClaim }
            kind = .user
        case .string("service"):
            guard token.subject.utf8.elementsEqual(signer.rawValue.utf8), roles == .service else {
                throw .malformedClaim
            }
            kind = .service(signer)
        default: throw .malformedClaim
        }
        return VerifiedIdentity(
            kind: kind, subject: token.subject, organization: try reader.organization(), roles: roles,
            scopes: try reader.scopes(), state: try reader.state(), expiresAt: token.validUntil,
            tokenID: token.tokenID)
    }
}

/// The ids of internal keys: the owner's name, a colon, and the key's own name.
enum InternalKeyID {
    static func make(owner: ServiceName, name: String) -> String { "\(owner.rawValue):\(name)" }

    static func owner(of keyID: String?) -> ServiceName? {
        guard let keyID, let colon = keyID.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        return ServiceName(exactly: String(keyID[..<colon]))
    }
}
