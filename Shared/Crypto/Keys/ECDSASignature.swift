internal import COpenSSL

/// The two forms of an elliptic-curve signature: `r ‖ s`, each as long as the curve's field, on the wire (RFC 7518
/// 3.4); an ASN.1 sequence of two integers in libcrypto. Other servers have overflowed buffers and accepted zeros
/// here, so both directions work on exact lengths only.
enum ECDSASignature {
    /// The DER form, or nil unless the length is exact and both numbers lie in 1..<n, the order of the curve's group.
    static func der(raw: Span<UInt8>, curve: Curve) -> [UInt8]? {
        let size = curve.byteCount
        guard raw.count == 2 * size else { return nil }
        let r = raw.extracting(..<size)
        let s = raw.extracting(size...)
        guard isInRange(r, curve: curve), isInRange(s, curve: curve) else { return nil }
        return DER.sequence(DER.integer(bigEndian: r), DER.integer(bigEndian: s))
    }

    /// The wire form of a signature that libcrypto made (d2i_ECDSA_SIG, BN_bn2binpad).
    static func raw(der: [UInt8], curve: Curve) -> [UInt8]? {
        let parsed = der.withUnsafeBufferPointer { der in
            var position = der.baseAddress
            return d2i_ECDSA_SIG(nil, &position, der.count)
        }
        guard let parsed else { return nil }
        defer { ECDSA_SIG_free(parsed) }
        let size = Int32(curve.byteCount)
        var raw = [UInt8](repeating: 0, count: 2 * curve.byteCount)
        let done = raw.withUnsafeMutableBufferPointer { raw in
            guard let start = raw.baseAddress else { return false }
            return BN_bn2binpad(ECDSA_SIG_get0_r(parsed), start, size) == size
                && BN_bn2binpad(ECDSA_SIG_get0_s(parsed), start + curve.byteCount, size) == size
        }
        return done ? raw : nil
    }

    private static func isInRange(_ number: Span<UInt8>, curve: Curve) -> Bool {
        var isZero = true
        for index in number.indices where number[index] != 0 { isZero = false }
        guard !isZero else { return false }
        let order = curve.order
        for index in number.indices where number[index] != order[index] {
            return number[index] < order[index]
        }
        return false
    }
}

extension Curve {
    /// The order of the curve's group, big-endian, in the length of a coordinate (SEC 2).
    var order: [UInt8] {
        switch self {
        case .p256: Self.orderOfP256
        case .p384: Self.orderOfP384
        case .p521: Self.orderOfP521
        }
    }

    private static let orderOfP256: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ]

    private static let orderOfP384: [UInt8] =
        [UInt8](repeating: 0xff, count: 24) + [
            0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2,
            0x48, 0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73,
        ]

    private static let orderOfP521: [UInt8] =
        [0x01] + [UInt8](repeating: 0xff, count: 32) + [
            0xfa, 0x51, 0x86, 0x87, 0x83, 0xbf, 0x2f, 0x96, 0x6b, 0x7f, 0xcc, 0x01, 0x48, 0xf7, 0x09, 0xa5,
            0xd0, 0x3b, 0xb5, 0xc9, 0xb8, 0x89, 0x9c, 0x47, 0xae, 0xbb, 0x6f, 0xb7, 0x1e, 0x91, 0x38, 0x64, 0x09,
        ]
}
