import Identifiers
import JSON
import Postgres
import TestKit
import Testing

private enum Status: String, PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    case draft, approved
}

@Suite("Values") struct ValueTests {
    @Test("every type comes back as it went, at its extremes and anywhere between")
    func roundTrips() async throws {
        try await PostgresScene.run { scene in
            let pool = scene.pool
            var random = SeededRandom(seed: 0x5eed)
            try await expectRoundTrips(pool, [true, false])
            try await expectRoundTrips(pool, [Int16.min, -1, 0, 1, .max])
            try await expectRoundTrips(pool, [Int32.min, -1, 0, 1, .max])
            try await expectRoundTrips(pool, [Int64.min, -1, 0, 1, .max])
            try await expectRoundTrips(pool, [Int.min, -1, 0, 1, .max])
            try await expectRoundTrips(
                pool, [-.infinity, -0.1, 0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, Double.infinity])
            try await expectRoundTrips(pool, ["", "a", "ä€😀", String(repeating: "x", count: 100_000), "'; --", "$1"])
            try await expectRoundTrips(pool, (0..<20).map { _ in UUID128(high: random.next(), low: random.next()) })
            try await expectRoundTrips(pool, [ID<Int>(UUID128(high: .max, low: 0))])
            try await expectRoundTrips(pool, [Status.draft, .approved])
            try await expectRoundTrips(pool, [[UInt8](), [0, 1, 255], .init(repeating: 0, count: 70_000)])
            try await expectRoundTrips(pool, [Int?.none, 7])
        }
    }

    @Test("times come back to the microsecond, over the whole calendar")
    func times() async throws {
        try await PostgresScene.run { scene in
            var random = SeededRandom(seed: 0xda7e)
            let moments = (0..<50).map { _ in
                Timestamp(
                    microsecondsSinceEpoch: Int64(random.below(8_000_000_000_000_000_000)) - 200_000_000_000_000_000)
            }
            let ends = [
                Timestamp(microsecondsSinceEpoch: 0), Timestamp.writable.lowerBound, Timestamp.writable.upperBound,
                Timestamp(microsecondsSinceEpoch: -210_866_803_200_000_000),
                Timestamp(microsecondsSinceEpoch: 9_223_372_036_854_775_807 - 1),
            ]
            try await expectRoundTrips(scene.pool, moments + ends)
            let days = [
                CalendarDay.epoch, CalendarDay(year: 1, month: 1, day: 1), CalendarDay(year: 9999, month: 12, day: 31),
                CalendarDay(year: 2000, month: 2, day: 29),
            ].compactMap { $0 }
            try await expectRoundTrips(scene.pool, days)
            let text = try await scene.pool.one("SELECT \(ends[0])::text, \(days[3])::text", for: .system)
                .decode(String.self, String.self)
            #expect(text == ("1970-01-01 00:00:00+00", "2000-02-29"))
        }
    }

    @Test("ranges keep their bounds; others than half-open ones are read as the half-open ones they equal")
    func ranges() async throws {
        let (first, second) = (Timestamp(secondsSinceEpoch: 10), Timestamp(secondsSinceEpoch: 20))
        try await PostgresScene.run { scene in
            let ranges = [
                TimestampRange(first..<second), .empty, TimestampRange(from: nil, upTo: nil),
                TimestampRange(from: first, upTo: nil), TimestampRange(from: nil, upTo: second),
            ].compactMap { $0 }
            try await expectRoundTrips(scene.pool, ranges)
            let other = try await scene.pool.one("SELECT tstzrange(\(first), \(second), '(]')", for: .system)
                .decode(TimestampRange.self)
            #expect(other.bounded == first.advanced(by: .microseconds(1))..<second.advanced(by: .microseconds(1)))
            let flags = try await scene.pool.one(
                "SELECT isempty(\(ranges[1])), lower_inc(\(ranges[0])), upper_inc(\(ranges[0]))", for: .system
            )
            .decode(Bool.self, Bool.self, Bool.self)
            #expect(flags == (true, true, false))
        }
        #expect(TimestampRange(from: second, upTo: first) == nil)
        #expect(TimestampRange(from: first, upTo: first) == .empty)
    }

