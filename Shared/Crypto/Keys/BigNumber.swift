internal import COpenSSL

/// Owns one BIGNUM.
struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    /// A non-negative number from its big-endian bytes (BN_bin2bn).
    init?(bigEndian bytes: Span<UInt8>) {
        guard let count = Int32(exactly: bytes.count),
            let number = bytes.withUnsafeBufferPointer({ BN_bin2bn($0.baseAddress, count, nil) })
        else { return nil }
        pointer = number
    }

    /// Takes over a number the library allocated.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        BN_clear_free(pointer)
    }

    var bitCount: Int { Int(BN_num_bits(pointer)) }

    var isOdd: Bool { BN_is_odd(pointer) == 1 }

    /// The number in exactly `count` big-endian bytes, or nil where it does not fit (BN_bn2binpad).
    func bigEndian(count: Int) -> [UInt8]? {
        guard let length = Int32(exactly: count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return BN_bn2binpad(pointer, &bytes, length) == length ? bytes : nil
    }

    /// The number in as few big-endian bytes as it needs.
    var bigEndian: [UInt8] {
        bigEndian(count: (bitCount + 7) / 8) ?? []
    }
}
