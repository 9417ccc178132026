import JSON

extension SchemaValidator {
    /// The keywords about the elements of an array.
    func check(
        _ schema: Schema, _ elements: [JSONValue], _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        var inner = scope
        inner.depth += 1
        if let least = schema.count("minItems"), elements.count < least {
            outcome.find(pointer, "minItems", "needs \(least) elements")
        }
        if let most = schema.count("maxItems"), elements.count > most {
            outcome.find(pointer, "maxItems", "has more than \(most) elements")
        }
        if schema["uniqueItems"] == true {
            for index in elements.indices where elements[..<index].contains(elements[index]) {
                outcome.find("\(pointer)/\(index)", "uniqueItems", "is there already")
            }
        }
        checkElements(schema, elements, pointer, inner, &outcome)
        checkContains(schema, elements, pointer, inner, &outcome)
        guard schema.draft == .current, let rule = schema["unevaluatedItems"] else { return }
        for index in elements.indices where !outcome.items.contains(index) {
            outcome.findings += evaluate(rule, elements[index], at: "\(pointer)/\(index)", inner).findings
            outcome.items.insert(index)
        }
    }

    private func checkElements(
        _ schema: Schema, _ elements: [JSONValue], _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        var leading: [JSONValue] = []
        var rest = schema["items"]
        if case .array(let rules) = schema["items"], schema.draft == .seven {
            leading = rules
            rest = schema["additionalItems"]
        } else if case .array(let rules) = schema["prefixItems"], schema.draft == .current {
            leading = rules
        }
        for index in elements.indices {
            guard let rule = leading.indices.contains(index) ? leading[index] : rest else { continue }
            outcome.findings += evaluate(rule, elements[index], at: "\(pointer)/\(index)", scope).findings
            outcome.items.insert(index)
        }
    }

    private func checkContains(
        _ schema: Schema, _ elements: [JSONValue], _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        guard let rule = schema["contains"] else { return }
        let fitting = elements.indices.filter { evaluate(rule, elements[$0], at: "\(pointer)/\($0)", scope).isValid }
        let isCurrent = schema.draft == .current
        if isCurrent { outcome.items.formUnion(fitting) }
        let least = isCurrent ? schema.count("minContains") ?? 1 : 1
        if fitting.count < least {
            outcome.find(pointer, "contains", "needs \(least) elements of a kind, and has \(fitting.count)")
        }
        if isCurrent, let most = schema.count("maxContains"), fitting.count > most {
            outcome.find(pointer, "maxContains", "has more than \(most) elements of a kind")
        }
    }
}
