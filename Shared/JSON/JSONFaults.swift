/// Everything that is wrong with a document, at most `JSONLimits.faultsMax` entries. Never empty.
public struct JSONFaults: Error, Hashable, Sendable {
    /// In the order of the document; of one object the missing members come after the others.
    public let list: [JSONFault]
    /// False when there were more faults than the limit allows to report.
    public let areComplete: Bool

    /// At least one fault.
    init(_ list: [JSONFault], areComplete: Bool = true) {
        self.list = list
        self.areComplete = areComplete
    }

    /// Whether the bytes are not JSON within the limits at all, as opposed to JSON of the wrong shape.
    public var areSyntax: Bool { first.offset != nil }

    /// The first fault.
    public var first: JSONFault {
        list.first ?? JSONFault(pointer: "", code: "unknown", message: "the document was refused")
    }

    /// For metrics and log lines.
    public var label: StaticString { areSyntax ? "json_syntax" : "json_shape" }
}

extension JSONFaults: CustomStringConvertible {
    /// The faults separated by semicolons, safe to log.
    public var description: String {
        list.map(\.description).joined(separator: "; ")
    }
}

/// Which end of a conversation reads or writes: it decides about members that are read-only or write-only.
public enum JSONSide: Sendable {
    /// Reads requests, which may not carry read-only members, and writes answers without write-only ones.
    case server
    /// Writes requests without read-only members, and reads answers.
    case client
}
