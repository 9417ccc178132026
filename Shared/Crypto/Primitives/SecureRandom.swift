internal import COpenSSL

/// Random numbers fit for keys, nonces and unguessable identifiers (RAND_bytes).
///
/// A process whose generator fails stops: there is nothing safe it could do instead.
public struct SecureRandom: RandomNumberGenerator, Sendable {
    public init() {}

    /// `count` random bytes.
    public static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            fill(UnsafeMutableRawBufferPointer(output))
            filled = count
        }
    }

    /// Fills `bytes` with random ones, without allocating.
    public static func fill(_ bytes: inout MutableSpan<UInt8>) {
        bytes.withUnsafeMutableBytes { fill($0) }
    }

    public mutating func next() -> UInt64 {
        var value: UInt64 = 0
        withUnsafeMutableBytes(of: &value) { Self.fill($0) }
        return value
    }

    private static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let start = buffer.baseAddress, let count = Int32(exactly: buffer.count) else {
            return precondition(buffer.isEmpty, "more than 2 GiB of random bytes were asked for")
        }
        let done = RAND_bytes(start.assumingMemoryBound(to: UInt8.self), count)
        precondition(done == 1, "the system's random generator failed")
    }
}
