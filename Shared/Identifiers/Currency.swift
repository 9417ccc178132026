/// A currency by its ISO 4217 code. Only those whose minor unit is a hundredth are taken, because amounts outside are
/// written with exactly two decimals.
public struct Currency: Sendable, Hashable {
    // Three letters packed into one word: an amount with its currency fits two registers.
    private let packed: UInt32

    public static let usd = Currency(packed: pack(UInt8(ascii: "U"), UInt8(ascii: "S"), UInt8(ascii: "D")))

    /// The currencies that ISO 4217 gives no decimals, three or four, and the codes that are no money at all.
    private static let refused: Set<Currency> = Set(
        [
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF", "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", "CLF", "UYW", "XAG", "XAU", "XBA", "XBB",
            "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", String(repeating: "X", count: 3),
        ].compactMap { Currency(letters: $0.utf8Span.span) })

    /// Reads three capital letters.
    public init?(_ text: Span<UInt8>) {
        guard let currency = Currency(letters: text), !Self.refused.contains(currency) else { return nil }
        self = currency
    }

    /// Reads three capital letters from a string.
    public init?(_ text: String) {
        self.init(text.utf8Span.span)
    }

    private init?(letters text: Span<UInt8>) {
        guard text.count == 3, text.indices.allSatisfy({ UInt8(ascii: "A")...UInt8(ascii: "Z") ~= text[$0] }) else {
            return nil
        }
        packed = Self.pack(text[0], text[1], text[2])
    }

    private init(packed: UInt32) {
        self.packed = packed
    }

    private static func pack(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
        UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
    }

    /// Appends the code.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: packed >> 16))
        bytes.append(UInt8(truncatingIfNeeded: packed >> 8))
        bytes.append(UInt8(truncatingIfNeeded: packed))
    }
}

extension Currency: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
