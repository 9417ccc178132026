import Bytes

/// The text form of a moment: RFC 3339, written in UTC with milliseconds, read with any offset.
extension Timestamp {
    /// The years that RFC 3339 can write.
    private static let earliest = Timestamp(secondsSinceEpoch: -62_167_219_200)
    private static let latest = Timestamp(microsecondsSinceEpoch: 253_402_300_799_999_999)

    /// Appends `2026-11-21T02:25:18.042Z`. A moment outside the years 0000–9999 is written as the nearest one inside.
    public func append(to bytes: inout [UInt8]) {
        let moment = min(max(self, Self.earliest), Self.latest)
        let milliseconds = moment.millisecondsSinceEpoch
        let day = milliseconds.flooredQuotient(by: 86_400_000)
        var rest = Int(milliseconds - day * 86_400_000)
        let (year, month, dayOfMonth) = Self.civilDate(ofDay: Int(day))

        var text: InlineArray<24, UInt8> = .init(repeating: UInt8(ascii: "-"))
        Self.write(year, digits: 4, at: 0, in: &text)
        Self.write(month, digits: 2, at: 5, in: &text)
        Self.write(dayOfMonth, digits: 2, at: 8, in: &text)
        text[10] = UInt8(ascii: "T")
        Self.write(rest / 3_600_000, digits: 2, at: 11, in: &text)
        rest %= 3_600_000
        text[13] = UInt8(ascii: ":")
        Self.write(rest / 60_000, digits: 2, at: 14, in: &text)
        rest %= 60_000
        text[16] = UInt8(ascii: ":")
        Self.write(rest / 1000, digits: 2, at: 17, in: &text)
        text[19] = UInt8(ascii: ".")
        Self.write(rest % 1000, digits: 3, at: 20, in: &text)
        text[23] = UInt8(ascii: "Z")
        bytes.append(span: text.span)
    }

    /// Reads RFC 3339 with an offset. More than six fraction digits are cut to microseconds; a leap second (`:60`) is
    /// refused, because no clock of ours can hold it.
    public init?(_ text: Span<UInt8>) {
        // 20 bytes are the shortest form, 35 the longest: nine fraction digits and a numeric offset.
        guard (20...35).contains(text.count),
            text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] | 32 == UInt8(ascii: "t"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let year = Self.number(in: text, at: 0, digits: 4), let month = Self.number(in: text, at: 5, digits: 2),
            let day = Self.number(in: text, at: 8, digits: 2), let hour = Self.number(in: text, at: 11, digits: 2),
            let minute = Self.number(in: text, at: 14, digits: 2),
            let second = Self.number(in: text, at: 17, digits: 2),
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var index = 19
        guard let microseconds = Self.fraction(in: text, from: &index),
            let offsetMinutes = Self.offset(in: text, at: index)
        else { return nil }
        let days = Self.day(ofYear: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + (minute - offsetMinutes) * 60 + second
        self.init(microsecondsSinceEpoch: Int64(seconds) * 1_000_000 + Int64(microseconds))
    }

    /// Reads RFC 3339 from a string.
    public init?(_ text: String) {
        self.init(text.utf8Span.span)
    }

    @inline(__always)
    private static func write(_ value: Int, digits: Int, at start: Int, in text: inout InlineArray<24, UInt8>) {
        var rest = UInt32(truncatingIfNeeded: value)
        for index in (start..<start + digits).reversed() {
            text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    private static func number(in text: Span<UInt8>, at start: Int, digits: Int) -> Int? {
        guard start + digits <= text.count else { return nil }
        var value = 0
        for index in start..<start + digits {
            guard let digit = decimalDigit(text[index]) else { return nil }
            value = value * 10 + digit
        }
        return value
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
            let hours = number(in: text, at: index + 1, digits: 2),
            let minutes = number(in: text, at: index + 4, digits: 2),
            hours < 24, minutes < 60
        else { return nil }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func decimalDigit(_ byte: UInt8) -> Int? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? Int(digit) : nil
    }
}
