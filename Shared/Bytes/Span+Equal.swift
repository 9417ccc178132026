import Glibc

extension Span<UInt8> {
    /// Whether both hold the same bytes (memcmp). For secrets use a comparison in constant time.
    public func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count, count > 0 else { return count == other.count }
        return withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return memcmp(left, right, count) == 0
            }
        }
    }
}
