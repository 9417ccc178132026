internal import COpenSSL

/// A hash function of the SHA family.
public enum HashFunction: Sendable {
    /// Only for the WebSocket handshake, which names it. It protects nothing.
    case sha1
    case sha256
    case sha384
    case sha512

    /// The length of a hash in bytes.
    @inlinable
    public var byteCount: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The hash of `bytes` (EVP_Digest).
    public func hash(of bytes: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
            bytes.withUnsafeBufferPointer { input in
                let done = EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, evp, nil)
                precondition(done == 1, "hashing in memory cannot fail")
            }
            count = byteCount
        }
    }

    var evp: OpaquePointer {
        switch self {
        case .sha1: LibCrypto.sha1
        case .sha256: LibCrypto.sha256
        case .sha384: LibCrypto.sha384
        case .sha512: LibCrypto.sha512
        }
    }

    var name: String {
        switch self {
        case .sha1: "SHA1"
        case .sha256: "SHA2-256"
        case .sha384: "SHA2-384"
        case .sha512: "SHA2-512"
        }
    }
}
