import Foundation
import JSON
import Testing

@Suite("JSON times")
struct JSONInstantTests {
    static let accepted: [(String, Int64)] = [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1), ("1970-01-01t00:00:00z", 0),
        ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T18:30:00-05:30", 0), ("1970-01-01T00:00:00-00:00", 0),
        ("2026-03-31T18:30:00.250Z", 1_774_981_800_250_000), ("2026-03-31T18:30:00.1234567Z", 1_774_981_800_123_456),
        ("2026-03-31T18:30:00.123456789Z", 1_774_981_800_123_456), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999), ("1970-01-01T23:59:00+23:59", 0),
    ]

    @Test("RFC 3339 times are moments", arguments: accepted)
    func accepts(text: String, microseconds: Int64) {
        #expect(JSONInstant(parsing: Array(text.utf8).span)?.microseconds == microseconds)
    }

    @Test(
        "what is not an RFC 3339 time with an offset is refused",
        arguments: [
            "", "2026-03-31", "2026-03-31T18:30:00", "2026-03-31T18:30Z", "2026-03-31 18:30:00Z",
            "2026-03-31T18:30:00.Z",
            "2026-03-31T18:30:00.1234567890Z", "2026-03-31T24:00:00Z", "2026-03-31T18:60:00Z", "2026-03-31T18:30:60Z",
            "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-10T00:00:00Z",
            "2026-13-10T00:00:00Z", "2026-01-00T00:00:00Z", "0000-01-01T00:00:00Z", "2026-03-31T18:30:00+24:00",
            "2026-03-31T18:30:00+01:60", "2026-03-31T18:30:00+0100", "2026-03-31T18:30:00+01", "2026-03-31T18:30:00Zx",
            "2026-03-31T18:30:00ZZ", "2026-3-31T18:30:00Z", "20260331T183000Z", "+2026-03-31T18:30:00Z",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "2026-03-31T18:30:00,5Z", "２026-03-31T18:30:00Z",
            "2026-03-31T1８:30:00Z", "2026-03-31T18:30:00*01:00", "2026-03-31T18:30:00.5", "-026-03-31T18:30:00Z",
        ])
    func refuses(text: String) {
        #expect(JSONInstant(parsing: Array(text.utf8).span) == nil)
    }

    @Test(
        "times are written in UTC, cut and not rounded",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (999_999, "1970-01-01T00:00:00.999Z"),
            (Int64.min, "0001-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
        ])
    func writes(microseconds: Int64, expected: String) {
        #expect(text(JSONType<JSONInstant>.dateTime(), JSONInstant(clamping: microseconds)) == "\"\(expected)\"")
    }

    @Test("every day of four centuries is read as it is written, in order")
    func days() {
        var last: JSONDay?
        for day in 0..<146_100 {
            let instant = JSONInstant(clamping: (Int64(day) - 60_000) * 86_400_000_000)
            let text = String(instant.description.prefix(10))
            let parsed = JSONDay(parsing: Array(text.utf8).span)
            if let last, let parsed, !(last < parsed) { Issue.record("\(text) does not follow \(last)") }
            if JSONInstant(parsing: Array("\(text)T00:00:00Z".utf8).span) != instant { Issue.record("\(text) is off") }
            last = parsed
        }
        #expect(last != nil)
    }

    @Test("instants and dates of Foundation are the same moments")
    func dates() throws {
        let instant = JSONInstant(clamping: 1_774_981_800_250_000)
        #expect(JSONInstant(Date(instant)) == instant)
        #expect(
            try Date(
                "2026-03-31T18:30:00.250Z",
                strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true)) == Date(instant))
        #expect(JSONInstant(Date.distantFuture) < JSONInstant.range.upperBound)
        #expect(JSONInstant(Date(timeIntervalSince1970: 1e300)) == JSONInstant.range.upperBound)
        #expect(JSONInstant(Date(timeIntervalSince1970: -1e300)) == JSONInstant.range.lowerBound)
        #expect(
            JSONInstant(Date(timeIntervalSince1970: .nan)).microseconds >= JSONInstant.range.lowerBound.microseconds)
    }

    @Test(
        "a day is ten characters that name a real one",
        arguments: [
            ("2026-03-31", true), ("2024-02-29", true), ("2023-02-29", false), ("1900-02-29", false),
            ("2000-02-29", true),
            ("2026-3-31", false), ("2026-03-31T", false), ("0000-01-01", false), ("9999-12-31", true),
            ("2026-11-31", false),
        ])
    func realDays(text: String, isReal: Bool) {
        #expect(faults(JSONType<JSONDay>.day, "\"\(text)\"").isEmpty == isReal)
    }
}
