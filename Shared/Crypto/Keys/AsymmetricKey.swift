internal import COpenSSL

/// Owns one EVP_PKEY that passed every check of `check`: an RSA, elliptic-curve or Ed25519 key, public or with
/// its private half. Immutable, so threads share it.
// Safety: the library counts references to an EVP_PKEY atomically and locks its caches; nothing changes it after `init`.
final class AsymmetricKey: @unchecked Sendable {
    enum Kind: Equatable {
        case rsa(bits: Int)
        case curve(Curve)
        case ed25519
    }

    let pointer: OpaquePointer
    let kind: Kind
    let hasPrivateHalf: Bool

    /// Takes over `pointer`, what the library made of some encoding, and frees it when the key is refused.
    init(owning pointer: OpaquePointer?, hasPrivateHalf: Bool) throws(KeyFault) {
        guard let pointer else {
            LibCrypto.clearErrors()
            throw .malformed
        }
        do throws(KeyFault) {
            kind = try Self.check(pointer, hasPrivateHalf: hasPrivateHalf)
        } catch {
            EVP_PKEY_free(pointer)
            LibCrypto.clearErrors()
            throw error
        }
        LibCrypto.clearErrors()
        self.pointer = pointer
        self.hasPrivateHalf = hasPrivateHalf
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// Whether the key can serve `algorithm` at all.
    func fits(_ algorithm: SignatureAlgorithm) -> Bool {
        switch (algorithm.scheme, kind) {
        case (.rsa, .rsa), (.ed25519, .ed25519): true
        case (.ecdsa(let wanted), .curve(let curve)): wanted == curve
        default: false
        }
    }

    private static func check(_ key: OpaquePointer, hasPrivateHalf: Bool) throws(KeyFault) -> Kind {
        let kind: Kind
        if EVP_PKEY_is_a(key, "RSA") == 1 {
            kind = try checkRSA(key)
        } else if EVP_PKEY_is_a(key, "EC") == 1 {
            guard let curve = curve(of: key) else { throw .unsupported }
            kind = .curve(curve)
        } else if EVP_PKEY_is_a(key, "ED25519") == 1 {
            guard let point = rawPublicKey(of: key), !SmallOrderPoint.contains(point) else { throw .invalidKey }
            kind = .ed25519
        } else {
            throw .unsupported
        }
        // A public RSA key has no more to check: the library would only prove the modulus composite, at 3 to 100 ms
        // a key, and a set of keys may be read on an event loop.
        if case .rsa = kind, !hasPrivateHalf { return kind }
        guard let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { throw .invalidKey }
        defer { EVP_PKEY_CTX_free(context) }
        // The pairwise check proves that a private half belongs to its public one; the public check, that a point
        // lies on its curve.
        let sound = hasPrivateHalf ? EVP_PKEY_pairwise_check(context) : EVP_PKEY_public_check(context)
        guard sound == 1 else { throw .invalidKey }
        return kind
    }

    private static func checkRSA(_ key: OpaquePointer) throws(KeyFault) -> Kind {
        guard let modulus = number(OSSL_PKEY_PARAM_RSA_N, of: key),
            let exponent = number(OSSL_PKEY_PARAM_RSA_E, of: key)
        else { throw .malformed }
        guard modulus.bitCount >= CryptoLimits.rsaBitsMin else { throw .tooShort }
        guard modulus.bitCount <= CryptoLimits.rsaBitsMax else { throw .tooLong }
        guard modulus.isOdd else { throw .invalidKey }
        guard exponent.isOdd, exponent.bitCount >= 2, exponent.bitCount <= CryptoLimits.rsaExponentBitsMax else {
            throw .unsafeExponent
        }
        return .rsa(bits: modulus.bitCount)
    }

    private static func curve(of key: OpaquePointer) -> Curve? {
        var name = [CChar](repeating: 0, count: 64)
        var length = 0
        guard EVP_PKEY_get_group_name(key, &name, name.count, &length) == 1, length < name.count else { return nil }
        return Curve(groupName: String(decoding: name.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// One number of a key's parameters (EVP_PKEY_get_bn_param).
    static func number(_ name: String, of key: OpaquePointer) -> BigNumber? {
        var number: OpaquePointer?
        guard EVP_PKEY_get_bn_param(key, name, &number) == 1, let number else { return nil }
        return BigNumber(owning: number)
    }

    /// The public half of an Ed25519 key (EVP_PKEY_get_raw_public_key).
    static func rawPublicKey(of key: OpaquePointer) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: Ed25519.keyBytes)
        var length = bytes.count
        let done = EVP_PKEY_get_raw_public_key(key, &bytes, &length)
        return done == 1 && length == bytes.count ? bytes : nil
    }
}

enum Ed25519 {
    static let keyBytes = 32
    static let signatureBytes = 64
}

/// The encodings of Ed25519 points that generate eight elements or fewer, sign bit aside, the non-canonical ones
/// included. Under such a key one signature can fit many messages.
private enum SmallOrderPoint {
    static func contains(_ point: [UInt8]) -> Bool {
        guard point.count == Ed25519.keyBytes else { return false }
        var unsigned = point
        unsigned[31] &= 0x7f
        return known.contains(unsigned)
    }

    private static let known: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
        [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
        [0xee] + [UInt8](repeating: 0xff, count: 30) + [0x7f],
    ]
}
