/// The signature algorithms of RFC 7518 and RFC 8037, by their registered names. `none` is not one of them.
public enum SignatureAlgorithm: String, CaseIterable, Sendable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    /// What an algorithm computes with, each kind taking its own kind of key.
    enum Scheme: Equatable {
        case secret
        case rsa(RSAPadding)
        case ecdsa(Curve)
        case ed25519
    }

    enum RSAPadding {
        case pkcs1
        case pss
    }

    var scheme: Scheme {
        switch self {
        case .hs256, .hs384, .hs512: .secret
        case .rs256, .rs384, .rs512: .rsa(.pkcs1)
        case .ps256, .ps384, .ps512: .rsa(.pss)
        case .es256: .ecdsa(.p256)
        case .es384: .ecdsa(.p384)
        case .es512: .ecdsa(.p521)
        case .edDSA: .ed25519
        }
    }

    /// The hash the message goes through first; Ed25519 does its own.
    var hash: HashFunction? {
        switch self {
        case .hs256, .rs256, .ps256, .es256: .sha256
        case .hs384, .rs384, .ps384, .es384: .sha384
        case .hs512, .rs512, .ps512, .es512: .sha512
        case .edDSA: nil
        }
    }

    /// Whether both sides need the same secret, so that whoever verifies could also sign.
    public var isSymmetric: Bool { scheme == .secret }
}

/// The elliptic curves of NIST that RFC 7518 names.
public enum Curve: Sendable {
    case p256
    case p384
    case p521

    /// The length of one coordinate, and of `r` and `s` each in a signature.
    public var byteCount: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// How OpenSSL calls the curve.
    var groupName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }

    /// How RFC 7518 calls the curve.
    public var name: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }

    init?(groupName: String) {
        switch groupName {
        case Curve.p256.groupName: self = .p256
        case Curve.p384.groupName: self = .p384
        case Curve.p521.groupName: self = .p521
        default: return nil
        }
    }

    init?(name: String) {
        switch name {
        case Curve.p256.name: self = .p256
        case Curve.p384.name: self = .p384
        case Curve.p521.name: self = .p521
        default: return nil
        }
    }
}
