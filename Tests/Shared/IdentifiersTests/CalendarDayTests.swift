import Identifiers
import Testing

struct CalendarDayTests {
    @Test(
        "a day is ten characters that name a real one",
        arguments: [
            ("2026-03-31", true), ("2024-02-29", true), ("2023-02-29", false), ("1900-02-29", false),
            ("2000-02-29", true),
            ("2026-3-31", false), ("2026-03-31T", false), ("0000-01-01", false), ("9999-12-31", true),
            ("2026-11-31", false),
        ])
    func real(text: String, isReal: Bool) {
        #expect((CalendarDay(Array(text.utf8).span) != nil) == isReal)
    }

    @Test("every day of four centuries follows the one before, and is read and counted as it is written")
    func everyDay() {
        var last: CalendarDay?
        for number in -60_000..<86_100 {
            let day = CalendarDay(clampingDaysSinceEpoch: number)
            if let last, !(last < day) { Issue.record("\(day) does not follow \(last)") }
            if day.daysSinceEpoch != number { Issue.record("\(day) is not day \(number)") }
            if CalendarDay(Array(day.description.utf8).span) != day { Issue.record("\(day) reads as another") }
            last = day
        }
    }

    @Test("the calendar has a first and a last day")
    func ends() throws {
        #expect(CalendarDay.epoch.description == "1970-01-01")
        #expect(CalendarDay(clampingDaysSinceEpoch: .min).description == "0001-01-01")
        #expect(CalendarDay(clampingDaysSinceEpoch: .max).description == "9999-12-31")
        #expect(CalendarDay(year: 10_000, month: 1, day: 1) == nil)
        #expect(CalendarDay(year: 0, month: 12, day: 31) == nil)
        #expect(CalendarDay(year: 2026, month: 2, day: 0) == nil)
    }
}
