import Glibc

/// The value of the `Date` field, rendered once a second: IMF-fixdate, as RFC 9110 section 5.6.7 wants it.
struct DateField {
    private(set) var bytes: [UInt8] = []
    private var second: Int = .min

    /// The bytes for `second` (of Unix time), made anew only when it has changed.
    mutating func refresh(second: Int) {
        guard second != self.second else { return }
        self.second = second
        bytes = Self.render(second)
    }

    static func render(_ second: Int) -> [UInt8] {
        let days = Int(floorDivide(second, 86_400))
        let ofDay = second - days * 86_400
        let (year, month, day) = civil(fromDays: days)
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text.append(weekdays[((days + 4) % 7 + 7) % 7])
        text.append(", ")
        append(day, to: &text)
        text.append(" ")
        text.append(months[month - 1])
        text.append(" ")
        append(year / 100, to: &text)
        append(year % 100, to: &text)
        text.append(" ")
        append(ofDay / 3600, to: &text)
        text.append(":")
        append(ofDay / 60 % 60, to: &text)
        text.append(":")
        append(ofDay % 60, to: &text)
        text.append(" GMT")
        return text
    }

    /// The date of a day counted from 1970, in the proleptic Gregorian calendar: years are counted from March, so
    /// that the leap day comes last and month lengths follow one formula.
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        (value >= 0 ? value : value - divisor + 1) / divisor
    }

    private static func append(_ value: Int, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "0") + UInt8(value / 10 % 10))
        text.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    private static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
