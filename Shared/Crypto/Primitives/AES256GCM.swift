internal import COpenSSL

/// Authenticated encryption with AES-256 in Galois/counter mode. Sealed bytes are `nonce ‖ ciphertext ‖ tag`.
///
/// Nonces are random, which is safe for 2³² messages under one key (NIST SP 800-38D 8.3): rotate keys before that.
public struct AES256GCM: Sendable {
    public static let keyBytes = 32
    public static let nonceBytes = 12
    public static let tagBytes = 16

    private let key: SecretBytes

    /// Refuses a key that is not exactly 32 bytes.
    public init?(key: SecretBytes) {
        guard key.count == Self.keyBytes else { return nil }
        self.key = key
    }

    /// Encrypts `message` and authenticates it together with `context`, which is not part of the result.
    public func seal(_ message: Span<UInt8>, context: Span<UInt8>) throws(CryptoFault) -> [UInt8] {
        try seal(message, context: context, nonce: SecureRandom.bytes(Self.nonceBytes))
    }

    func seal(_ message: Span<UInt8>, context: Span<UInt8>, nonce: [UInt8]) throws(CryptoFault) -> [UInt8] {
        precondition(nonce.count == Self.nonceBytes, "a nonce has 12 bytes")
        let cipher = CipherContext()
        let (length, overflow) = message.count.addingReportingOverflow(Self.nonceBytes + Self.tagBytes)
        guard !overflow, cipher.start(encrypting: true, key: key, nonce: nonce.span), cipher.authenticate(context)
        else { throw .operationFailed }
        var sealed = nonce
        sealed.reserveCapacity(length)
        guard cipher.process(message, into: &sealed), cipher.finish(), let tag = cipher.tag() else {
            throw .operationFailed
        }
        sealed += tag
        return sealed
    }

    /// Decrypts what `seal` made with the same key and context, or throws without revealing any of it.
    public func open(_ sealed: Span<UInt8>, context: Span<UInt8>) throws(CryptoFault) -> [UInt8] {
        let overhead = Self.nonceBytes + Self.tagBytes
        guard sealed.count >= overhead else { throw .truncated }
        let cipher = CipherContext()
        let end = sealed.count - Self.tagBytes
        var message: [UInt8] = []
        message.reserveCapacity(sealed.count - overhead)
        guard cipher.start(encrypting: false, key: key, nonce: sealed.extracting(..<Self.nonceBytes)),
            cipher.authenticate(context),
            cipher.process(sealed.extracting(Self.nonceBytes..<end), into: &message),
            cipher.expect(tag: sealed.extracting(end...)), cipher.finish()
        else { throw .notAuthentic }
        return message
    }
}

/// Owns one EVP_CIPHER_CTX in GCM mode; each step answers whether the library accepted it.
private struct CipherContext: ~Copyable {
    private let pointer: OpaquePointer

    init() {
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        pointer = context
    }

    deinit {
        EVP_CIPHER_CTX_free(pointer)
        LibCrypto.clearErrors()
    }

    func start(encrypting: Bool, key: SecretBytes, nonce: Span<UInt8>) -> Bool {
        key.withBytes { key in
            nonce.withUnsafeBufferPointer { nonce in
                EVP_CipherInit_ex2(
                    pointer, LibCrypto.aes256GCM, key.baseAddress, nonce.baseAddress, encrypting ? 1 : 0, nil) == 1
            }
        }
    }

    func authenticate(_ context: Span<UInt8>) -> Bool {
        guard context.count > 0 else { return true }
        guard let count = Int32(exactly: context.count) else { return false }
        var written: Int32 = 0
        return context.withUnsafeBufferPointer { context in
            EVP_CipherUpdate(pointer, nil, &written, context.baseAddress, count) == 1
        }
    }

    func process(_ input: Span<UInt8>, into output: inout [UInt8]) -> Bool {
        guard input.count > 0 else { return true }
        guard let count = Int32(exactly: input.count) else { return false }
        var written: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: input.count) { chunk, filled in
            let done = input.withUnsafeBufferPointer { input in
                EVP_CipherUpdate(pointer, chunk.baseAddress, &written, input.baseAddress, count)
            }
            filled = done == 1 ? Int(written) : 0
        }
        output += chunk
        return chunk.count == input.count
    }

    func expect(tag: Span<UInt8>) -> Bool {
        var copy = tag.withUnsafeBufferPointer { Array($0) }
        return EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(copy.count), &copy) == 1
    }

    func finish() -> Bool {
        var nothing: UInt8 = 0
        var written: Int32 = 0
        return EVP_CipherFinal_ex(pointer, &nothing, &written) == 1
    }

    func tag() -> [UInt8]? {
        var tag = [UInt8](repeating: 0, count: AES256GCM.tagBytes)
        return EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag) == 1 ? tag : nil
    }
}
