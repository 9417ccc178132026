import Identifiers
import JSON
import Testing

@Suite("The forms of ids, money, windows and places")
struct JSONIdentifiersTests {
    func read<Value>(_ type: JSONType<Value>, _ text: String) throws(JSONFaults) -> Value {
        try type.decode(Array(text.utf8))
    }

    func written<Value>(_ type: JSONType<Value>, _ value: Value) -> String {
        String(decoding: type.encoded(value), as: UTF8.self)
    }

    func codes<Value>(_ type: JSONType<Value>, _ text: String) -> [String] {
        do throws(JSONFaults) {
            _ = try read(type, text)
            return []
        } catch {
            return error.list.map { "\($0.pointer) \($0.code.rawValue)" }
        }
    }

    @Test("ids are lower-case text, and each kind is its own type")
    func ids() throws {
        let text = #""01981C5E-0000-7000-8000-00000000000A""#
        let booking: BookingID = try read(.id(), text)
        #expect(written(.id(), booking) == text.lowercased())
        #expect(try read(.uuid128, text) == booking.uuid)
        #expect(codes(JSONType<UUID128>.uuid128, #""no""#) == [" bad_format"])
        #expect(codes(JSONType<BookingID>.id(BookingID.self), "7") == [" wrong_type"])
    }

    @Test("an actor is text that is no longer than a token's subject")
    func actors() throws {
        #expect(try read(JSONType<ActorID>.actor, #""auth0|7""#).text == "auth0|7")
        #expect(codes(JSONType<ActorID>.actor, #""""#) == [" too_short"])
        #expect(codes(JSONType<ActorID>.actor, #""\#(String(repeating: "é", count: 128))""#) == [" bad_format"])
    }

    static let amounts: [(String, Int64)] = [
        ("1250.50", 125_050), ("1250.5", 125_050), ("0", 0), ("-0.01", -1), (#""19.99""#, 1_999), ("1e2", 10_000),
    ]

    @Test("an amount is a number or a decimal string, and written with two decimals", arguments: amounts)
    func money(amount: String, minorUnits: Int64) throws {
        let money = try Money(json: Array(#"{"amount":\#(amount),"currency":"USD"}"#.utf8))
        #expect(money == Money(minorUnits: minorUnits, currency: .usd))
        let again = try Money(json: money.jsonBytes())
        #expect(again == money)
        #expect(written(Money.json, money).contains(/"amount":-?\d+\.\d\d,/))
    }

    @Test("amounts with more than two decimals, and currencies without hundredths, are refused")
    func noMoney() {
        #expect(codes(Money.json, #"{"amount":1.005,"currency":"USD"}"#) == ["/amount too_precise"])
        #expect(codes(Money.json, #"{"amount":1,"currency":"JPY"}"#) == ["/currency bad_format"])
        #expect(codes(Money.json, #"{"amount":1}"#) == ["/currency missing_member"])
    }

    @Test("a window must end after it starts")
    func windows() throws {
        let text = #"{"start":"2026-03-31T18:00:00.000000Z","end":"2026-03-31T20:00:00.000001Z"}"#
        let window = try read(TimeWindow.json, text)
        #expect(window.duration == .seconds(7200) + .microseconds(1))
        #expect(written(TimeWindow.json, window) == text)
        let backwards = #"{"start":"2026-03-31T18:00:00Z","end":"2026-03-31T18:00:00Z"}"#
        #expect(codes(TimeWindow.json, backwards) == ["/end end_not_after_start"])
    }

    @Test("a place is two numbers in their ranges")
    func places() throws {
        let text = #"{"latitude":37.8044,"longitude":-122.2712}"#
        #expect(written(GeoPoint.json, try read(GeoPoint.json, text)) == text)
        #expect(
            codes(GeoPoint.json, #"{"latitude":91,"longitude":-181}"#) == [
                "/latitude out_of_range", "/longitude out_of_range",
            ])
    }

    @Test("an object that is passed on keeps its bytes, and must be one object of sound JSON")
    func encodedObjects() throws {
        let inner = #"{ "b" : 1.50, "a":[ 1 ,2] }"#
        let outer: JSONType<[[UInt8]]> = .array(.encodedObject, count: 0...9)
        #expect(try read(outer, "[ \(inner) ,{}]").map { String(decoding: $0, as: UTF8.self) } == [inner, "{}"])
        #expect(written(.encodedObject, Array(inner.utf8)) == inner)
        #expect(codes(outer, "[1,null]") == ["/0 wrong_type", "/1 null_not_allowed"])
        #expect(codes(outer, #"[{"a":1,"a":2}]"#) == ["/0/a duplicate_member"])
        #expect(codes(outer, "[{]") == ["/0 unexpected_byte"])
    }
}
