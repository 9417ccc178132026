/// What a signature is checked with: one key, pinned to exactly one algorithm when it is made. A token never chooses.
public struct VerificationKey: Sendable, CustomStringConvertible {
    enum Material: Sendable {
        case secret(MessageAuthenticator)
        case asymmetric(AsymmetricKey)
    }

    public let algorithm: SignatureAlgorithm
    /// The id a token may name the key by.
    public let keyID: String?
    let material: Material

    init(_ material: Material, algorithm: SignatureAlgorithm, keyID: String?) throws(KeyFault) {
        if let keyID {
            let printable = keyID.utf8.allSatisfy { (0x20...0x7e).contains($0) }
            guard printable, (1...CryptoLimits.keyIDBytesMax).contains(keyID.utf8.count) else { throw .malformedKeyID }
        }
        if case .asymmetric(let key) = material {
            guard key.fits(algorithm) else { throw .wrongAlgorithm }
        }
        self.material = material
        self.algorithm = algorithm
        self.keyID = keyID
    }

    /// A shared secret for HS256, HS384 or HS512: at least as long as the hash (RFC 7518 3.2), and not made of a few
    /// repeated characters.
    public static func secret(
        _ secret: SecretBytes, algorithm: SignatureAlgorithm, keyID: String? = nil
    ) throws(KeyFault) -> VerificationKey {
        let authenticator = try MessageAuthenticator.strong(secret, algorithm: algorithm)
        return try VerificationKey(.secret(authenticator), algorithm: algorithm, keyID: keyID)
    }

    /// A public key from PEM text labelled `PUBLIC KEY`.
    public static func pem(
        _ text: Span<UInt8>, algorithm: SignatureAlgorithm, keyID: String? = nil
    ) throws(KeyFault) -> VerificationKey {
        let der = try PEM.decode(text, label: PEM.publicKey)
        let key = try AsymmetricKey.publicKey(der: der.span)
        return try VerificationKey(.asymmetric(key), algorithm: algorithm, keyID: keyID)
    }

    /// An RSA public key from its big-endian modulus and exponent.
    public static func rsa(
        modulus: Span<UInt8>, exponent: Span<UInt8>, algorithm: SignatureAlgorithm, keyID: String? = nil
    ) throws(KeyFault) -> VerificationKey {
        let key = try AsymmetricKey.rsa(modulus: modulus, exponent: exponent)
        return try VerificationKey(.asymmetric(key), algorithm: algorithm, keyID: keyID)
    }

    /// An elliptic-curve public key from its point; the curve decides the algorithm.
    public static func curve(
        _ curve: Curve, x: Span<UInt8>, y: Span<UInt8>, keyID: String? = nil
    ) throws(KeyFault) -> VerificationKey {
        let key = try AsymmetricKey.curve(curve, x: x, y: y)
        return try VerificationKey(.asymmetric(key), algorithm: curve.algorithm, keyID: keyID)
    }

    /// An Ed25519 public key from its 32 bytes.
    public static func ed25519(publicKey: Span<UInt8>, keyID: String? = nil) throws(KeyFault) -> VerificationKey {
        let key = try AsymmetricKey.ed25519(publicKey: publicKey)
        return try VerificationKey(.asymmetric(key), algorithm: .edDSA, keyID: keyID)
    }

    /// Whether `signature`, as the wire carries it, is one of `message`.
    public func isValid(signature: Span<UInt8>, of message: Span<UInt8>) -> Bool {
        switch material {
        case .secret(let authenticator): authenticator.isValid(code: signature, for: message)
        case .asymmetric(let key): key.isValid(signature: signature, of: message, algorithm: algorithm)
        }
    }

    /// The public key as PEM text, or nil for a shared secret.
    public var pem: [UInt8]? {
        guard case .asymmetric(let key) = material, let der = key.publicDER else { return nil }
        return PEM.encode(der.span, label: PEM.publicKey)
    }

    public var description: String { "VerificationKey(\(algorithm.rawValue), kid: \(keyID ?? "none"))" }
}

extension Curve {
    var algorithm: SignatureAlgorithm {
        switch self {
        case .p256: .es256
        case .p384: .es384
        case .p521: .es512
        }
    }
}

extension MessageAuthenticator {
    /// For signatures, where a guessable secret lets anyone sign.
    static func strong(
        _ secret: SecretBytes, algorithm: SignatureAlgorithm
    ) throws(KeyFault) -> MessageAuthenticator {
        guard algorithm.isSymmetric, let function = algorithm.hash else { throw .wrongAlgorithm }
        guard secret.count >= function.byteCount else { throw .weakSecret }
        guard secret.count <= CryptoLimits.secretBytesMax else { throw .tooLong }
        let distinct = secret.withBytes { Set($0).count }
        guard distinct >= CryptoLimits.secretDistinctBytesMin else { throw .weakSecret }
        return MessageAuthenticator(key: secret, function: function)
    }
}
