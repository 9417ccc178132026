public import Identifiers

/// One statement of the law, with where it was read and how sure we are of it.
public struct Leaf<Value: Sendable & Equatable>: Sendable, Equatable {
    /// Nil where there is no such rule (`notApplicable`) and where nobody knows (`unverified`).
    public let value: Value?
    /// The id of one of the state's sources.
    public let source: String?
    public let confidence: RuleConfidence
    public let note: String?

    public init(_ value: Value?, source: String? = nil, confidence: RuleConfidence, note: String? = nil) {
        self.value = value
        self.source = source
        self.confidence = confidence
        self.note = note
    }

    func standing(at path: String) -> LeafStanding {
        LeafStanding(path: path, hasValue: value != nil, source: source, confidence: confidence, note: note)
    }
}

/// What is known of a leaf, whatever its type.
public struct LeafStanding: Sendable, Equatable {
    /// Where it stands in the state's document, as `eventSpecificRules.publicEvents.allowed`.
    public let path: String
    public let hasValue: Bool
    public let source: String?
    public let confidence: RuleConfidence
    public let note: String?

    /// Whether a booking may be refused because of it: it was read somewhere, or it is our own classification.
    public var isSettled: Bool { hasValue && [.confirmed, .secondary, .derived].contains(confidence) }
}

/// A text that leaves rest upon.
public struct LawSource: Sendable, Equatable {
    public let id: String
    public let title: String
    public let url: String?
    /// The section, as lawyers cite it.
    public let citation: String?
    public let kind: SourceKind
    /// How old the text was that was read, in words: many copies have no date.
    public let textAsOf: String
    /// How it was read.
    public let readVia: String
    public let urlStatus: String

    public init(
        id: String, title: String, url: String?, citation: String?, kind: SourceKind, textAsOf: String,
        readVia: String, urlStatus: String
    ) {
        self.id = id
        self.title = title
        self.url = url
        self.citation = citation
        self.kind = kind
        self.textAsOf = textAsOf
        self.readVia = readVia
        self.urlStatus = urlStatus
    }
}

/// What sort of text a source is.
public enum SourceKind: String, CaseIterable, Sendable {
    case statute, regulation, regulator, secondary, bill
    case regulationCopy = "regulation_copy"
    case regulatorCopy = "regulator_copy"
    case federalRule = "federal_rule"
    case billNotEnacted = "bill_not_enacted"
    case municipalCode = "municipal_code"
    case legislativeSummary = "legislative_summary"

    /// The law itself, or its author's own words: what `confirmed` may rest upon.
    public var isPrimary: Bool {
        switch self {
        case .statute, .regulation, .regulationCopy, .regulator, .regulatorCopy, .federalRule: true
        case .secondary, .bill, .billNotEnacted, .municipalCode, .legislativeSummary: false
        }
    }
}
