import Bytes

/// A moment in time, in microseconds since 1970-01-01T00:00:00Z, between the years 1 and 9999 of UTC. On the wire it
/// is RFC 3339: read with any offset, written in UTC.
///
/// Deliberately not done: leap seconds (`:60` is refused, as our clocks do not have them), times without an offset,
/// and anything finer than a microsecond (further digits are cut off).
public struct JSONInstant: Hashable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// How far instants go: what can be written with a year of four digits.
    public static let range =
        JSONInstant(clamping: -62_135_596_800_000_000)...JSONInstant(clamping: 253_402_300_799_999_999)

    /// The nearest instant in range.
    public init(clamping microseconds: Int64) {
        self.microseconds = min(max(microseconds, -62_135_596_800_000_000), 253_402_300_799_999_999)
    }

    /// Reads `YYYY-MM-DDThh:mm:ss`, up to nine digits of fraction if there is a point, and `Z` or an offset
    /// `±hh:mm`. `t` and `z` may be small.
    public init?(parsing text: Span<UInt8>) {
        guard text.count >= 20, text.count <= 35, let day = JSONDay(leading: text),
            text[10] | 0x20 == UInt8(ascii: "t"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = twoDigits(text, 11), let minute = twoDigits(text, 14), let second = twoDigits(text, 17),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var offset = 19
        var fraction = 0
        if text[offset] == UInt8(ascii: ".") {
            offset += 1
            let first = offset
            var unit = 100_000
            while offset < text.count, text[offset] &- UInt8(ascii: "0") < 10 {
                fraction += Int(text[offset] &- UInt8(ascii: "0")) * unit
                unit /= 10
                offset += 1
            }
            guard 1...9 ~= offset - first else { return nil }
        }
        guard let minutesEast = zone(text, from: offset) else { return nil }
        let seconds = day.daysSinceEpoch * 86_400 + hour * 3_600 + (minute - minutesEast) * 60 + second
        let microseconds = Int64(seconds) * 1_000_000 + Int64(fraction)
        self.init(clamping: microseconds)
        guard self.microseconds == microseconds else { return nil }
    }

    /// Appends the instant in UTC, the fraction cut to the given digits.
    public func append(to bytes: inout [UInt8], fraction: JSONFraction = .milliseconds) {
        let (days, rest) = dividingDown(Int(microseconds), by: 86_400_000_000)
        guard let day = JSONDay(daysSinceEpoch: days) else { return }
        day.append(to: &bytes)
        let seconds = rest / 1_000_000
        bytes.append(UInt8(ascii: "T"))
        appendTwoDigits(seconds / 3_600, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendTwoDigits(seconds / 60 % 60, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendTwoDigits(seconds % 60, to: &bytes)
        var part = rest % 1_000_000
        bytes.append(UInt8(ascii: "."))
        for _ in 0..<fraction.digits {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: part / 100_000))
            part = part % 100_000 * 10
        }
        bytes.append(UInt8(ascii: "Z"))
    }
}

/// How finely instants are written.
public enum JSONFraction: Sendable {
    case milliseconds
    case microseconds

    var digits: Int { self == .milliseconds ? 3 : 6 }
}

extension JSONInstant: Comparable, CustomStringConvertible {
    public static func < (left: JSONInstant, right: JSONInstant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// RFC 3339 with microseconds.
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes, fraction: .microseconds)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONType {
    /// A moment as RFC 3339 text. An offset is required; it is written in UTC.
    public static func dateTime(fraction: JSONFraction = .milliseconds) -> JSONType<JSONInstant> {
        .scalar(
            format: "date-time", expecting: "a time with offset like 2026-03-31T18:30:00Z",
            parse: { JSONInstant(parsing: $0) },
            append: { instant, bytes in instant.append(to: &bytes, fraction: fraction) })
    }
}

/// The minutes east of UTC that the rest of the text names, which must be all of it.
private func zone(_ text: Span<UInt8>, from offset: Int) -> Int? {
    if text.count == offset + 1, text[offset] | 0x20 == UInt8(ascii: "z") { return 0 }
    guard text.count == offset + 6, text[offset + 3] == UInt8(ascii: ":"),
        let hours = twoDigits(text, offset + 1), let minutes = twoDigits(text, offset + 4), hours < 24, minutes < 60
    else { return nil }
    switch text[offset] {
    case UInt8(ascii: "+"): return hours * 60 + minutes
    case UInt8(ascii: "-"): return -hours * 60 - minutes
    default: return nil
    }
}

/// Division that rounds down, so that the remainder is never negative.
private func dividingDown(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
