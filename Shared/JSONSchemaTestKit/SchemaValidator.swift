public import JSON

/// Holds instances to schemas of a library. One instance of it serves one task: it remembers patterns and references.
public final class SchemaValidator {
    let library: SchemaLibrary
    /// Whether `format` is a rule. The standard leaves it a remark; for what we print ourselves it is meant.
    let assertsFormats: Bool
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]
    private var places: [String: SchemaLibrary.Place] = [:]

    public init(_ library: SchemaLibrary, assertsFormats: Bool = false) {
        self.library = library
        self.assertsFormats = assertsFormats
    }

    /// Everything in which `instance` breaks the schema at `uri`; empty when it keeps it.
    public func findings(in instance: JSONValue, against uri: String) -> [SchemaFinding] {
        guard let place = place(of: uri, in: "") else {
            return [SchemaFinding(instance: "", keyword: "$ref", message: "no schema is known as \(uri)")]
        }
        let scope = Scope(base: place.base, dynamic: [place.base], depth: 0)
        return evaluate(place.schema, instance, at: "", scope).findings
    }

    /// Where a schema is evaluated: what its references are relative to, and through which resources it was reached.
    struct Scope {
        var base: String
        var dynamic: [String]
        var depth: Int

        /// The same inside the resource `base`.
        func entering(_ base: String) -> Scope {
            Scope(base: base, dynamic: dynamic.last == base ? dynamic : dynamic + [base], depth: depth + 1)
        }
    }

    /// What came of holding one value to one schema: findings, or which of its parts the schema has looked at.
    struct Outcome {
        var findings: [SchemaFinding] = []
        var properties: Set<String> = []
        var items: Set<Int> = []

        var isValid: Bool { findings.isEmpty }

        /// Takes over what a schema about the same value has come to; one that failed has looked at nothing.
        mutating func adopt(_ other: Outcome) {
            findings += other.findings
            note(other)
        }

        mutating func note(_ other: Outcome) {
            guard other.isValid else { return }
            properties.formUnion(other.properties)
            items.formUnion(other.items)
        }

        mutating func find(_ pointer: String, _ keyword: String, _ message: String) {
            findings.append(SchemaFinding(instance: pointer, keyword: keyword, message: message))
        }
    }

    /// Deeper than any document nests; a schema that refers to itself without an end is stopped here.
    private static let depthMax = 400

    func evaluate(_ schema: JSONValue, _ instance: JSONValue, at pointer: String, _ scope: Scope) -> Outcome {
        var outcome = Outcome()
        guard scope.depth < Self.depthMax else {
            outcome.find(pointer, "$ref", "the schema refers to itself without an end")
            return outcome
        }
        switch schema {
        case .bool(true): return outcome
        case .bool(false):
            outcome.find(pointer, "false", "nothing is allowed here")
            return outcome
        case .object(let keywords):
            let scope = Self.scope(of: keywords, in: scope, library)
            evaluate(Schema(keywords, draft(of: scope.base)), instance, pointer, scope, &outcome)
            if !outcome.isValid {
                outcome.properties = []
                outcome.items = []
            }
            return outcome
        default:
            outcome.find(pointer, "schema", "a schema is an object or a boolean")
            return outcome
        }
    }

    /// A schema that is an object.
    struct Schema {
        let keywords: JSONObject
        let draft: SchemaLibrary.Draft
        /// What there is to check; most schemas have keywords of one kind only.
        let kinds: KeywordKinds

        init(_ keywords: JSONObject, _ draft: SchemaLibrary.Draft) {
            self.keywords = keywords
            self.draft = draft
            kinds = KeywordKinds(keywords.members.compactMap { KeywordKinds.named[$0.name] })
        }

        subscript(keyword: String) -> JSONValue? { keywords[keyword] }
    }

    private func evaluate(
        _ schema: Schema, _ instance: JSONValue, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        if schema.kinds.contains(.references) { follow(schema, instance, pointer, scope, &outcome) }
        if schema.draft == .seven, schema["$ref"] != nil { return }
        if schema.kinds.contains(.values) { check(schema, instance, pointer, &outcome) }
        if schema.kinds.contains(.combinations) { combine(schema, instance, pointer, scope, &outcome) }
        switch instance {
        case .object(let object) where schema.kinds.contains(.members):
            check(schema, object, pointer, scope, &outcome)
        case .array(let elements) where schema.kinds.contains(.elements):
            check(schema, elements, pointer, scope, &outcome)
        default: break
        }
    }

    /// `$ref` and `$dynamicRef`.
    private func follow(
        _ schema: Schema, _ instance: JSONValue, _ pointer: String, _ scope: Scope, _ outcome: inout Outcome
    ) {
        if case .string(let reference) = schema["$ref"] {
            if let place = place(of: reference, in: scope.base) {
                outcome.adopt(evaluate(place.schema, instance, at: pointer, scope.entering(place.base)))
            } else {
                outcome.find(pointer, "$ref", "\(reference) leads nowhere")
            }
        }
        guard schema.draft == .current, case .string(let reference) = schema["$dynamicRef"] else { return }
        guard var place = place(of: reference, in: scope.base) else {
            return outcome.find(pointer, "$dynamicRef", "\(reference) leads nowhere")
        }
        let name = SchemaURI.split(reference).fragment
        // Only where it leads to a dynamic anchor does the outermost one of that name on the way here win.
        if library.resources[place.base]?.dynamicAnchors[name] != nil {
            for base in scope.dynamic {
                guard let schema = library.resources[base]?.dynamicAnchors[name] else { continue }
                place = SchemaLibrary.Place(schema: schema, base: base)
                break
            }
        }
        outcome.adopt(evaluate(place.schema, instance, at: pointer, scope.entering(place.base)))
    }

    func pattern(_ text: String) -> Regex<AnyRegexOutput>? {
        if let known = patterns[text] { return known }
        // A pattern that cannot be read is told by whoever asks.
        guard let made = try? Regex(text).matchingSemantics(.unicodeScalar) else { return nil }
        patterns[text] = made
        return made
    }

    private func draft(of base: String) -> SchemaLibrary.Draft {
        library.resources[base]?.draft ?? .current
    }

    private func place(of reference: String, in base: String) -> SchemaLibrary.Place? {
        let key = base + " " + reference
        if let known = places[key] { return known }
        let found = library.place(of: reference, in: base)
        places[key] = found
        return found
    }

    /// An `$id` makes its schema a resource of its own.
    private static func scope(of keywords: JSONObject, in scope: Scope, _ library: SchemaLibrary) -> Scope {
        guard case .string(let id) = keywords["$id"] else { return scope }
        let uri = SchemaURI.split(SchemaURI.resolve(id, against: scope.base)).uri
        return library.resources[uri] == nil ? scope : scope.entering(uri)
    }
}
