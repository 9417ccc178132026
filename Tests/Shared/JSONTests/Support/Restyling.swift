import JSON

extension Generator {
    /// The same document written differently: members shuffled, whitespace anywhere, needless escapes, numbers with
    /// other digits.
    mutating func restyled(_ value: JSONValue) -> String {
        let inside =
            switch value {
            case .null: "null"
            case .bool(let value): "\(value)"
            case .number(let number): restyled(number)
            case .string(let text): restyled(text)
            case .array(let elements): "[" + list(elements.map { restyled($0) }) + "]"
            case .object(let object):
                "{"
                    + list(
                        object.members.shuffled(using: &self).map {
                            "\(space())\(restyled($0.name))\(space()):\(restyled($0.value))"
                        }) + "}"
            }
        return space() + inside + space()
    }

    private mutating func list(_ items: [String]) -> String {
        items.isEmpty ? space() : items.joined(separator: ",")
    }

    private mutating func space() -> String {
        String((0..<number(0...2)).compactMap { _ in " \t\n\r".randomElement(using: &self) })
    }

    private mutating func restyled(_ number: JSONNumber) -> String {
        let decimal = number.decimal
        return switch self.number(0...2) {
        case 0: String(decoding: JSONValue.number(number).bytes, as: UTF8.self)
        case 1: "\(decimal.coefficient)\(chance(2) ? "e" : "E")\(decimal.exponent)"
        default: "\(decimal.coefficient).0e\(decimal.exponent < 0 ? "" : "+")\(decimal.exponent)"
        }
    }

    private mutating func restyled(_ text: String) -> String {
        var result = "\""
        for unit in text.unicodeScalars {
            if chance(3) || unit.value < 0x20 || unit == "\"" || unit == "\\" {
                for half in Character(unit).utf16 {
                    let digits = String(half, radix: 16, uppercase: chance(2))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(unit)
            }
        }
        return result + "\""
    }
}
