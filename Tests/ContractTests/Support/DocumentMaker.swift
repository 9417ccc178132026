import JSON
import PlatformProtocol

/// Makes documents that keep a schema: small ones, different for each seed and the same at every run.
struct DocumentMaker {
    let schema: PayloadSchema
    /// Whether members that may be left out always are there, and arrays have something in them.
    let isFull: Bool
    private var random: Sequence64

    init(_ schema: PayloadSchema, seed: UInt64, isFull: Bool = false) {
        self.schema = schema
        self.isFull = isFull
        random = Sequence64(state: seed)
    }

    mutating func document() -> JSONValue { value(schema.root) }

    private mutating func value(_ part: JSONValue) -> JSONValue {
        switch SchemaShape(schema.resolved(part)) {
        case .record(let properties, let required, _):
            var object = JSONObject()
            for property in properties where required.contains(property.name) || isFull || coin() {
                object[property.name] = value(property.value)
            }
            return .object(object)
        case .map(let element, let count):
            let names = (0..<size(count)).map { "name \($0)" }
            return .object(JSONObject(names.map { ($0, value(element)) }))
        case .array(let element, let count): return .array((0..<size(count)).map { _ in value(element) })
        case .word(let words): return words.randomElement(using: &random) ?? .null
        case .text(let length, let format): return .string(format.map { text(of: $0) } ?? text(length ?? 0...10))
        case .whole(let range): return .number(.integer(number(range)))
        case .decimal(let range, let scale):
            let units = (range.lowerBound.units(scale: scale) ?? 0)...(range.upperBound.units(scale: scale) ?? 0)
            return .number(JSONNumber(JSONDecimal(units: number(units), scale: scale)))
        case .float(let range):
            let units = (range.lowerBound.units(scale: 4) ?? 0)...(range.upperBound.units(scale: 4) ?? 0)
            return .number(JSONNumber(JSONDecimal(units: number(units), scale: 4)))
        case .flag: return .bool(coin())
        case .anything: return ["any": [1, "two", nil, ["three": false]]]
        }
    }

    private mutating func coin() -> Bool { Bool.random(using: &random) }

    /// The ends more often than chance would have them.
    private mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: range.lowerBound
        case 1: range.upperBound
        default: Int64.random(in: range, using: &random)
        }
    }

    private mutating func size(_ count: ClosedRange<Int>) -> Int {
        let least = max(count.lowerBound, isFull ? 1 : 0)
        return min(count.upperBound, Int.random(in: least...(least + 2), using: &random))
    }

    private mutating func text(_ length: ClosedRange<Int>) -> String {
        let letters: [Character] = ["a", "Z", "7", " ", "\"", "\\", "/", "é", "漢", "🌿", "<", "'", "."]
        let count = Int.random(in: length.lowerBound...min(length.upperBound, length.lowerBound + 12), using: &random)
        return String((0..<count).map { _ in letters.randomElement(using: &random) ?? "a" })
    }

    private mutating func text(of format: String) -> String {
        switch format {
        case "uuid":
            let digits = Array("0123456789abcdef")
            let lengths = [8, 4, 4, 4, 12]
            return lengths.map { length in
                String((0..<length).map { _ in digits.randomElement(using: &random) ?? "0" })
            }.joined(separator: "-")
        case "date-time": return "\(day())T0\(digit()):1\(digit()):2\(digit()).\(digit())0000\(digit())Z"
        case "date": return day()
        case "uri": return "https://photos.example.com/\(digit())"
        case "email": return "person\(digit())@example.com"
        case "phone": return "+1510555012\(digit())"
        case "currency": return coin() ? "USD" : "EUR"
        default: return "no value for the format \(format)"
        }
    }

    private mutating func day() -> String { "202\(digit())-0\(max(1, digit()))-1\(digit())" }
    private mutating func digit() -> Int { Int.random(in: 0...9, using: &random) }
}

/// A sequence of numbers that is the same at every run.
struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33 | state << 31
    }
}
