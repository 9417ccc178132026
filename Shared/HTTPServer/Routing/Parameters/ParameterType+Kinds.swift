public import Identifiers
public import JSON

extension ParameterType {
    /// Text of so many Unicode scalars, without control characters.
    public static func text(
        length: ClosedRange<Int> = 1...200, format: JSONFormat? = nil
    ) -> ParameterType<String> {
        .written(.string(length: length, format: format))
    }

    /// A whole number in decimal digits.
    public static func integer<Integer: FixedWidthInteger & Sendable>(
        _ range: ClosedRange<Integer> = Integer.min...Integer.max
    ) -> ParameterType<Integer> {
        let json: JSONType<Integer> = .integer(range)
        return ParameterType<Integer>(json: json) { text in
            let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
            guard !digits.isEmpty, digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
                return .failure(JSONFault(pointer: "", code: .wrongType, message: "must be a whole number"))
            }
            return json.reading(Array(text.utf8), else: "must be a whole number without leading zeros")
        }
    }

    /// A number, for coordinates and measurements.
    public static func double(_ range: ClosedRange<Double>) -> ParameterType<Double> {
        let json: JSONType<Double> = .double(range)
        return ParameterType<Double>(json: json) { text in
            json.reading(Array(text.utf8), else: "must be a number like 34.05")
        }
    }

    /// `true` or `false`; no other words, and not the bare name.
    public static var bool: ParameterType<Bool> {
        let json: JSONType<Bool> = .bool
        return ParameterType<Bool>(json: json) { text in
            json.reading(Array(text.utf8), else: "must be true or false")
        }
    }

    /// A moment as RFC 3339 text with an offset.
    public static var dateTime: ParameterType<Timestamp> {
        let json: JSONType<Timestamp> = .dateTime()
        return ParameterType<Timestamp>(json: json) { text in
            guard let moment = Timestamp(text) else {
                // What a client wrote as +02:00 has arrived with a space, and only the client can tell it apart.
                let message = "must be a time with offset like 2026-03-31T18:30:00Z; the + of an offset is written %2B"
                return .failure(JSONFault(pointer: "", code: .badFormat, message: message))
            }
            return .success(moment)
        }
    }

    /// A calendar day as `YYYY-MM-DD`.
    public static var day: ParameterType<CalendarDay> { .written(.day) }

    /// A typed id.
    public static func id<Entity: ~Copyable>(_ type: ID<Entity>.Type = ID<Entity>.self) -> ParameterType<ID<Entity>> {
        .written(.id())
    }

    /// A UUID of no particular thing.
    public static var uuid: ParameterType<UUID128> { .written(.uuid128) }

    /// Who did something.
    public static var actor: ParameterType<ActorID> { .written(.actor) }

    /// One of an enumeration's raw values.
    public static func oneOf<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
        _ type: Choice.Type = Choice.self
    ) -> ParameterType<Choice> {
        .written(.oneOf())
    }

    /// Whatever is a string in a body: the text stands between its quotes.
    public static func written<Written>(_ json: JSONType<Written>) -> ParameterType<Written> {
        ParameterType<Written>(json: json) { text in
            json.reading(JSONValue.string(text).bytes, else: "cannot be read")
        }
    }
}

extension JSONType {
    /// What these bytes of a document would be, or the first fault; `message` where they are no JSON at all.
    fileprivate func reading(_ bytes: [UInt8], else message: String) -> Result<Value, JSONFault> {
        do throws(JSONFaults) {
            return .success(try decode(bytes))
        } catch {
            return .failure(
                error.areSyntax ? JSONFault(pointer: "", code: .wrongType, message: message) : error.first)
        }
    }
}
