internal import Crypto
internal import JSON
internal import PlatformProtocol

/// Reads the claims that make an identity, each of exactly one type and shape.
struct ClaimReader {
    let claims: JSONObject

    /// One of `roles` (a string or an array of strings) and `role` (a string), or neither. Every name must be a known
    /// role, byte for byte: an issuer that sends others is not configured for us, and dropping what we do not know
    /// would hide that. `service` is not a role of users.
    func userRoles() throws(JWTFault) -> RoleSet {
        guard claims["role"] == nil || claims["roles"] == nil else { throw .malformedClaim }
        let roles = try roleSet(claims["roles"] ?? claims["role"], isList: claims["roles"] != nil)
        guard !roles.meets(.service) else { throw .malformedClaim }
        return roles
    }

    /// `roles` as an array, as internal tokens have it.
    func internalRoles() throws(JWTFault) -> RoleSet {
        guard let value = claims["roles"], case .array = value else { throw .malformedClaim }
        return try roleSet(value, isList: true)
    }

    /// `org`: a UUID; its hexadecimal digits may come in either case and are kept lower.
    func organization() throws(JWTFault) -> String? {
        guard let value = claims["org"] else { return nil }
        guard case .string(let text) = value, Self.isUUID(text) else { throw .malformedClaim }
        return text.lowercased()
    }

    /// `scope` as one string with spaces (RFC 8693) or `scopes` as an array; sorted, each once.
    func scopes() throws(JWTFault) -> [String] {
        var scopes: [String] = []
        switch (claims["scope"], claims["scopes"]) {
        case (nil, nil): return []
        case (.string(let text), nil):
            scopes = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            if text.isEmpty { scopes = [] }
        case (nil, .array(let values)):
            for value in values {
                guard case .string(let scope) = value else { throw .malformedClaim }
                scopes.append(scope)
            }
        default: throw .malformedClaim
        }
        guard scopes.count <= IdentityLimits.scopesMax, scopes.allSatisfy(Self.isScope) else { throw .malformedClaim }
        return Set(scopes).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// `state`: letters, with spaces or underscores between words. Which state that is, is the geo policy's to say.
    func state() throws(JWTFault) -> String? {
        guard let value = claims["state"] else { return nil }
        guard case .string(let text) = value, (2...IdentityLimits.stateBytesMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ Self.isLetter($0) || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "_") })
        else { throw .malformedClaim }
        return text
    }

    private func roleSet(_ value: JSONValue?, isList: Bool) throws(JWTFault) -> RoleSet {
        switch value {
        case nil: return []
        case .string(let name):
            guard let role = Role(exactly: name) else { throw .malformedClaim }
            return RoleSet(role)
        case .array(let names) where isList:
            guard names.count <= IdentityLimits.rolesMax else { throw .malformedClaim }
            var roles: RoleSet = []
            for value in names {
                guard case .string(let name) = value, let role = Role(exactly: name) else { throw .malformedClaim }
                roles.formUnion(RoleSet(role))
            }
            return roles
        default: throw .malformedClaim
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        for (index, byte) in text.utf8.enumerated() {
            let isDash = [8, 13, 18, 23].contains(index)
            guard isDash ? byte == UInt8(ascii: "-") : isHexadecimal(byte) else { return false }
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// RFC 6749 3.3: printable ASCII without space, quote and backslash.
    private static func isScope(_ scope: String) -> Bool {
        (1...IdentityLimits.scopeBytesMax).contains(scope.utf8.count)
            && scope.utf8.allSatisfy { $0 == 0x21 || (0x23...0x5b).contains($0) || (0x5d...0x7e).contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
