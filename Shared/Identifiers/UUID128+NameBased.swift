/// Ids that follow from a name: the same parent and name always give the same id, so what is done twice is recognized
/// as one.
extension UUID128 {
    /// RFC 9562 version 5: the SHA-1 of the parent's bytes and the name. It identifies and does not protect: whoever
    /// knows the parent can compute it.
    public init(parent: UUID128, name: Span<UInt8>) {
        var message: [UInt8] = []
        message.reserveCapacity(16 + name.count + 72)
        for word in [parent.high, parent.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                message.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        for index in name.indices { message.append(name[index]) }
        let digest = SHA1.digest(of: message)
        self.init(
            high: (UInt64(digest[0]) << 32 | UInt64(digest[1])) & ~0xF000 | 0x5000,
            low: (UInt64(digest[2]) << 32 | UInt64(digest[3])) & (~0 >> 2) | 1 << 63)
    }

    /// The same with the bytes of a string.
    public init(parent: UUID128, name: String) {
        self.init(parent: parent, name: Array(name.utf8).span)
    }
}

/// SHA-1 (FIPS 180-4) for version 5 ids alone: it is broken for anything that guards. It is written out here because
/// a domain derives ids and may not reach libcrypto.
private enum SHA1 {
    static func digest(of message: consuming [UInt8]) -> InlineArray<5, UInt32> {
        let bits = UInt64(message.count) * 8
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        var state: InlineArray<5, UInt32> = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for block in stride(from: 0, to: message.count, by: 64) { absorb(message, at: block, into: &state) }
        return state
    }

    private static func absorb(_ message: [UInt8], at block: Int, into state: inout InlineArray<5, UInt32>) {
        var words = InlineArray<80, UInt32>(repeating: 0)
        for index in 0..<16 {
            words[index] = (0..<4).reduce(0) { $0 << 8 | UInt32(message[block + index * 4 + $1]) }
        }
        for index in 16..<80 {
            words[index] = rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for index in 0..<80 {
            let (mix, key): (UInt32, UInt32) =
                switch index {
                case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
            let next = rotated(a, 5) &+ mix &+ e &+ key &+ words[index]
            (a, b, c, d, e) = (next, a, rotated(b, 30), c, d)
        }
        for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word << count | word >> (32 - count)
    }
}
