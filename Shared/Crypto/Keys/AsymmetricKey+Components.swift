internal import Bytes
internal import COpenSSL

/// Keys from their numbers, as a JWK carries them, and back.
extension AsymmetricKey {
    /// An RSA public key from its big-endian modulus and exponent.
    static func rsa(modulus: Span<UInt8>, exponent: Span<UInt8>) throws(KeyFault) -> AsymmetricKey {
        guard modulus.count <= CryptoLimits.rsaBitsMax / 8 else { throw .tooLong }
        guard exponent.count <= CryptoLimits.rsaExponentBitsMax / 8 else { throw .unsafeExponent }
        return try publicKey(
            der: DER.sequence(
                DER.sequence(DER.rsaEncryption, DER.null),
                DER.bitString(
                    DER.sequence(DER.integer(bigEndian: modulus), DER.integer(bigEndian: exponent)))
            ).span)
    }

    /// A public key from the affine coordinates of its point, each exactly as long as the curve's field.
    static func curve(_ curve: Curve, x: Span<UInt8>, y: Span<UInt8>) throws(KeyFault) -> AsymmetricKey {
        guard x.count == curve.byteCount, y.count == curve.byteCount else { throw .malformed }
        var point: [UInt8] = [4]
        point.append(span: x)
        point.append(span: y)
        let der = DER.sequence(
            DER.sequence(DER.ecPublicKey, DER.objectIdentifier(of: curve)), DER.bitString(point))
        do throws(KeyFault) {
            return try publicKey(der: der.span)
        } catch .malformed {
            // The encoding is ours, so what the library could not read is the point.
            throw .invalidKey
        }
    }

    /// An Ed25519 public key from its 32 bytes (EVP_PKEY_new_raw_public_key_ex).
    static func ed25519(publicKey: Span<UInt8>) throws(KeyFault) -> AsymmetricKey {
        guard publicKey.count == Ed25519.keyBytes else { throw .malformed }
        let key = publicKey.withUnsafeBufferPointer {
            EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, $0.baseAddress, $0.count)
        }
        return try AsymmetricKey(owning: key, hasPrivateHalf: false)
    }

    /// An Ed25519 key pair from its 32-byte seed, which RFC 8032 calls the private key
    /// (EVP_PKEY_new_raw_private_key_ex).
    static func ed25519(seed: SecretBytes) throws(KeyFault) -> AsymmetricKey {
        guard seed.count == Ed25519.keyBytes else { throw .malformed }
        let key = seed.withBytes { EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, $0.baseAddress, $0.count) }
        return try AsymmetricKey(owning: key, hasPrivateHalf: true)
    }

    /// The big-endian modulus and exponent of an RSA key.
    var rsaComponents: (modulus: [UInt8], exponent: [UInt8])? {
        guard let modulus = Self.number(OSSL_PKEY_PARAM_RSA_N, of: pointer),
            let exponent = Self.number(OSSL_PKEY_PARAM_RSA_E, of: pointer)
        else { return nil }
        return (modulus.bigEndian, exponent.bigEndian)
    }

    /// The coordinates of an elliptic-curve key's point, padded to the field's length.
    var curveCoordinates: (x: [UInt8], y: [UInt8])? {
        guard case .curve(let curve) = kind,
            let x = Self.number(OSSL_PKEY_PARAM_EC_PUB_X, of: pointer)?.bigEndian(count: curve.byteCount),
            let y = Self.number(OSSL_PKEY_PARAM_EC_PUB_Y, of: pointer)?.bigEndian(count: curve.byteCount)
        else { return nil }
        return (x, y)
    }

    /// The 32 bytes of an Ed25519 key's public half.
    var ed25519PublicKey: [UInt8]? {
        kind == .ed25519 ? Self.rawPublicKey(of: pointer) : nil
    }
}
