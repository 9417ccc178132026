/// Cryptography for the platform: hashes, keyed hashes, encryption, signatures, keys, and the JSON Web Tokens made
/// of them, all computed by OpenSSL's libcrypto.
///
/// Model. This is the only module that imports `COpenSSL`. Every C object has exactly one Swift owner whose `deinit`
/// frees it (`DigestContext`, `BigNumber`, `AsymmetricKey`, …), pointers never leave the function that borrowed them,
/// and everything above the owners is ordinary Swift over `Span<UInt8>` and `[UInt8]`. Algorithms are fetched from
/// the provider once per process: a fetch by name costs more than hashing a token does.
///
/// Failure. Bad input (a key, a signature, a token) is a value: `false`, `nil`, or one of the closed faults
/// `CryptoFault`, `KeyFault`, `JWTFault`. libcrypto's thread-local error queue is emptied after every call that may
/// have filled it, so no later caller on the thread reads a stale error. Only a process that cannot work at all (no
/// random numbers, no SHA-256 in the installed library, no memory) stops by precondition.
///
/// Threads. Keys and key sets are immutable and may be used from any thread. `SHA256Hasher` and `VerifiedTokenCache`
/// keep working state and belong to one owner.
///
/// Not here, on purpose: TLS, X.509 chains, password hashing, key agreement, encrypted tokens (JWE), and any fetching
/// of keys over a network. The clock is never read: whoever asks passes the time.
internal import COpenSSL

enum LibCrypto {
    /// Empties the thread's queue of libcrypto errors (ERR_clear_error).
    static func clearErrors() {
        ERR_clear_error()
    }

    static func digest(named name: String) -> OpaquePointer {
        guard let digest = EVP_MD_fetch(nil, name, nil) else {
            preconditionFailure("the installed libcrypto offers no \(name)")
        }
        return digest
    }

    // Safety: written once before first use, never freed; an EVP_MD is immutable and OpenSSL lets threads share it.
    nonisolated(unsafe) static let sha1 = digest(named: "SHA1")
    // Safety: as for `sha1`.
    nonisolated(unsafe) static let sha256 = digest(named: "SHA2-256")
    // Safety: as for `sha1`.
    nonisolated(unsafe) static let sha384 = digest(named: "SHA2-384")
    // Safety: as for `sha1`.
    nonisolated(unsafe) static let sha512 = digest(named: "SHA2-512")

    // Safety: written once before first use, never freed; an EVP_CIPHER is immutable and OpenSSL lets threads share it.
    nonisolated(unsafe) static let aes256GCM: OpaquePointer = {
        guard let cipher = EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) else {
            preconditionFailure("the installed libcrypto offers no AES-256-GCM")
        }
        return cipher
    }()

    // Safety: written once before first use, never freed; an EVP_MAC is immutable and OpenSSL lets threads share it.
    nonisolated(unsafe) static let hmac: OpaquePointer = {
        guard let mac = EVP_MAC_fetch(nil, "HMAC", nil) else {
            preconditionFailure("the installed libcrypto offers no HMAC")
        }
        return mac
    }()
}
