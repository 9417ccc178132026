public import Identifiers

/// What people call a booking by: `BR-20261225-A3B9C2`.
///
/// The day is that of the start in the venue's zone (C42): it is read out over the phone and compared with the calendar
/// on the wall there. It is fixed when the booking is made and stays when the booking moves, since it is a name. The six
/// letters are drawn, 30 bits of them; on the rare clash within a day the unique key refuses and others are drawn.
public struct BookingReference: Sendable, Hashable {
    public let text: String

    /// Crockford's 32: no I, L, O, U.
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let letterCount = 6

    /// - Parameters:
    ///   - day: that of the start, at the venue.
    ///   - bits: drawn; the lower 30 are used.
    public init(day: CalendarDay, randomBits bits: UInt64) {
        let digits = day.description.filter { $0 != "-" }
        let drawn = (0..<Self.letterCount).reversed().map { Self.letters[Int(bits >> (UInt64($0) * 5) & 31)] }
        text = "BR-\(digits)-\(String(decoding: drawn, as: UTF8.self))"
    }

    /// Reads what a person typed: in any case, and with the letters that Crockford's alphabet leaves out read as the
    /// digits they look like. Nil for what is no reference.
    public init?(_ typed: String) {
        let bytes = typed.utf8.map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 ? $0 & ~32 : $0 }
        guard bytes.count == 12 + Self.letterCount, bytes.prefix(3).elementsEqual("BR-".utf8),
            bytes[11] == UInt8(ascii: "-"), bytes[3..<11].allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        let drawn = bytes[12...].map(Self.meant)
        guard drawn.allSatisfy(Self.letters.contains) else { return nil }
        text = String(decoding: bytes[..<12] + drawn, as: UTF8.self)
    }

    private static func meant(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
        case UInt8(ascii: "O"): UInt8(ascii: "0")
        default: letter
        }
    }
}

extension BookingReference: CustomStringConvertible {
    public var description: String { text }
}
