internal import COpenSSL

/// Keys in their standard encodings: SubjectPublicKeyInfo for public ones, PKCS #8 for private ones.
extension AsymmetricKey {
    /// A public key from exactly one SubjectPublicKeyInfo (d2i_PUBKEY).
    static func publicKey(der: Span<UInt8>) throws(KeyFault) -> AsymmetricKey {
        let key = whole(der) { d2i_PUBKEY(nil, $0, $1) }
        return try AsymmetricKey(owning: key, hasPrivateHalf: false)
    }

    /// A key pair from exactly one unencrypted PKCS #8 PrivateKeyInfo (d2i_PKCS8_PRIV_KEY_INFO, EVP_PKCS82PKEY).
    static func privateKey(der: Span<UInt8>) throws(KeyFault) -> AsymmetricKey {
        guard let wrapped = whole(der, { d2i_PKCS8_PRIV_KEY_INFO(nil, $0, $1) }) else {
            LibCrypto.clearErrors()
            throw .malformed
        }
        defer { PKCS8_PRIV_KEY_INFO_free(wrapped) }
        return try AsymmetricKey(owning: EVP_PKCS82PKEY(wrapped), hasPrivateHalf: true)
    }

    /// The public half as SubjectPublicKeyInfo (i2d_PUBKEY).
    var publicDER: [UInt8]? {
        Self.encoded { i2d_PUBKEY(pointer, $0) }
    }

    /// The whole key as PKCS #8 (EVP_PKEY2PKCS8, i2d_PKCS8_PRIV_KEY_INFO), or nil for a public key.
    var privateDER: [UInt8]? {
        guard hasPrivateHalf, let wrapped = EVP_PKEY2PKCS8(pointer) else { return nil }
        defer { PKCS8_PRIV_KEY_INFO_free(wrapped) }
        return Self.encoded { i2d_PKCS8_PRIV_KEY_INFO(wrapped, $0) }
    }

    /// Runs a `d2i` function on bytes that are one element and nothing more.
    private static func whole(
        _ der: Span<UInt8>,
        _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
    ) -> OpaquePointer? {
        der.withUnsafeBufferPointer { der in
            guard isOneElement(der) else { return nil }
            var position = der.baseAddress
            return read(&position, der.count)
        }
    }

    /// Whether the bytes are one DER element and nothing after it, so that a reader cannot leave some unread.
    private static func isOneElement(_ der: UnsafeBufferPointer<UInt8>) -> Bool {
        guard der.count >= 2 else { return false }
        let first = Int(der[1])
        guard first >= 0x80 else { return der.count == 2 + first }
        let lengthBytes = first - 0x80
        guard (1...3).contains(lengthBytes), der.count >= 2 + lengthBytes else { return false }
        let length = der[2..<(2 + lengthBytes)].reduce(0) { $0 << 8 | Int($1) }
        return der.count == 2 + lengthBytes + length
    }

    /// Runs an `i2d` function twice: once for the length, once for the bytes.
    private static func encoded(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
        defer { LibCrypto.clearErrors() }
        let length = Int(write(nil))
        guard length > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: length)
        let written = bytes.withUnsafeMutableBufferPointer { buffer in
            var position = buffer.baseAddress
            return Int(write(&position))
        }
        return written == length ? bytes : nil
    }
}
