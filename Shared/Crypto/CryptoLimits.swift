/// Every bound of this module. Sizes are bytes unless named otherwise, times are seconds.
public enum CryptoLimits {
    /// The shortest RSA modulus accepted. RFC 7518 3.3 and 3.5.
    public static let rsaBitsMin = 2048
    /// The longest RSA modulus accepted: verifying grows with its square, and keys may come from a network.
    public static let rsaBitsMax = 8192
    /// The longest RSA exponent accepted. Everyone uses 17 bits; OpenSSL itself refuses more than 64 for large keys.
    public static let rsaExponentBitsMax = 64
    /// How many different byte values an HMAC secret must have: a repeated word is long but not secret.
    public static let secretDistinctBytesMin = 8
    /// The longest HMAC secret accepted.
    public static let secretBytesMax = 4096
    /// The longest PEM text accepted; an RSA private key of `rsaBitsMax` needs about 6 400.
    public static let pemBytesMax = 16384

    /// The longest token the verifier looks at, whatever a policy allows.
    public static let tokenBytesMax = 16384
    /// The longest protected header, in base64url characters.
    public static let tokenHeaderCharactersMax = 2048
    /// The longest signature, in base64url characters: an RSA key of `rsaBitsMax`.
    public static let tokenSignatureCharactersMax = (rsaBitsMax / 8 * 4 + 2) / 3
    /// How deep a token's JSON may nest.
    public static let tokenDepthMax = 16
    /// The longest `kid`.
    public static let keyIDBytesMax = 256
    /// The longest `sub`, `iss`, `jti` and single `aud`.
    public static let claimBytesMax = 1024
    /// How many audiences one token may name.
    public static let audiencesMax = 32
    /// The largest clock difference a policy may forgive.
    public static let leewayMax: Int64 = 300

    /// The longest JWK set document.
    public static let keySetBytesMax = 262_144
    /// How many keys one set may hold.
    public static let keysMax = 64
    /// How many revoked token ids are remembered at once.
    public static let revocationsMax = 65536
}
