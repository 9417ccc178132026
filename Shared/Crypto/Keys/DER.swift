/// The few shapes of ASN.1 DER that keys and signatures are made of.
enum DER {
    static let ecPublicKey: [UInt8] = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    static let rsaEncryption: [UInt8] = [
        0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    ]
    static let null: [UInt8] = [0x05, 0x00]

    static func objectIdentifier(of curve: Curve) -> [UInt8] {
        switch curve {
        case .p256: [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        case .p384: [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22]
        case .p521: [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23]
        }
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] {
        element(0x30, Array(parts.joined()))
    }

    static func bitString(_ content: [UInt8]) -> [UInt8] {
        element(0x03, [0] + content)
    }

    /// A non-negative integer from its big-endian bytes, leading zeros allowed.
    static func integer(bigEndian bytes: Span<UInt8>) -> [UInt8] {
        var first = 0
        while first < bytes.count, bytes[first] == 0 { first += 1 }
        var content: [UInt8] = []
        // The sign bit must be clear, and zero still needs one byte.
        if first == bytes.count || bytes[first] >= 0x80 { content.append(0) }
        for index in first..<bytes.count { content.append(bytes[index]) }
        return element(0x02, content)
    }

    private static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        var bytes = [tag]
        if content.count < 0x80 {
            bytes.append(UInt8(content.count))
        } else {
            var length: [UInt8] = []
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(length.count))
            bytes += length
        }
        return bytes + content
    }
}
