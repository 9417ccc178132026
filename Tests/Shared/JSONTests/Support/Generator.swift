import Identifiers
import JSON

/// A reproducible source of random documents: the same seed gives the same ones. SplitMix64.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func chance(_ oneIn: Int) -> Bool { number(1...oneIn) == 1 }

    /// Text from every part of Unicode, with what must be escaped well represented.
    mutating func text(_ length: ClosedRange<Int>, controls: Bool = true) -> String {
        let scalars: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x20...0x7E, 0x22...0x22, 0x5C...0x5C, controls ? 0x00...0x1F : 0x09...0x0A, 0x80...0x7FF,
            0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<number(length) {
            let range = scalars[number(0...scalars.count - 1)]
            text.append(Unicode.Scalar(UInt32.random(in: range, using: &self)) ?? "x")
        }
        return String(text)
    }

    mutating func decimal() -> JSONDecimal {
        let digits = Int128.random(in: -99_999_999_999_999_999_999_999...99_999_999_999_999_999_999_999, using: &self)
        let coefficient = digits >> Int128(number(0...80))
        return JSONDecimal(coefficient: coefficient, exponent: number(-60...60)) ?? 0
    }

    /// Any document, at most `depth` deep.
    mutating func value(depth: Int) -> JSONValue {
        switch number(0...(depth > 0 ? 7 : 5)) {
        case 0: return nil
        case 1: return .bool(chance(2))
        case 2: return .number(.integer(Int64.random(in: .min ... .max, using: &self) >> Int64(number(0...63))))
        case 3: return .number(JSONNumber(decimal()))
        case 4, 5: return .string(text(0...12))
        case 6: return .array((0..<number(0...5)).map { _ in value(depth: depth - 1) })
        default:
            return .object(JSONObject((0..<number(0...5)).map { _ in (text(0...6), value(depth: depth - 1)) }))
        }
    }

    mutating func instant(milliseconds: Bool) -> Timestamp {
        let range = Timestamp.writable
        let value = Int64.random(
            in: range.lowerBound.microsecondsSinceEpoch...range.upperBound.microsecondsSinceEpoch - 1_000_000,
            using: &self)
        return Timestamp(microsecondsSinceEpoch: milliseconds ? value / 1_000 * 1_000 : value)
    }

    mutating func contact() -> Contact {
        Contact(
            name: text(1...100, controls: false), email: "a\(number(0...99))@example.com",
            phone: chance(2) ? nil : "+1555\(number(1_000_000...9_999_999))")
    }

    mutating func venue() -> Venue {
        Venue(
            name: text(1...100, controls: false), city: text(1...100, controls: false),
            floor: chance(2) ? nil : number(-9...200))
    }

    mutating func uuid() -> String {
        let digits = Array("0123456789abcdef")
        let text = (0..<32).map { _ in digits[number(0...15)] }
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(text[$0]) }.joined(separator: "-")
    }

    mutating func booking() -> SampleBooking {
        let start = instant(milliseconds: true)
        let labels = (0..<number(0...5)).map { ("label\($0)", text(0...100, controls: false)) }
        return SampleBooking(
            id: uuid(), version: number(1...Int.max), reference: text(4...20, controls: false),
            status: SampleBooking.Status.allCases.randomElement(using: &self) ?? .draft,
            priority: SampleBooking.Priority.allCases.randomElement(using: &self) ?? .low, isOutdoor: chance(2),
            title: text(1...200, controls: false), notes: chance(2) ? nil : text(0...200, controls: false),
            guests: Int32(number(1...100_000)), capacity: chance(2) ? nil : UInt16(number(1...60_000)),
            price: JSONDecimal(units: Int64(number(0...1_000_000_000)), scale: 2),
            deposit: Int64(number(0...1_000_000_000)),
            taxRate: JSONDecimal(units: Int64(number(0...10_000)), scale: 4), currency: "EUR", start: start,
            end: Timestamp(microsecondsSinceEpoch: start.microsecondsSinceEpoch + 1_000),
            confirmedAt: chance(2) ? nil : instant(milliseconds: true),
            day: CalendarDay(year: number(1...9_999), month: number(1...12), day: number(1...28)) ?? .epoch,
            contact: contact(), venue: venue(), backup: chance(2) ? nil : venue(),
            tags: (0..<number(0...20)).map { _ in text(1...40, controls: false) },
            crew: (0..<number(0...10)).map { _ in contact() }, labels: Dictionary(uniqueKeysWithValues: labels),
            custom: value(depth: 3), latitude: Double.random(in: -90...90, using: &self),
            longitude: Double.random(in: -180...180, using: &self),
            payment: chance(2)
                ? .card(CardPayment(last4: "\(number(1_000...9_999))"))
                : .invoice(InvoicePayment(number: "\(number(0...99))", dueDays: number(1...90))),
            cancelledBy: chance(2) ? nil : uuid(), attempts: UInt8(number(0...255)),
            createdAt: instant(milliseconds: false), updatedAt: instant(milliseconds: false),
            retries: Int8(number(-128...127)), checksum: next(), internalNote: text(0...100, controls: false))
    }
}
