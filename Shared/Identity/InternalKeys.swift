public import Crypto
public import PlatformProtocol

/// Reads the keys of internal tokens from configuration.
public enum InternalKeys {
    /// Why a configured key was refused.
    public enum Fault: Error, Equatable, Sendable {
        case key(KeyFault)
        /// More than `IdentityLimits.internalKeysPerOwnerMax` keys of one owner, or two of one name.
        case tooManyKeys
        case noKey

        /// A bounded name for metrics and logs.
        public var label: StaticString {
            switch self {
            case .key(let fault): fault.label
            case .tooManyKeys: "too_many_keys"
            case .noKey: "no_key"
            }
        }
    }

    /// A service's own private key: PKCS #8 PEM text, or the 32-byte Ed25519 seed in base64url. `name` is the key's
    /// own name, by which a rotation tells the old key from the new.
    public static func signingKey(
        _ text: Span<UInt8>, owner: ServiceName, name: String
    ) throws(Fault) -> SigningKey {
        let keyID = InternalKeyID.make(owner: owner, name: name)
        do throws(KeyFault) {
            if isPEM(text) { return try .pem(text, algorithm: .edDSA, keyID: keyID) }
            guard let seed = Base64.url.decode(text) else { throw .malformed }
            return try .ed25519(seed: SecretBytes(seed.span), keyID: keyID)
        } catch {
            throw .key(error)
        }
    }

    /// Some service's public key: SubjectPublicKeyInfo PEM text, or the 32 bytes of an Ed25519 key in base64url.
    public static func verificationKey(
        _ text: Span<UInt8>, owner: ServiceName, name: String
    ) throws(Fault) -> VerificationKey {
        let keyID = InternalKeyID.make(owner: owner, name: name)
        do throws(KeyFault) {
            if isPEM(text) { return try .pem(text, algorithm: .edDSA, keyID: keyID) }
            guard let point = Base64.url.decode(text) else { throw .malformed }
            return try .ed25519(publicKey: point.span, keyID: keyID)
        } catch {
            throw .key(error)
        }
    }

    /// The public keys a service accepts, those of the gateway and of the services that call it: at most two of each
    /// owner, so that a new key can be accepted before the first token signed with it arrives.
    public static func accepted(_ keys: [VerificationKey]) throws(Fault) -> JWTKeySet {
        guard !keys.isEmpty else { throw .noKey }
        for owner in ServiceName.allCases {
            let count = keys.count { InternalKeyID.owner(of: $0.keyID) == owner }
            guard count <= IdentityLimits.internalKeysPerOwnerMax else { throw .tooManyKeys }
        }
        guard keys.allSatisfy({ InternalKeyID.owner(of: $0.keyID) != nil && $0.algorithm == .edDSA }) else {
            throw .key(.malformedKeyID)
        }
        do throws(JWTKeySet.Fault) {
            return try JWTKeySet(keys)
        } catch {
            throw .tooManyKeys
        }
    }

    private static func isPEM(_ text: Span<UInt8>) -> Bool {
        text.count > 0 && text[0] == UInt8(ascii: "-") && text.count > 64
    }
}
