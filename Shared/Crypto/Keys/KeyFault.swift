/// Why key material was refused.
public enum KeyFault: Error, Equatable, Sendable {
    /// Not the encoding it claims to be: bad PEM, bad base64, bad DER, or bytes left over.
    case malformed
    /// Encrypted, or of a kind, curve or algorithm this module does not use.
    case unsupported
    /// An RSA modulus shorter than `CryptoLimits.rsaBitsMin`.
    case tooShort
    /// A modulus or a text longer than its limit.
    case tooLong
    /// An RSA exponent that is even, below three or longer than `CryptoLimits.rsaExponentBitsMax`.
    case unsafeExponent
    /// The point is not on its curve, or generates only a tiny group; or private and public half do not belong together.
    case invalidKey
    /// An HMAC secret shorter than its hash, or made of too few different bytes.
    case weakSecret
    /// The key cannot be used with the algorithm asked for.
    case wrongAlgorithm
    /// A key id that is empty, too long, or not printable ASCII.
    case malformedKeyID

    /// A bounded name for metrics and logs.
    public var label: StaticString {
        switch self {
        case .malformed: "malformed"
        case .unsupported: "unsupported"
        case .tooShort: "too_short"
        case .tooLong: "too_long"
        case .unsafeExponent: "unsafe_exponent"
        case .invalidKey: "invalid_key"
        case .weakSecret: "weak_secret"
        case .wrongAlgorithm: "wrong_algorithm"
        case .malformedKeyID: "malformed_key_id"
        }
    }
}
