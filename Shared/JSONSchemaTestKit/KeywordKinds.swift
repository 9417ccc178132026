/// What the keywords of a schema are about.
struct KeywordKinds: OptionSet, Sendable {
    let rawValue: UInt8

    static let references = KeywordKinds(rawValue: 1)
    static let values = KeywordKinds(rawValue: 2)
    static let combinations = KeywordKinds(rawValue: 4)
    static let members = KeywordKinds(rawValue: 8)
    static let elements = KeywordKinds(rawValue: 16)

    /// Every keyword that is a rule. One that is not here is a remark, whatever it says.
    static let named: [String: KeywordKinds] = {
        let table: [(KeywordKinds, [String])] = [
            (.references, ["$ref", "$dynamicRef"]),
            (
                .values,
                [
                    "type", "enum", "const", "minLength", "maxLength", "pattern", "format", "minimum", "maximum",
                    "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
                ]
            ),
            (.combinations, ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"]),
            (
                .members,
                [
                    "properties", "patternProperties", "additionalProperties", "propertyNames", "required",
                    "minProperties", "maxProperties", "dependencies", "dependentRequired", "dependentSchemas",
                    "unevaluatedProperties",
                ]
            ),
            (
                .elements,
                [
                    "items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "minItems",
                    "maxItems", "uniqueItems", "unevaluatedItems",
                ]
            ),
        ]
        return Dictionary(
            table.flatMap { kind, names in names.map { ($0, kind) } }, uniquingKeysWith: { first, _ in first })
    }()
}
