import Bytes

/// An address of either family as two words, so that comparing, masking and hashing it costs nothing. IPv4 is held in
/// its mapped form (`::ffff:a.b.c.d`), which makes an IPv4 peer of a dual-stack socket equal to itself.
struct IPAddress: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    private static let mapped: UInt64 = 0xffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(v4: UInt32) {
        self.init(high: 0, low: Self.mapped | UInt64(v4))
    }

    /// The address of 4 or 16 bytes in network order.
    init?(bytes: borrowing Span<UInt8>) {
        switch bytes.count {
        case 4:
            var value: UInt32 = 0
            for index in 0..<4 { value = value << 8 | UInt32(bytes[index]) }
            self.init(v4: value)
        case 16:
            var (high, low): (UInt64, UInt64) = (0, 0)
            for index in 0..<8 { high = high << 8 | UInt64(bytes[index]) }
            for index in 8..<16 { low = low << 8 | UInt64(bytes[index]) }
            self.init(high: high, low: low)
        default: return nil
        }
    }

    var isV4: Bool { high == 0 && low >> 32 == 0xffff }

    /// What an address is counted as: IPv4 whole, IPv6 by its first 64 bits, since any host has 2^64 addresses there.
    var accountable: IPAddress {
        isV4 ? self : IPAddress(high: high, low: 0)
    }
}

extension IPAddress: CustomStringConvertible {
    /// The longest text form: eight groups of four digits.
    static let textBytesMax = 39

    var description: String {
        String(decoding: [UInt8](capacity: Self.textBytesMax) { append(to: &$0) }, as: UTF8.self)
    }

    /// Appends the usual text, of IPv6 the shortest form (RFC 5952): `textBytesMax` bytes at most.
    func append(to out: inout OutputSpan<UInt8>) {
        guard !isV4 else { return appendV4(to: &out) }
        let gap = longestGap
        var index = 0
        while index < 8 {
            if index == gap.lowerBound, gap.count > 1 {
                out.append("::")
                index = gap.upperBound
                continue
            }
            if index > 0, !(gap.count > 1 && index == gap.upperBound) { out.append(UInt8(ascii: ":")) }
            out.append(hex: UInt64(group(index)))
            index += 1
        }
    }

    private func appendV4(to out: inout OutputSpan<UInt8>) {
        for part in 0..<4 as Range<UInt64> {
            if part > 0 { out.append(UInt8(ascii: ".")) }
            let octet = UInt8(truncatingIfNeeded: low >> (24 - 8 * part))
            if octet >= 100 { out.append(UInt8(ascii: "0") + octet / 100) }
            if octet >= 10 { out.append(UInt8(ascii: "0") + octet / 10 % 10) }
            out.append(UInt8(ascii: "0") + octet % 10)
        }
    }

    private func group(_ index: Int) -> UInt16 {
        let word = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: word >> UInt64(48 - 16 * (index & 3)))
    }

    /// The first of the longest runs of zero groups.
    private var longestGap: Range<Int> {
        var best = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || group(index) != 0 {
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best
    }
}
