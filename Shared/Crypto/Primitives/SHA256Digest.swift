internal import COpenSSL

/// A SHA-256 hash as four machine words: a dictionary key that allocates nothing.
///
/// Equality is not constant-time; compare secrets with `constantTimeEqual`.
@frozen
public struct SHA256Digest: Equatable, Hashable, Sendable {
    /// The hash's bytes in order, eight to a word, in the machine's own byte order.
    @usableFromInline
    var words: InlineArray<4, UInt64>

    @usableFromInline
    init(words: InlineArray<4, UInt64>) {
        self.words = words
    }

    /// Hashes `bytes` at once (EVP_Digest). Whoever hashes often keeps a `SHA256Hasher`.
    public init(of bytes: Span<UInt8>) {
        words = .init(repeating: 0)
        var output = words.mutableSpan
        output.withUnsafeMutableBytes { output in
            bytes.withUnsafeBufferPointer { input in
                let done = EVP_Digest(
                    input.baseAddress, input.count, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil,
                    LibCrypto.sha256, nil)
                precondition(done == 1, "hashing in memory cannot fail")
            }
        }
    }

    /// The 32 bytes of the hash.
    public var bytes: [UInt8] {
        words.span.withUnsafeBytes { Array($0) }
    }

    @inlinable
    public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words[0] == right.words[0] && left.words[1] == right.words[1]
            && left.words[2] == right.words[2] && left.words[3] == right.words[3]
    }

    /// The hash is uniform already, so one word of it is as good as four.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }
}

/// Computes one SHA-256 after another without allocating. Belongs to one owner, who never uses it twice at once.
public final class SHA256Hasher {
    private let context = DigestContext()

    public init() {}

    /// Hashes `bytes` (EVP_DigestInit_ex2, EVP_DigestUpdate, EVP_DigestFinal_ex).
    public func digest(of bytes: Span<UInt8>) -> SHA256Digest {
        var words = InlineArray<4, UInt64>(repeating: 0)
        var output = words.mutableSpan
        output.withUnsafeMutableBytes { output in
            bytes.withUnsafeBufferPointer { input in
                let done =
                    EVP_DigestInit_ex2(context.pointer, LibCrypto.sha256, nil) == 1
                    && EVP_DigestUpdate(context.pointer, input.baseAddress, input.count) == 1
                    && EVP_DigestFinal_ex(
                        context.pointer, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1
                precondition(done, "hashing in memory cannot fail")
            }
        }
        return SHA256Digest(words: words)
    }
}

/// Owns one EVP_MD_CTX.
struct DigestContext: ~Copyable {
    let pointer: OpaquePointer

    init() {
        guard let context = EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        pointer = context
    }

    deinit {
        EVP_MD_CTX_free(pointer)
    }
}
