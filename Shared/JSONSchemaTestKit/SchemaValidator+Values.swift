import Identifiers
import JSON

extension SchemaValidator {
    /// The keywords about a value by itself.
    func check(_ schema: Schema, _ instance: JSONValue, _ pointer: String, _ outcome: inout Outcome) {
        if let types = schema["type"] {
            let names: [JSONValue] = if case .array(let several) = types { several } else { [types] }
            if !names.contains(where: { instance.isOfType($0) }) {
                let list = names.map { if case .string(let name) = $0 { name } else { "?" } }
                outcome.find(pointer, "type", "must be \(list.joined(separator: " or "))")
            }
        }
        if case .array(let choices) = schema["enum"], !choices.contains(instance) {
            outcome.find(pointer, "enum", "is none of the \(choices.count) choices")
        }
        if let value = schema["const"], value != instance {
            outcome.find(pointer, "const", "must be \(String(decoding: value.bytes, as: UTF8.self))")
        }
        switch instance {
        case .string(let text): check(schema, text, pointer, &outcome)
        case .number(let number): check(schema, number.decimal, pointer, &outcome)
        default: break
        }
    }

    private func check(_ schema: Schema, _ text: String, _ pointer: String, _ outcome: inout Outcome) {
        let length = text.unicodeScalars.count
        if let least = schema.count("minLength"), length < least {
            outcome.find(pointer, "minLength", "needs \(least) characters")
        }
        if let most = schema.count("maxLength"), length > most {
            outcome.find(pointer, "maxLength", "has more than \(most) characters")
        }
        if case .string(let pattern) = schema["pattern"] {
            let before = outcome.findings.count
            let fits = matches(text, pattern, pointer, &outcome)
            if !fits, outcome.findings.count == before { outcome.find(pointer, "pattern", "must have \(pattern)") }
        }
        if assertsFormats, case .string(let format) = schema["format"], !Self.has(format, text) {
            outcome.find(pointer, "format", "is no \(format)")
        }
    }

    private func check(_ schema: Schema, _ number: JSONDecimal, _ pointer: String, _ outcome: inout Outcome) {
        func bound(_ keyword: String, _ isBroken: (JSONDecimal) -> Bool) {
            guard case .number(let bound) = schema[keyword], isBroken(bound.decimal) else { return }
            outcome.find(pointer, keyword, "is out of bounds: \(bound.decimal)")
        }
        bound("minimum") { number < $0 }
        bound("maximum") { number > $0 }
        bound("exclusiveMinimum") { number <= $0 }
        bound("exclusiveMaximum") { number >= $0 }
        bound("multipleOf") { !number.isMultiple(of: $0) }
    }

    /// The formats that we print and that can be told by looking; the others are remarks.
    private static func has(_ format: String, _ text: String) -> Bool {
        switch format {
        case "uuid": UUID128(text) != nil
        case "date-time": Timestamp(text) != nil
        case "date": CalendarDay(text.utf8Span.span) != nil
        case "currency": text.utf8.count == 3
        case "email": text.contains("@")
        case "uri": text.contains(":") && !text.contains(" ")
        default: true
        }
    }
}

extension JSONValue {
    fileprivate func isOfType(_ type: JSONValue) -> Bool {
        switch (self, type) {
        case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        case (.number(let number), "integer"): number.decimal.isWhole
        default: false
        }
    }
}

extension JSONDecimal {
    fileprivate var isWhole: Bool { normalized.exponent >= 0 }

    /// Whether it is a whole number of `unit`s. Numbers too far apart to be brought to one scale are not.
    fileprivate func isMultiple(of unit: JSONDecimal) -> Bool {
        let (left, right) = (normalized, unit.normalized)
        guard right.coefficient > 0 else { return false }
        let scale = min(left.exponent, right.exponent)
        guard let whole = left.scaled(to: scale), let step = right.scaled(to: scale) else { return false }
        return whole % step == 0
    }

    private func scaled(to scale: Int) -> Int128? {
        guard exponent - scale <= 38 else { return nil }
        var value = coefficient
        for _ in 0..<(exponent - scale) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
        }
        return value
    }
}
