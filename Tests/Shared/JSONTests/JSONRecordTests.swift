import Identifiers
import JSON
import Testing

@Suite("JSON records")
struct JSONRecordTests {
    @Test("a record is written in the order of its declaration and read back as it was")
    func roundTrips() throws {
        let booking = SampleBooking.example
        let bytes = booking.jsonBytes()
        #expect(String(decoding: bytes, as: UTF8.self) == SampleBooking.exampleText)
        #expect(try SampleBooking(json: bytes) == booking)
    }

    @Test("a group's members stand among the others, and faults in them are told like any other")
    func group() throws {
        let visit = Visit(place: Visit.Place(city: "Oakland", floor: -1), guests: 3, remark: nil)
        let text = #"{"city":"Oakland","floor":-1,"guests":3}"#
        #expect(String(decoding: visit.jsonBytes(), as: UTF8.self) == text)
        #expect(try Visit(json: Array(text.utf8)) == visit)
        let shuffled = #"{"remark":"é","guests":3,"later":{},"floor":-1,"city":"Oakland"}"#
        #expect(try Visit(json: Array(shuffled.utf8)).remark == "é")
        let faults = #expect(throws: JSONFaults.self) { try Visit(json: Array(#"{"floor":"up","guests":3}"#.utf8)) }
        #expect(
            faults?.list.map { "\($0.pointer) \($0.code.rawValue)" } == ["/floor wrong_type", "/city missing_member"])
        let schema = String(decoding: Visit.json.schema.document().bytes, as: UTF8.self)
        #expect(schema.contains(#""required":["city","floor","guests"]"#))
    }
}

/// A record that begins with a group.
private struct Visit: JSONCodable, Equatable {
    struct Place: Equatable {
        let city: String
        let floor: Int
    }

    let place: Place
    let guests: Int
    let remark: String?

    static let json = JSONType.openRecord(
        Self.init,
        JSONFieldGroup(
            Place.init, Field("city", \.place.city, .string(length: 1...100)),
            Field("floor", \.place.floor, .integer(-10...100))),
        Field("guests", \.guests, .integer(0...1_000)),
        Field("remark", \.remark, .string(length: 0...100).optional))
}

extension SampleBooking {
    static let example = SampleBooking(
        id: "0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e", version: 3, reference: "BK-2026", status: .inProgress,
        priority: .high, isOutdoor: true, title: "Spring \"launch\" – Café", notes: nil, guests: 120, capacity: nil,
        price: JSONDecimal(units: 125_050, scale: 2), deposit: 5, taxRate: JSONDecimal(units: 875, scale: 4),
        currency: "USD", start: Timestamp(microsecondsSinceEpoch: 1_774_976_400_000_000),
        end: Timestamp(microsecondsSinceEpoch: 1_774_983_600_250_000), confirmedAt: nil,
        day: CalendarDay(year: 2026, month: 3, day: 31) ?? .epoch,
        contact: Contact(name: "Ana", email: "ana@example.com", phone: nil),
        venue: Venue(name: "Hall", city: "Portland", floor: -1), backup: nil, tags: ["a", "b"],
        crew: [Contact(name: "Bo", email: "bo@example.com", phone: "+15555550123")], labels: ["z": "1", "b": "2"],
        custom: ["x": [1, nil]], latitude: 45.5, longitude: -122.625, payment: .card(CardPayment(last4: "4242")),
        cancelledBy: nil, attempts: 255, createdAt: Timestamp(microsecondsSinceEpoch: 1_774_976_400_000_001),
        updatedAt: Timestamp(microsecondsSinceEpoch: -1), retries: -128, checksum: .max, internalNote: "")

    static let exampleText = """
        {"id":"0197a3f0-5c1e-7d3a-9b11-2f4e6a8c0d1e","version":3,"reference":"BK-2026","status":"in_progress",\
        "priority":"high","isOutdoor":true,"title":"Spring \\"launch\\" – Café","guests":120,"price":1250.50,\
        "deposit":0.05,"taxRate":0.0875,"currency":"USD","start":"2026-03-31T17:00:00.000000Z",\
        "end":"2026-03-31T19:00:00.250000Z","confirmedAt":null,"day":"2026-03-31",\
        "contact":{"name":"Ana","email":"ana@example.com"},"venue":{"name":"Hall","city":"Portland","floor":-1},\
        "tags":["a","b"],"crew":[{"name":"Bo","email":"bo@example.com","phone":"+15555550123"}],\
        "labels":{"b":"2","z":"1"},"custom":{"x":[1,null]},"latitude":45.5,"longitude":-122.625,\
        "payment":{"method":"card","last4":"4242"},"attempts":255,"createdAt":"2026-03-31T17:00:00.000001Z",\
        "updatedAt":"1969-12-31T23:59:59.999999Z","retries":-128,"checksum":18446744073709551615,"internalNote":""}
        """
}