    @Test("numerics are exact in both directions, with the digits they were written with")
    func numerics() async throws {
        try await PostgresScene.run { scene in
            var random = SeededRandom(seed: 0xdec1)
            var texts = [
                "0", "0.00", "1", "-1", "1.50", "10000", "9999", "0.0001", "0.00001", "12345678.90", "-0.5",
                "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
                "1234567890123456789012345678.9012345678", "100000000000000000000000000000000000000",
            ]
            for _ in 0..<300 {
                let digits = 1 + Int(random.below(38))
                let number = String((0..<digits).map { $0 == 0 ? "7" : Character("\(random.below(10))") })
                let scale = Int(random.below(UInt64(digits) + 3))
                let padded = String(repeating: "0", count: max(0, scale + 1 - number.count)) + number
                let sign = random.next() % 2 == 0 ? "-" : ""
                texts.append(sign + padded.dropLast(scale) + (scale > 0 ? "." + padded.suffix(scale) : ""))
            }
            for text in texts {
                // The bounds of a JSONDecimal have a test of their own.
                guard let decimal = JSONDecimal(text) else { continue }
                let row = try await scene.pool.one("SELECT \(decimal)::text, \(text)::text::numeric", for: .system)
                let (written, read) = try row.decode(String.self, JSONDecimal.self)
                #expect(written == text)
                #expect(read == decimal)
                #expect(read.coefficient == decimal.coefficient, "\(text)")
            }
        }
    }

    @Test("numerics beyond 38 digits, NaN and the infinities are refused")
    func hugeNumerics() async throws {
        let table: [(String, PostgresValueFault)] = [
            ("1234567890123456789012345678901234567891", .outOfRange), ("1e400", .outOfRange), ("NaN", .notANumber),
            ("Infinity", .infinite), ("-Infinity", .infinite),
        ]
        try await PostgresScene.run { scene in
            for (text, expected) in table {
                let row = try await scene.pool.one("SELECT \(text)::text::numeric", for: .system)
                #expect(fault { try row.decode(JSONDecimal.self) } == expected, "\(text)")
            }
            let big = try await scene.pool.one("SELECT 1e300::numeric, 1e37::numeric(38,0)", for: .system)
                .decode(JSONDecimal.self, JSONDecimal.self)
            #expect(big.0 == JSONDecimal(coefficient: 1, exponent: 300))
            #expect(big.1 == JSONDecimal(coefficient: 1, exponent: 37))
        }
    }

    @Test("arrays come back with their NULLs; more dimensions are refused")
    func arrays() async throws {
        try await PostgresScene.run { scene in
            let pool = scene.pool
            try await expectRoundTrips(pool, [[Int](), [1, -2, 3]])
            try await expectRoundTrips(pool, [[Int?.none, 4, nil]])
            try await expectRoundTrips(pool, [["", "a,b", "\"{}\\"], []])
            try await expectRoundTrips(pool, [[UUID128(high: 1, low: 2)]])
            try await expectRoundTrips(pool, [[true, false]])
            try await expectRoundTrips(pool, [[Status.approved, .draft]])
            try await expectRoundTrips(pool, [[Timestamp(secondsSinceEpoch: 1)]])
            try await expectRoundTrips(pool, [[JSONDecimal(units: 150, scale: 2)]])
            try await expectRoundTrips(pool, [[Int16(1)], [Int16.min]])
            let row = try await pool.one("SELECT ARRAY[[1,2],[3,4]]", for: .system)
            #expect(fault { try row.decode([Int].self) } == .manyDimensions)
            let found = try await pool.one("SELECT 2 = ANY(\([1, 2, 3])), \(["a"]) <@ \(["b", "a"])", for: .system)
                .decode(Bool.self, Bool.self)
            #expect(found == (true, true))
        }
    }

