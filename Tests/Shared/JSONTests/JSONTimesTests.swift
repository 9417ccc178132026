import Identifiers
import JSON
import Testing

@Suite("JSON times")
struct JSONTimesTests {
    @Test(
        "times are written in UTC, cut and not rounded",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (999_999, "1970-01-01T00:00:00.999Z"),
            (Int64.min, "0001-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
        ])
    func writes(microseconds: Int64, expected: String) {
        let moment = Timestamp(microsecondsSinceEpoch: microseconds)
        #expect(text(JSONType<Timestamp>.dateTime(), moment) == "\"\(expected)\"")
    }

    @Test("a time needs its offset", arguments: [("2026-03-31T18:30:00Z", true), ("2026-03-31T18:30:00", false)])
    func offset(text: String, isTime: Bool) {
        #expect(faults(JSONType<Timestamp>.dateTime(), "\"\(text)\"").isEmpty == isTime)
    }

    @Test("a day is ten characters that name a real one", arguments: [("2026-03-31", true), ("2023-02-29", false)])
    func realDays(text: String, isReal: Bool) {
        #expect(faults(JSONType<CalendarDay>.day, "\"\(text)\"").isEmpty == isReal)
    }
}
