/// What signatures are made with: one key, pinned to exactly one algorithm when it is made.
public struct SigningKey: Sendable, CustomStringConvertible {
    private let verification: VerificationKey

    private init(_ verification: VerificationKey) {
        self.verification = verification
    }

    public var algorithm: SignatureAlgorithm { verification.algorithm }

    public var keyID: String? { verification.keyID }

    /// What others check the signatures with. For a shared secret that is the secret itself.
    public var verificationKey: VerificationKey {
        get throws(KeyFault) {
            guard case .asymmetric(let pair) = verification.material else { return verification }
            guard let der = pair.publicDER else { throw .invalidKey }
            let half = try AsymmetricKey.publicKey(der: der.span)
            return try VerificationKey(.asymmetric(half), algorithm: algorithm, keyID: keyID)
        }
    }

    /// A shared secret, held to the same strength as `VerificationKey.secret`.
    public static func secret(
        _ secret: SecretBytes, algorithm: SignatureAlgorithm, keyID: String? = nil
    ) throws(KeyFault) -> SigningKey {
        SigningKey(try .secret(secret, algorithm: algorithm, keyID: keyID))
    }

    /// A private key from PEM text labelled `PRIVATE KEY` (PKCS #8, not encrypted).
    public static func pem(
        _ text: Span<UInt8>, algorithm: SignatureAlgorithm, keyID: String? = nil
    ) throws(KeyFault) -> SigningKey {
        let der = try PEM.decode(text, label: PEM.privateKey)
        let pair = try AsymmetricKey.privateKey(der: der.span)
        return SigningKey(try VerificationKey(.asymmetric(pair), algorithm: algorithm, keyID: keyID))
    }

    /// An Ed25519 key pair from its 32-byte seed.
    public static func ed25519(seed: SecretBytes, keyID: String? = nil) throws(KeyFault) -> SigningKey {
        let pair = try AsymmetricKey.ed25519(seed: seed)
        return SigningKey(try VerificationKey(.asymmetric(pair), algorithm: .edDSA, keyID: keyID))
    }

    /// A new key pair, RSA ones of `CryptoLimits.rsaBitsMin` bits, or a new secret as long as the hash.
    public static func generate(_ algorithm: SignatureAlgorithm, keyID: String? = nil) throws(KeyFault) -> SigningKey {
        let kind: AsymmetricKey.Kind
        switch algorithm.scheme {
        case .secret:
            let secret = SecretBytes(SecureRandom.bytes(algorithm.hash?.byteCount ?? 0).span)
            return try .secret(secret, algorithm: algorithm, keyID: keyID)
        case .rsa: kind = .rsa(bits: CryptoLimits.rsaBitsMin)
        case .ecdsa(let curve): kind = .curve(curve)
        case .ed25519: kind = .ed25519
        }
        let pair = try AsymmetricKey.generate(kind)
        return SigningKey(try VerificationKey(.asymmetric(pair), algorithm: algorithm, keyID: keyID))
    }

    /// A signature of `message` as the wire carries it.
    public func signature(of message: Span<UInt8>) throws(CryptoFault) -> [UInt8] {
        switch verification.material {
        case .secret(let authenticator): authenticator.code(for: message)
        case .asymmetric(let pair): try pair.signature(of: message, algorithm: algorithm)
        }
    }

    /// The private key as PEM text, or nil for a shared secret.
    public var pem: [UInt8]? {
        guard case .asymmetric(let pair) = verification.material, let der = pair.privateDER else { return nil }
        return PEM.encode(der.span, label: PEM.privateKey)
    }

    public var description: String { "SigningKey(\(algorithm.rawValue), kid: \(keyID ?? "none"))" }
}
