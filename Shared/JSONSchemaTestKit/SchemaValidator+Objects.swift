import JSON

extension SchemaValidator {
    /// The keywords about the members of an object.
    func check(
        _ schema: Schema, _ object: JSONObject, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        var inner = scope
        inner.depth += 1
        checkCounts(schema, object, pointer, &outcome)
        checkDependencies(schema, object, pointer, inner, &outcome)
        for member in object.members {
            if let rule = schema["propertyNames"] {
                let named = evaluate(rule, .string(member.name), at: pointer, inner)
                if !named.isValid { outcome.find(pointer, "propertyNames", "\(member.name) is no name for a member") }
            }
            checkMember(schema, member, pointer, inner, &outcome)
        }
        guard schema.draft == .current, let rule = schema["unevaluatedProperties"] else { return }
        for member in object.members where !outcome.properties.contains(member.name) {
            let place = JSONPointer.adding(member.name, to: pointer)
            adopt(evaluate(rule, member.value, at: place, inner), "unevaluatedProperties", place, &outcome)
            outcome.properties.insert(member.name)
        }
    }

    private func checkMember(
        _ schema: Schema, _ member: JSONObject.Member, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        let place = JSONPointer.adding(member.name, to: pointer)
        var isKnown = false
        if case .object(let properties) = schema["properties"], let rule = properties[member.name] {
            isKnown = true
            outcome.findings += evaluate(rule, member.value, at: place, scope).findings
        }
        if case .object(let rules) = schema["patternProperties"] {
            for rule in rules.members where matches(member.name, rule.name, pointer, &outcome) {
                isKnown = true
                outcome.findings += evaluate(rule.value, member.value, at: place, scope).findings
            }
        }
        if !isKnown, let rule = schema["additionalProperties"] {
            isKnown = true
            adopt(evaluate(rule, member.value, at: place, scope), "additionalProperties", place, &outcome)
        }
        if isKnown { outcome.properties.insert(member.name) }
    }

    /// Takes the findings about a part; that a part is not allowed at all is told by the keyword that says so.
    private func adopt(_ part: Outcome, _ keyword: String, _ place: String, _ outcome: inout Outcome) {
        if part.findings.first?.keyword == "false", part.findings.first?.instance == place {
            outcome.find(place, keyword, "is not allowed here")
        } else {
            outcome.findings += part.findings
        }
    }

    private func checkCounts(
        _ schema: Schema, _ object: JSONObject, _ pointer: String, _ outcome: inout Outcome
    ) {
        let count = object.members.count
        if let least = schema.count("minProperties"), count < least {
            outcome.find(pointer, "minProperties", "needs \(least) members")
        }
        if let most = schema.count("maxProperties"), count > most {
            outcome.find(pointer, "maxProperties", "has more than \(most) members")
        }
        if case .array(let names) = schema["required"] {
            for case .string(let name) in names where object[name] == nil {
                outcome.find(pointer, "required", "\(name) is missing")
            }
        }
    }

    private func checkDependencies(
        _ schema: Schema, _ object: JSONObject, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        let keywords = schema.draft == .seven ? ["dependencies"] : ["dependentRequired", "dependentSchemas"]
        for keyword in keywords {
            guard case .object(let rules) = schema[keyword] else { continue }
            for rule in rules.members where object[rule.name] != nil {
                guard case .array(let names) = rule.value else {
                    outcome.adopt(evaluate(rule.value, .object(object), at: pointer, scope))
                    continue
                }
                for case .string(let name) in names where object[name] == nil {
                    outcome.find(pointer, keyword, "\(rule.name) needs \(name) beside it")
                }
            }
        }
    }

    /// Whether the text has the pattern anywhere in it; one that cannot be read is a finding.
    func matches(_ text: String, _ pattern: String, _ pointer: String, _ outcome: inout Outcome) -> Bool {
        guard let regex = self.pattern(pattern) else {
            outcome.find(pointer, "pattern", "\(pattern) cannot be read")
            return false
        }
        return text.firstMatch(of: regex) != nil
    }
}

extension SchemaValidator.Schema {
    /// The value of a keyword that counts.
    func count(_ keyword: String) -> Int? {
        guard case .number(let number) = keywords[keyword] else { return nil }
        return number.decimal.units(scale: 0).flatMap { Int(exactly: $0) }
    }
}
