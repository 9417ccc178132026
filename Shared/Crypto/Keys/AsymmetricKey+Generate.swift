internal import COpenSSL

extension AsymmetricKey {
    /// A new key pair (EVP_PKEY_generate). Finding an RSA key takes a noticeable part of a second.
    static func generate(_ kind: Kind) throws(KeyFault) -> AsymmetricKey {
        let type =
            switch kind {
            case .rsa: "RSA"
            case .curve: "EC"
            case .ed25519: "ED25519"
            }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, type, nil) else { throw .unsupported }
        defer {
            EVP_PKEY_CTX_free(context)
            LibCrypto.clearErrors()
        }
        guard EVP_PKEY_keygen_init(context) == 1 else { throw .unsupported }
        let accepted =
            switch kind {
            case .rsa(let bits): EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(clamping: bits))
            case .curve(let curve): EVP_PKEY_CTX_set_group_name(context, curve.groupName)
            case .ed25519: Int32(1)
            }
        var key: OpaquePointer?
        guard accepted == 1, EVP_PKEY_generate(context, &key) == 1 else { throw .unsupported }
        return try AsymmetricKey(owning: key, hasPrivateHalf: true)
    }
}
