/// A range of addresses in CIDR form: `10.0.0.0/8`, `fd00::/8`, or one address alone.
struct IPNetwork: Sendable, Hashable, CustomStringConvertible {
    let address: IPAddress
    /// Counted in 128 bits, so an IPv4 `/8` is 104 here.
    private let prefixBits: Int

    /// The unspecified address alone, from which nothing ever comes.
    static let nothing = IPNetwork(address: IPAddress(high: 0, low: 0), prefixBits: 128)

    private init(address: IPAddress, prefixBits: Int) {
        self.address = address
        self.prefixBits = prefixBits
    }

    /// Reads the text form. Bits behind the prefix must be zero: `10.1.0.0/8` is more likely a mistake than a wish.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard 1...2 ~= parts.count, let address = IPAddress(String(parts[0])) else { return nil }
        let isV4 = address.isV4 && !parts[0].contains(":")
        let bitsMax = isV4 ? 32 : 128
        var bits = bitsMax
        if parts.count == 2 {
            guard 1...3 ~= parts[1].utf8.count, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                parts[1].utf8.count == 1 || parts[1].first != "0", let given = Int(parts[1]), given <= bitsMax
            else { return nil }
            bits = given
        }
        prefixBits = isV4 ? bits + 96 : bits
        self.address = address
        guard Self.masked(address, prefixBits) == address else { return nil }
    }

    func contains(_ other: IPAddress) -> Bool {
        Self.masked(other, prefixBits) == address
    }

    var description: String {
        address.isV4 && prefixBits >= 96 ? "\(address)/\(prefixBits - 96)" : "\(address)/\(prefixBits)"
    }

    private static func masked(_ address: IPAddress, _ bits: Int) -> IPAddress {
        let high = bits >= 64 ? UInt64.max : bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
        let low = bits <= 64 ? 0 : UInt64.max << UInt64(128 - bits)
        return IPAddress(high: address.high & high, low: address.low & low)
    }
}
