internal import COpenSSL

/// Bytes that must not outlive their use: wiped when released, never printed.
public final class SecretBytes: Sendable, CustomStringConvertible, CustomReflectable {
    // Safety: allocated and filled in `init`, only read afterwards, freed in `deinit`.
    private nonisolated(unsafe) let storage: UnsafeMutableBufferPointer<UInt8>

    /// Copies `bytes`. The caller's own copy is the caller's to drop.
    public init(_ bytes: Span<UInt8>) {
        storage = .allocate(capacity: bytes.count)
        bytes.withUnsafeBufferPointer { _ = storage.initialize(from: $0) }
    }

    deinit {
        OPENSSL_cleanse(storage.baseAddress, storage.count)
        storage.deallocate()
    }

    public var count: Int { storage.count }

    /// Lends the bytes for the length of a call.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(storage))
    }

    public var description: String { "SecretBytes(\(count) bytes)" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
