internal import COpenSSL

/// Signing and verifying, in the form the wire carries.
extension AsymmetricKey {
    /// Whether `signature` is one of `message` under `algorithm` (EVP_DigestVerify).
    func isValid(signature: Span<UInt8>, of message: Span<UInt8>, algorithm: SignatureAlgorithm) -> Bool {
        guard fits(algorithm) else { return false }
        switch kind {
        case .rsa(let bits):
            guard signature.count == (bits + 7) / 8 else { return false }
            return verify(signature, of: message, algorithm: algorithm)
        case .curve(let curve):
            guard let der = ECDSASignature.der(raw: signature, curve: curve) else { return false }
            return verify(der.span, of: message, algorithm: algorithm)
        case .ed25519:
            guard signature.count == Ed25519.signatureBytes else { return false }
            return verify(signature, of: message, algorithm: algorithm)
        }
    }

    /// A signature of `message` under `algorithm` (EVP_DigestSign).
    func signature(of message: Span<UInt8>, algorithm: SignatureAlgorithm) throws(CryptoFault) -> [UInt8] {
        guard hasPrivateHalf, fits(algorithm), let signed = sign(message, algorithm: algorithm) else {
            throw .operationFailed
        }
        guard case .curve(let curve) = kind else { return signed }
        guard let raw = ECDSASignature.raw(der: signed, curve: curve) else { throw .operationFailed }
        return raw
    }

    private func verify(_ signature: Span<UInt8>, of message: Span<UInt8>, algorithm: SignatureAlgorithm) -> Bool {
        defer { LibCrypto.clearErrors() }
        let context = DigestContext()
        var keyContext: OpaquePointer?
        guard EVP_DigestVerifyInit(context.pointer, &keyContext, algorithm.hash?.evp, nil, pointer) == 1,
            Self.configure(keyContext, for: algorithm)
        else { return false }
        return signature.withUnsafeBufferPointer { signature in
            message.withUnsafeBufferPointer { message in
                EVP_DigestVerify(
                    context.pointer, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
            }
        }
    }

    private func sign(_ message: Span<UInt8>, algorithm: SignatureAlgorithm) -> [UInt8]? {
        defer { LibCrypto.clearErrors() }
        let context = DigestContext()
        var keyContext: OpaquePointer?
        guard EVP_DigestSignInit(context.pointer, &keyContext, algorithm.hash?.evp, nil, pointer) == 1,
            Self.configure(keyContext, for: algorithm)
        else { return nil }
        return message.withUnsafeBufferPointer { message in
            var length = 0
            guard EVP_DigestSign(context.pointer, nil, &length, message.baseAddress, message.count) == 1 else {
                return nil
            }
            var signature = [UInt8](repeating: 0, count: length)
            guard EVP_DigestSign(context.pointer, &signature, &length, message.baseAddress, message.count) == 1 else {
                return nil
            }
            // The first call answers the longest possible length, which an ECDSA signature seldom needs.
            signature.removeLast(signature.count - length)
            return signature
        }
    }

    /// Fixes what RSA leaves open: the padding, and for PSS a salt of exactly the hash's length (RFC 7518 3.5).
    private static func configure(_ context: OpaquePointer?, for algorithm: SignatureAlgorithm) -> Bool {
        guard case .rsa(let padding) = algorithm.scheme else { return true }
        switch padding {
        case .pkcs1:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .pss:
            guard let hash = algorithm.hash else { return false }
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md(context, hash.evp) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(hash.byteCount)) == 1
        }
    }
}
