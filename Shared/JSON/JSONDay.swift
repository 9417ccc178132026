import Bytes

/// A calendar day without a time or a zone, from 0001-01-01 to 9999-12-31, in the Gregorian calendar.
public struct JSONDay: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// 1970-01-01.
    public static let epoch = JSONDay()

    private init() { (year, month, day) = (1970, 1, 1) }

    /// Nil for a day that does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, 1...JSONDay.daysIn(month, of: year) ~= day else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(parsing text: Span<UInt8>) {
        guard text.count == 10 else { return nil }
        self.init(leading: text)
    }

    /// Reads `YYYY-MM-DD` from the beginning of a text that is long enough.
    @inline(__always)
    init?(leading text: Span<UInt8>) {
        guard text.count >= 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let century = twoDigits(text, 0), let years = twoDigits(text, 2), let month = twoDigits(text, 5),
            let day = twoDigits(text, 8)
        else { return nil }
        self.init(year: century * 100 + years, month: month, day: day)
    }

    /// The day that begins `days` days after 1970-01-01; nil outside the years 1 to 9999.
    ///
    /// Years are counted from March, so that the leap day is the last of its year and months have a regular length.
    init?(daysSinceEpoch days: Int) {
        guard -719_162...2_932_896 ~= days else { return nil }
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var daysSinceEpoch: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = marchYear.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension JSONDay: Comparable, CustomStringConvertible {
    public static func < (left: JSONDay, right: JSONDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Appends `YYYY-MM-DD`.
    public func append(to bytes: inout [UInt8]) {
        appendTwoDigits(year / 100, to: &bytes)
        appendTwoDigits(year % 100, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendTwoDigits(month, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendTwoDigits(day, to: &bytes)
    }

    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONType {
    /// A calendar day as `YYYY-MM-DD`.
    public static var day: JSONType<JSONDay> {
        .scalar(
            format: "date", expecting: "a date like 2026-03-31", parse: { JSONDay(parsing: $0) },
            append: { day, bytes in day.append(to: &bytes) })
    }
}

/// The number that two digits at `offset` make.
@inline(__always)
func twoDigits(_ text: Span<UInt8>, _ offset: Int) -> Int? {
    let tens = text[offset] &- UInt8(ascii: "0")
    let ones = text[offset + 1] &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
}

/// Appends a number below 100 with two digits.
@inline(__always)
func appendTwoDigits(_ value: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
}
