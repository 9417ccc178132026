internal import Crypto
internal import PlatformProtocol

/// What a user's token says: `sub`, `org`, `roles` (or `role`), `scope` (or `scopes`), `state`.
enum UserClaims {
    /// Every user belongs to an organisation, except a platform_admin, who may. A token without roles is somebody
    /// who may do nothing yet.
    static func identity(_ token: VerifiedToken) throws(JWTFault) -> VerifiedIdentity {
        let reader = ClaimReader(claims: token.claims)
        guard token.subject.utf8.count <= IdentityLimits.subjectBytesMax else { throw .malformedSubject }
        let roles = try reader.userRoles()
        let organization = try reader.organization()
        guard organization != nil || roles.meets(.platformAdmin) else { throw .malformedClaim }
        return VerifiedIdentity(
            kind: .user, subject: token.subject, organization: organization, roles: roles,
            scopes: try reader.scopes(), state: try reader.state(), expiresAt: token.validUntil,
            tokenID: token.tokenID)
    }
}
