/// A validator of JSON Schema for tests: it holds the documents that we print to the schemas that their standards publish,
/// and the examples in them to their own schemas.
///
/// Model. A `SchemaLibrary` knows schema documents by their URI and finds what a reference means in them. A
/// `SchemaValidator` walks a schema and an instance together and collects findings, each with a pointer into the
/// instance. Drafts 2020-12 (OpenAPI 3.1) and 7 (AsyncAPI 3.0), with `$dynamicRef` and the unevaluated keywords, because
/// the official schemas are written with them.
///
/// Failure. A reference that leads nowhere is a finding, never a success: a validator that cannot read a rule must not
/// say that it is kept.
///
/// Deliberately not done. Nothing is fetched: a library has what it was given. No other drafts, no vocabularies, no
/// formats beyond those we print. It is not for requests: those are read by their declarations, which are faster and
/// speak to people.

public import JSON

/// Schema documents, by URI.
public struct SchemaLibrary: Sendable {
    /// Which rules a document is written by.
    enum Draft: Sendable {
        case seven
        case current
    }

    /// A schema with a URI of its own: a document, or a part of one with an `$id`.
    struct Resource: Sendable {
        let root: JSONValue
        let draft: Draft
        var anchors: [String: JSONValue] = [:]
        var dynamicAnchors: [String: JSONValue] = [:]
    }

    /// A schema, and the resource it stands in, whose URI its references are relative to.
    struct Place: Sendable {
        let schema: JSONValue
        let base: String
    }

    private(set) var resources: [String: Resource] = [:]

    public init() {}

    /// Adds a document. Its `$id`, if it has one, is what it is known by; else `uri` is.
    public mutating func add(_ document: JSONValue, as uri: String) {
        var draft = Draft.current
        if case .string(let dialect) = document["$schema"], dialect.contains("draft-07") { draft = .seven }
        add(document, base: uri, draft, isRoot: true)
    }

    /// The schema that `reference` means in the resource `base`; nil when there is none.
    func place(of reference: String, in base: String) -> Place? {
        let (uri, fragment) = SchemaURI.split(SchemaURI.resolve(reference, against: base))
        guard let resource = resources[uri] else { return nil }
        if fragment.isEmpty { return Place(schema: resource.root, base: uri) }
        guard fragment.hasPrefix("/") else {
            return (resource.anchors[fragment] ?? resource.dynamicAnchors[fragment]).map {
                Place(schema: $0, base: uri)
            }
        }
        return place(at: fragment, in: Place(schema: resource.root, base: uri))
    }

    /// Follows a pointer; where it passes an `$id`, references are relative to that from there on.
    private func place(at pointer: String, in root: Place) -> Place? {
        var place = root
        for step in JSONPointer.steps(of: SchemaURI.percentDecoded(pointer)) {
            guard let next = JSONPointer.member(step, of: place.schema) else { return nil }
            var base = place.base
            if case .string(let id) = next["$id"] {
                let own = SchemaURI.split(SchemaURI.resolve(id, against: base)).uri
                if resources[own] != nil { base = own }
            }
            place = Place(schema: next, base: base)
        }
        return place
    }

    private mutating func add(_ schema: JSONValue, base: String, _ draft: Draft, isRoot: Bool = false) {
        guard case .object(let object) = schema else {
            if isRoot { resources[base] = Resource(root: schema, draft: draft) }
            return
        }
        var base = base
        var identifies = isRoot
        var localAnchor: String?
        // Beside a reference, draft 7 reads nothing.
        if case .string(let id) = object["$id"], draft == .current || object["$ref"] == nil {
            let (uri, fragment) = SchemaURI.split(SchemaURI.resolve(id, against: base))
            if !fragment.isEmpty { localAnchor = fragment }
            if fragment.isEmpty || !id.hasPrefix("#") {
                base = uri
                identifies = true
            }
        }
        if identifies, resources[base] == nil { resources[base] = Resource(root: schema, draft: draft) }
        if let localAnchor { resources[base]?.anchors[localAnchor] = schema }
        if draft == .current {
            if case .string(let name) = object["$anchor"] { resources[base]?.anchors[name] = schema }
            if case .string(let name) = object["$dynamicAnchor"] { resources[base]?.dynamicAnchors[name] = schema }
        }
        for member in object.members { addParts(of: member.name, member.value, base, draft) }
    }

    private mutating func addParts(of keyword: String, _ value: JSONValue, _ base: String, _ draft: Draft) {
        switch (keyword, value) {
        case ("properties", .object(let parts)), ("patternProperties", .object(let parts)),
            ("$defs", .object(let parts)), ("definitions", .object(let parts)),
            ("dependentSchemas", .object(let parts)), ("dependencies", .object(let parts)):
            for part in parts.members { add(part.value, base: base, draft) }
        case ("items", .array(let parts)), ("prefixItems", .array(let parts)), ("allOf", .array(let parts)),
            ("anyOf", .array(let parts)), ("oneOf", .array(let parts)):
            for part in parts { add(part, base: base, draft) }
        case ("additionalProperties", _), ("additionalItems", _), ("items", _), ("contains", _), ("not", _),
            ("if", _), ("then", _), ("else", _), ("propertyNames", _), ("unevaluatedItems", _),
            ("unevaluatedProperties", _), ("contentSchema", _):
            add(value, base: base, draft)
        default: break
        }
    }
}
