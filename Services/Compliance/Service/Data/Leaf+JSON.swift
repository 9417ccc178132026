public import ComplianceDomain
import Identifiers
public import JSON

extension JSONType {
    /// A leaf: a value, where it was read, how sure we are of it, and a note.
    static func leaf<Content: Sendable & Equatable>(_ value: JSONType<Content>) -> JSONType<Leaf<Content>> {
        .record(
            { Leaf($0, source: $1, confidence: $2, note: $3) }, JSONField("value", \.value, value.nullable),
            JSONField("source", \.source, JSONType<String>.string(length: 1...100).nullable),
            JSONField("confidence", \.confidence, .oneOf()),
            JSONField("note", \.note, JSONType<String>.string(length: 1...1_000).nullable))
    }
}

extension LawSource: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("id", \.id, .string(length: 1...100)),
        Field("title", \.title, .string(length: 1...500)),
        Field("url", \.url, .string(length: 1...2_000, format: .webURL).nullable),
        Field("citation", \.citation, .string(length: 1...500).nullable),
        Field("kind", \.kind, .oneOf()),
        Field("textAsOf", \.textAsOf, .string(length: 1...200)),
        Field("readVia", \.readVia, .string(length: 1...200)),
        Field("urlStatus", \.urlStatus, .string(length: 1...100)))
}

extension FederalContext: JSONCodable {
    public static let json = JSONType.record(
        Self.init,
        Field("summary", \.summary, .string(length: 1...2_000)),
        Field("source", \.source, .nested()))
}
