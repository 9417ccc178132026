import Bytes

/// A calendar day without a time or a zone, from 0001-01-01 to 9999-12-31, in the proleptic Gregorian calendar: the
/// days that RFC 3339 can write and a calendar can name.
public struct CalendarDay: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// 1970-01-01.
    public static let epoch = CalendarDay(clampingDaysSinceEpoch: 0)

    /// How many bytes the text form has.
    public static let textBytes = 10

    /// Nil for a day that does not exist.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    private static let firstDay = -719_162
    private static let lastDay = 2_932_896

    /// The day that begins `days` days after 1970-01-01, or the nearest there is.
    ///
    /// Years are counted from March, so that the leap day is the last of its year: months and days then follow from
    /// divisions alone. 400 years have 146 097 days, and 719 468 days lie between 0000-03-01 and 1970-01-01.
    public init(clampingDaysSinceEpoch days: Int) {
        let shifted = min(max(days, Self.firstDay), Self.lastDay) + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    public var daysSinceEpoch: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = marchYear.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CalendarDay: Comparable, CustomStringConvertible {
    public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    public init?(_ text: Span<UInt8>) {
        guard text.count == Self.textBytes else { return nil }
        self.init(leading: text)
    }

    /// Reads `YYYY-MM-DD` from the beginning of a text.
    init?(leading text: Span<UInt8>) {
        guard text.count >= Self.textBytes, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let century = text.twoDigits(at: 0), let yearOfCentury = text.twoDigits(at: 2),
            let month = text.twoDigits(at: 5), let day = text.twoDigits(at: 8)
        else { return nil }
        self.init(year: century * 100 + yearOfCentury, month: month, day: day)
    }

    /// Appends `YYYY-MM-DD`: `textBytes` bytes.
    public func append(to bytes: inout OutputSpan<UInt8>) {
        bytes.append(twoDigits: year / 100)
        bytes.append(twoDigits: year % 100)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(twoDigits: month)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(twoDigits: day)
    }

    /// Appends `YYYY-MM-DD`.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.textBytes) { (room: inout OutputSpan<UInt8>) in append(to: &room) }
    }

    public var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Span<UInt8> {
    /// The number that the two digits at `index` make; nil where there are none.
    @inline(__always)
    func twoDigits(at index: Int) -> Int? {
        guard index + 1 < count else { return nil }
        let tens = self[index] &- UInt8(ascii: "0")
        let ones = self[index + 1] &- UInt8(ascii: "0")
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
