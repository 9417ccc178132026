import BookingDomain
import Foundation
import Identifiers
import Testing

@Suite("References of bookings")
struct ReferenceTests {
    private let christmas = CalendarDay(year: 2024, month: 12, day: 25)

    /// What the table of bookings accepts, read from its migration.
    private func sqlPattern() throws -> Regex<AnyRegexOutput> {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "Services/Booking/Service/Migrations/0002_create_bookings.sql")
        let sql = try String(contentsOf: file, encoding: .utf8)
        let line = try #require(sql.split(separator: "\n").first { $0.contains("reference ~ '") })
        return try Regex(String(try #require(line.split(separator: "'").dropFirst().first)))
    }

    @Test("the lower 30 bits become six letters, the day stands before them")
    func text() throws {
        let day = try #require(christmas)
        #expect(BookingReference(day: day, randomBits: 0).text == "BR-20241225-000000")
        #expect(BookingReference(day: day, randomBits: .max).text == "BR-20241225-ZZZZZZ")
        #expect(BookingReference(day: day, randomBits: 1 << 30).text == "BR-20241225-000000")
        #expect(
            BookingReference(day: day, randomBits: 0b01010_00011_01011_01001_01100_00010).text == "BR-20241225-A3B9C2")
    }

    @Test("the database accepts every one that is drawn, and it reads back as itself")
    func database() throws {
        let pattern = try sqlPattern()
        var random = SmallRandom(seed: 7)
        for _ in 0..<2000 {
            let day = CalendarDay(clampingDaysSinceEpoch: Int(random.below(60_000)))
            let reference = BookingReference(day: day, randomBits: random.next())
            #expect(try pattern.wholeMatch(in: reference.text) != nil)
            #expect(BookingReference(reference.text) == reference)
        }
    }

    static let typed: [(String, String?)] = [
        ("br-20241225-a3b9c2", "BR-20241225-A3B9C2"), ("BR-20241225-OIL9C2", "BR-20241225-0119C2"),
        ("BR-20241225-U3B9C2", nil), ("BR-2024122-A3B9C2", nil), ("BR-20241225-A3B9C", nil),
        ("BR-20241225-A3B9C22", nil), ("BX-20241225-A3B9C2", nil), ("BR_20241225-A3B9C2", nil),
        ("BR-20241225 A3B9C2", nil), ("BR-2024122O-A3B9C2", nil), ("", nil), ("BR-20241225-A3B9C\u{301}", nil),
    ]

    @Test(
        "what people type is read as it was meant, and never as something the database would refuse", arguments: typed)
    func typing(text: String, expected: String?) throws {
        let reference = BookingReference(text)
        #expect(reference?.text == expected)
        if let reference { #expect(try sqlPattern().wholeMatch(in: reference.text) != nil) }
    }

    static let days: [(String, String, String)] = [
        ("America/Denver", "2024-12-26T06:59:59Z", "2024-12-25"),
        ("America/Denver", "2024-12-26T07:00:00Z", "2024-12-26"),
        // Summer time: an hour earlier in UTC.
        ("America/Denver", "2024-07-02T06:00:00Z", "2024-07-02"),
        ("America/Denver", "2024-07-02T05:59:59Z", "2024-07-01"),
        ("America/Phoenix", "2024-07-02T06:00:00Z", "2024-07-01"), ("UTC", "1969-12-31T23:59:59Z", "1969-12-31"),
        ("Pacific/Kiritimati", "2024-12-31T10:00:00Z", "2025-01-01"),
    ]

    @Test("the day is the one the clocks at the venue show", arguments: days)
    func day(zone: String, moment: String, expected: String) throws {
        let zone = try #require(VenueZone(zone))
        #expect(zone.day(of: try #require(Timestamp(moment))).description == expected)
    }

    @Test("a booking late in the evening bears the day of its venue, not that of Greenwich")
    func evening() throws {
        var details = Sample.details()
        details.start = try #require(Timestamp("2026-06-12T04:00:00Z"))
        details.end = details.start.advanced(by: .seconds(3600))
        #expect(try Sample.draft(details).reference.text.hasPrefix("BR-20260611-"))
    }
}

/// SplitMix64: small, and the same on every run.
struct SmallRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: UInt64) -> UInt64 { next() % bound }
}
