import Bytes

/// The text form of a moment: RFC 3339, written in UTC, read with any offset.
extension Timestamp {
    /// The moments that have a text form: those of the years 1 to 9999 of UTC.
    public static let writable =
        Timestamp(secondsSinceEpoch: -62_135_596_800)...Timestamp(microsecondsSinceEpoch: 253_402_300_799_999_999)

    /// How finely moments are written; what is finer is cut off.
    public enum Fraction: Int, Sendable {
        case milliseconds = 3
        case microseconds = 6
    }

    /// The longest text form.
    public static let textBytesMax = 27

    /// Appends `2026-11-21T02:25:18.042Z`: `textBytesMax` bytes at most. A moment that is not `writable` is written as
    /// the nearest one that is.
    public func append(to bytes: inout OutputSpan<UInt8>, fraction: Fraction = .milliseconds) {
        let moment = min(max(self, Self.writable.lowerBound), Self.writable.upperBound)
        let seconds = moment.secondsSinceEpoch
        let part = Int(moment.microsecondsSinceEpoch - seconds * 1_000_000)
        let (day, rest) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let ofDay = Int(rest)
        CalendarDay(clampingDaysSinceEpoch: Int(day)).append(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(twoDigits: ofDay / 3600)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(twoDigits: ofDay / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(twoDigits: ofDay % 60)
        bytes.append(UInt8(ascii: "."))
        let thousandths = part / 1000
        bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: thousandths / 100))
        bytes.append(twoDigits: thousandths)
        if fraction == .microseconds {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: part / 100 % 10))
            bytes.append(twoDigits: part)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Appends `2026-11-21T02:25:18.042Z`. A moment that is not `writable` is written as the nearest one that is.
    public func append(to bytes: inout [UInt8], fraction: Fraction = .milliseconds) {
        bytes.append(addingCapacity: Self.textBytesMax) { (room: inout OutputSpan<UInt8>) in
            append(to: &room, fraction: fraction)
        }
    }

    /// Reads RFC 3339 with an offset, `t` and `z` of either case. More than six fraction digits are cut to
    /// microseconds; a leap second (`:60`) is refused, because no clock of ours can hold it, and so is what is not
    /// `writable`.
    public init?(_ text: Span<UInt8>) {
        // 20 bytes are the shortest form, 35 the longest: nine fraction digits and a numeric offset.
        guard (20...35).contains(text.count), let day = CalendarDay(leading: text),
            text[10] | 32 == UInt8(ascii: "t"), text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = text.twoDigits(at: 11), let minute = text.twoDigits(at: 14),
            let second = text.twoDigits(at: 17), hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        guard let microseconds = Self.fraction(in: text, from: &index),
            let offsetMinutes = Self.offset(in: text, at: index)
        else { return nil }
        let seconds = day.daysSinceEpoch * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second
        self.init(microsecondsSinceEpoch: Int64(seconds) * 1_000_000 + Int64(microseconds))
        guard Self.writable.contains(self) else { return nil }
    }

    /// Reads RFC 3339 from a string.
    public init?(_ text: String) {
        self.init(text.utf8Span.span)
    }

    /// The fraction at `index`, in microseconds; moves `index` behind it. No fraction is zero, a bare point is nil.
    private static func fraction(in text: Span<UInt8>, from index: inout Int) -> Int? {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return 0 }
        index += 1
        let start = index
        var value = 0
        while index < text.count, let digit = decimalDigit(text[index]) {
            if index - start < 6 { value = value * 10 + digit }
            index += 1
        }
        let count = index - start
        guard (1...9).contains(count) else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// The offset from UTC that ends the text at `index`, in minutes.
    private static func offset(in text: Span<UInt8>, at index: Int) -> Int? {
        guard index < text.count else { return nil }
        let sign = text[index]
        if sign | 32 == UInt8(ascii: "z") { return text.count == index + 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.count == index + 6,
            text[index + 3] == UInt8(ascii: ":"),
            let hours = text.twoDigits(at: index + 1),
            let minutes = text.twoDigits(at: index + 4),
            hours < 24, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func decimalDigit(_ byte: UInt8) -> Int? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int(digit) : nil
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, so that the remainder is never negative.
    @inline(__always)
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
