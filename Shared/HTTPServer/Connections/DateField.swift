import Bytes
import Identifiers

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
        // A clock before 1970 is not set at all: it shows the epoch.
        let second = max(0, second)
        let days = second / 86_400
        let ofDay = second % 86_400
        let date = CalendarDay(clampingDaysSinceEpoch: days)
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text.append(weekdays[(days + 4) % 7])
        text.append(", ")
        append(date.day, to: &text)
        text.append(" ")
        text.append(months[date.month - 1])
        text.append(" ")
        append(date.year / 100, to: &text)
        append(date.year % 100, to: &text)
        text.append(" ")
        append(ofDay / 3600, to: &text)
        text.append(":")
        append(ofDay / 60 % 60, to: &text)
        text.append(":")
        append(ofDay % 60, to: &text)
        text.append(" GMT")
        return text
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
