internal import COpenSSL

/// HMAC with one key and one SHA-2 hash (RFC 2104), ready to be used from any thread.
///
/// The key schedule is computed once; each message copies that prepared state, which makes a short message about
/// three times cheaper than starting from the key.
// Safety: `prepared` is set in `init` and from then on only read, as the source of EVP_MAC_CTX_dup.
public final class MessageAuthenticator: @unchecked Sendable {
    public let function: HashFunction
    private let prepared: OpaquePointer

    /// Takes any key, also a short one: who needs a strong key checks it (`VerificationKey.secret`).
    public init(key: SecretBytes, function: HashFunction) {
        self.function = function
        guard let context = EVP_MAC_CTX_new(LibCrypto.hmac) else { preconditionFailure("out of memory") }
        let empty: [UInt8] = [0]
        let done = Self.withParameters(naming: function) { parameters in
            key.withBytes { key in
                // A null key means "as before" to the library, so an empty one needs an address.
                empty.withUnsafeBufferPointer { empty in
                    EVP_MAC_init(context, key.baseAddress ?? empty.baseAddress, key.count, parameters)
                }
            }
        }
        precondition(done == 1, "an HMAC takes any key")
        prepared = context
    }

    /// Both the name of a parameter and its value are kept as pointers by OSSL_PARAM_construct_utf8_string(3), so both
    /// must live as long as the list.
    private static func withParameters<Value>(
        naming function: HashFunction, _ body: (UnsafePointer<OSSL_PARAM>) -> Value
    ) -> Value {
        var value = Array(function.name.utf8CString)
        return OSSL_MAC_PARAM_DIGEST.withCString { key in
            value.withUnsafeMutableBufferPointer { value in
                body([OSSL_PARAM_construct_utf8_string(key, value.baseAddress, 0), OSSL_PARAM_construct_end()])
            }
        }
    }

    deinit {
        EVP_MAC_CTX_free(prepared)
    }

    /// The code of `message` (EVP_MAC_CTX_dup, EVP_MAC_update, EVP_MAC_final).
    public func code(for message: Span<UInt8>) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: function.byteCount) { output, count in
            guard let context = EVP_MAC_CTX_dup(prepared) else { preconditionFailure("out of memory") }
            defer { EVP_MAC_CTX_free(context) }
            let done = message.withUnsafeBufferPointer { message in
                EVP_MAC_update(context, message.baseAddress, message.count) == 1
                    && EVP_MAC_final(context, output.baseAddress, &count, output.count) == 1
            }
            precondition(done && count == function.byteCount, "an HMAC in memory cannot fail")
        }
    }

    /// Whether `code` is the code of `message`, compared in constant time.
    public func isValid(code: Span<UInt8>, for message: Span<UInt8>) -> Bool {
        constantTimeEqual(self.code(for: message).span, code)
    }
}
