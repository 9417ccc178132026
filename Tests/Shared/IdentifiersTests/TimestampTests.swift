import Identifiers
import Testing

struct TimestampTests {
    @Test(
        "a moment is written in UTC with milliseconds and reads back",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (1_795_228_195_042, "2026-11-21T02:29:55.042Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ])
    func written(milliseconds: Int64, text: String) {
        let moment = Timestamp(microsecondsSinceEpoch: milliseconds * 1000)
        #expect(moment.description == text)
        #expect(Timestamp(text) == moment)
    }

    @Test("a moment beyond the calendar is written as its last one")
    func beyond() {
        #expect(Timestamp(microsecondsSinceEpoch: .max).description == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(microsecondsSinceEpoch: .min).description == "0001-01-01T00:00:00.000Z")
    }

    @Test("every day of 800 years is written and read as the same day, in order")
    func calendar() throws {
        var last = ""
        for day in stride(from: Int64(-146_097), to: 146_097, by: 1) {
            let moment = Timestamp(secondsSinceEpoch: day * 86_400)
            let text = moment.description
            if Timestamp(text) != moment || text <= last {
                Issue.record("day \(day) is written as \(text), after \(last)")
                return
            }
            last = text
        }
    }

    @Test("microseconds are written where they are wanted", arguments: [(0, "000000"), (-1, "999999"), (42, "000042")])
    func microseconds(microseconds: Int64, digits: String) {
        var bytes: [UInt8] = []
        Timestamp(microsecondsSinceEpoch: microseconds).append(to: &bytes, fraction: .microseconds)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(".\(digits)Z"))
    }

    @Test(
        "offsets and fractions are read to the microsecond",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1), ("1970-01-01t00:00:00z", 0),
            ("1970-01-01T01:00:00+01:00", 0), ("1969-12-31T18:30:00-05:30", 0), ("1970-01-01T00:00:00-00:00", 0),
            ("2026-03-31T18:30:00.250Z", 1_774_981_800_250_000),
            ("2026-03-31T18:30:00.1234567Z", 1_774_981_800_123_456),
            ("2026-03-31T18:30:00.123456789Z", 1_774_981_800_123_456), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999), ("1970-01-01T23:59:00+23:59", 0),
            ("2026-01-01T01:30:00+01:30", 1_767_225_600_000_000),
            ("2025-12-31T16:00:00-08:00", 1_767_225_600_000_000),
            ("2026-01-01T00:00:00.000001Z", 1_767_225_600_000_001),
        ])
    func read(text: String, microseconds: Int64) {
        #expect(Timestamp(text) == Timestamp(microsecondsSinceEpoch: microseconds))
    }

    @Test(
        "what RFC 3339 does not allow is refused",
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
            "2026-01-01T00:00:00.1+1:00", "2026-01-01T00:00:00\u{2212}01:00", "2026-12-31T23:59:60Z",
        ])
    func refused(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test("arithmetic saturates instead of trapping")
    func saturates() {
        let last = Timestamp(microsecondsSinceEpoch: .max)
        let first = Timestamp(microsecondsSinceEpoch: .min)
        #expect(last.advanced(by: .seconds(Int64.max)) == last)
        #expect(first.advanced(by: .seconds(-Int64.max)) == first)
        #expect(first.duration(to: last) > .seconds(1))
        #expect(last.duration(to: first) < .zero)
        #expect(Timestamp(secondsSinceEpoch: .max) == last)
    }

    @Test("a day later is a day later")
    func advanced() {
        let start = Timestamp(secondsSinceEpoch: 1000)
        #expect(start.advanced(by: .milliseconds(1500)).microsecondsSinceEpoch == 1_001_500_000)
        #expect(start.duration(to: start.advanced(by: .seconds(86_400))) == .seconds(86_400))
    }
}
