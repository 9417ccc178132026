import JSON

/// The keywords that combine schemas about one value.
extension SchemaValidator {
    func combine(
        _ schema: Schema, _ instance: JSONValue, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        var inner = scope
        inner.depth += 1
        if case .array(let parts) = schema["allOf"] {
            for part in parts { outcome.adopt(evaluate(part, instance, at: pointer, inner)) }
        }
        if case .array(let parts) = schema["anyOf"] {
            let outcomes = parts.map { evaluate($0, instance, at: pointer, inner) }
            for part in outcomes { outcome.note(part) }
            if !outcomes.contains(where: \.isValid) { fail(outcomes, "anyOf", pointer, &outcome) }
        }
        if case .array(let parts) = schema["oneOf"] {
            let outcomes = parts.map { evaluate($0, instance, at: pointer, inner) }
            for part in outcomes { outcome.note(part) }
            switch outcomes.count(where: \.isValid) {
            case 0: fail(outcomes, "oneOf", pointer, &outcome)
            case 1: break
            case let count: outcome.find(pointer, "oneOf", "\(count) alternatives fit, where one should")
            }
        }
        if let part = schema["not"], evaluate(part, instance, at: pointer, inner).isValid {
            outcome.find(pointer, "not", "must not be what it is")
        }
        if let condition = schema["if"] {
            let tried = evaluate(condition, instance, at: pointer, inner)
            outcome.note(tried)
            if let branch = schema[tried.isValid ? "then" : "else"] {
                outcome.adopt(evaluate(branch, instance, at: pointer, inner))
            }
        }
    }

    /// Tells what the alternative lacks that came nearest, for the others only that there were some.
    private func fail(_ outcomes: [Outcome], _ keyword: String, _ pointer: String, _ outcome: inout Outcome) {
        outcome.find(pointer, keyword, "none of \(outcomes.count) alternatives fits; the nearest:")
        let nearest = outcomes.max { Self.depth(of: $0) < Self.depth(of: $1) }
        outcome.findings += nearest?.findings.prefix(5) ?? []
    }

    /// How deep in the instance the first findings are: the deeper, the more had fitted before.
    private static func depth(of outcome: Outcome) -> Int {
        (outcome.findings.map { $0.instance.count(where: { $0 == "/" }) }.max() ?? 0) * 100 - outcome.findings.count
    }
}