    @Test("JSON is bound as jsonb and read as text or as its type")
    func json() async throws {
        try await PostgresScene.run { scene in
            let text = JSONText(Array(#"{"b":1,"a":[true,null]}"#.utf8))
            let row = try await scene.pool.one("SELECT \(text), \(text)->'b', \(text)::json", for: .system)
            let (all, part, plain) = try row.decode(JSONText.self, JSONText.self, JSONText.self)
            #expect(String(decoding: all.bytes, as: UTF8.self) == #"{"a": [true, null], "b": 1}"#)
            #expect(part.bytes == Array("1".utf8))
            #expect(plain.bytes.count > 10)
        }
    }

    @Test("what the other side cannot hold is refused before anything is sent")
    func refusedParameters() async throws {
        try await PostgresScene.run { scene in
            let pool = scene.pool
            let late = Timestamp(microsecondsSinceEpoch: .min)
            let table: [(SQL, PostgresValueFault, Int)] = [
                ("SELECT \("a\0b")", .textContainsNUL, 1), ("SELECT \(1), \(["x", "\0"])", .textContainsNUL, 2),
                ("SELECT \(late)", .outOfRange, 1),
                ("SELECT \(TimestampRange(late..<Timestamp(secondsSinceEpoch: 0)))", .outOfRange, 1),
                ("SELECT \([Int](repeating: 1, count: 65_537))", .tooLarge, 1),
            ]
            for (statement, expected, number) in table {
                let failure = await failure { try await pool.one(statement, for: .system) }
                guard case .parameter(expected, number, _) = failure else {
                    Issue.record("\(statement.text): \(String(describing: failure))")
                    continue
                }
            }
            let most = [Int](repeating: 1, count: 65_536)
            let count = try await pool.one("SELECT cardinality(\(most))", for: .system).decode(Int.self)
            #expect(count == 65_536)
        }
    }

    @Test("a column that is not what was asked for is refused by number and name")
    func refusedColumns() async throws {
        try await PostgresScene.run { scene in
            let row = try await scene.pool.one(
                """
                SELECT 1::int8 AS number, NULL::text AS nothing, 'later' AS status, 'infinity'::timestamptz AS moment,
                    '99999-01-01'::date AS day, now() AS time
                """, for: .system)
            #expect(fault { try row.decode(column: 0, as: String.self) } == .wrongType(.int8))
            #expect(fault { try row.decode(column: 0, as: Int32.self) } == .wrongType(.int8))
            #expect(fault { try row.decode(column: 1, as: String.self) } == .unexpectedNull)
            #expect(fault { try row.decode(column: 2, as: Status.self) } == .unknownCase)
            #expect(fault { try row.decode(column: 3, as: Timestamp.self) } == .infinite)
            #expect(fault { try row.decode(column: 4, as: CalendarDay.self) } == .outOfRange)
            #expect(fault { try row.decode(column: 6, as: Int.self) } == .columnCount(found: 6, expected: 7))
            #expect(fault { try row.decode(Int.self) } == .columnCount(found: 6, expected: 1))
            let refusal = await failure { try row.decode(column: 2, as: Status.self) }
            #expect(refusal?.description.contains("column 3 (status)") == true)
            #expect(refusal?.description.contains("later'") == true, "the source may be shown")
        }
    }
}

private func fault<Value>(_ read: () throws -> Value) -> PostgresValueFault? {
    do {
        _ = try read()
        return nil
    } catch PostgresError.decoding(let fault, _, _, _) {
        return fault
    } catch {
        Issue.record(error)
        return nil
    }
}

private func expectRoundTrips<Value: PostgresEncodable & PostgresDecodable & Equatable>(
    _ pool: Database, _ values: [Value]
) async throws {
    for value in values {
        let back = try await pool.one("SELECT \(value)", for: .system).decode(Value.self)
        #expect(back == value)
    }
}
