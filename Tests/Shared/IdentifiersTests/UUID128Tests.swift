import Identifiers
import Testing

struct UUID128Tests {
    @Test("an id is printed in lower case and reads back as itself")
    func roundTrip() throws {
        let id = UUID128(high: 0x0190_ABCD_EF01_7234, low: 0x89AB_CDEF_0123_4567)
        #expect(id.description == "0190abcd-ef01-7234-89ab-cdef01234567")
        #expect(UUID128(id.description) == id)
        #expect(UUID128("0190ABCD-EF01-7234-89AB-CDEF01234567") == id)
    }

    @Test(
        "anything but the hyphenated form is refused",
        arguments: [
            "",
            "0190abcdef01723489abcdef01234567",
            "0190abcd-ef01-7234-89ab-cdef0123456",
            "0190abcd-ef01-7234-89ab-cdef012345678",
            "0190abcd-ef01-7234-89ab_cdef01234567",
            "0190abcde-f01-7234-89ab-cdef01234567",
            "0190abcd-ef01-7234-89ab-cdef0123456g",
            "{190abcd-ef01-7234-89ab-cdef0123456}",
            "0190abcd-ef01-7234-89ab-cdef0123456\u{e9}",
        ])
    func refused(_ text: String) {
        #expect(UUID128(text) == nil)
    }

    @Test("ids of two kinds of thing share a form but not a type")
    func typed() throws {
        enum Booking {}
        let text = "0190abcd-ef01-7234-89ab-cdef01234567"
        let id = try #require(ID<Booking>(text))
        #expect(id.description == text)
        #expect(ID<Booking>("nonsense") == nil)
    }

    @Test("ids compare as one big number, high half first")
    func order() {
        let ids = [UUID128(high: 0, low: 1), UUID128(high: 0, low: .max), UUID128(high: 1, low: 0)]
        #expect(ids == ids.sorted())
        #expect(Array(ids.reversed()).sorted() == ids)
    }
}

struct UUIDGeneratorTests {
    private let start = Timestamp(secondsSinceEpoch: 1_750_000_000)

    @Test("an id carries its millisecond, version 7 and the RFC's variant")
    func layout() {
        var source = CountingSource()
        var generator = UUIDGenerator(seededFrom: &source)
        for _ in 0..<1000 {
            let id = generator.next(at: start)
            #expect(id.high >> 16 == 1_750_000_000_000)
            #expect(id.version == 7)
            #expect(id.low >> 62 == 0b10)
        }
    }

    @Test("ids rise within a millisecond, past a full counter, and while the clock steps back")
    func monotonic() {
        var source = CountingSource()
        var generator = UUIDGenerator(seededFrom: &source)
        var last = generator.next(at: start)
        for step in 0..<20_000 {
            let now = step % 3 == 0 ? start.advanced(by: .seconds(-60)) : start
            let id = generator.next(at: now)
            #expect(id > last)
            #expect(id.version == 7)
            last = id
        }
        #expect(generator.next(at: start.advanced(by: .seconds(1))) > last)
    }

    @Test("a moment outside 48 bits of milliseconds is clamped, not wrapped")
    func clamped() {
        var source = CountingSource()
        var generator = UUIDGenerator(seededFrom: &source)
        #expect(generator.next(at: Timestamp(microsecondsSinceEpoch: .min)).high >> 16 == 0)
        #expect(generator.next(at: Timestamp(microsecondsSinceEpoch: .max)).high >> 16 == 0xFFFF_FFFF_FFFF)
    }

    @Test("equal seeds give equal ids, other seeds others")
    func seeds() {
        var same = CountingSource()
        var again = CountingSource()
        var other = CountingSource(value: 99)
        var generators = [
            UUIDGenerator(seededFrom: &same), UUIDGenerator(seededFrom: &again), UUIDGenerator(seededFrom: &other),
        ]
        let ids = generators.indices.map { generators[$0].next(at: start) }
        #expect(ids[0] == ids[1])
        #expect(ids[0] != ids[2])
    }
}

/// A source that counts: enough to seed a generator the same way twice.
private struct CountingSource: RandomNumberGenerator {
    var value: UInt64 = 0

    mutating func next() -> UInt64 {
        value += 1
        return value
    }
}
