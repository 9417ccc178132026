public import Identifiers

extension JSONType {
    /// A moment as RFC 3339 text. An offset is required; it is written in UTC.
    public static func dateTime(fraction: Timestamp.Fraction = .milliseconds) -> JSONType<Timestamp> {
        .scalar(
            format: "date-time", expecting: "a time with offset like 2026-03-31T18:30:00Z",
            parse: { Timestamp($0) }, append: { moment, bytes in moment.append(to: &bytes, fraction: fraction) })
    }

    /// A calendar day as `YYYY-MM-DD`.
    public static var day: JSONType<CalendarDay> {
        .scalar(
            format: "date", expecting: "a date like 2026-03-31", parse: { CalendarDay($0) },
            append: { day, bytes in day.append(to: &bytes) })
    }
}
