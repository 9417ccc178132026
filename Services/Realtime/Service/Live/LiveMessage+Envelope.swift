import Identifiers
import JSON
public import PlatformProtocol
public import RealtimeDomain

extension LiveMessage {
    /// What is shown of an event; nil for one that nobody watches, or whose payload is no object.
    public init?(_ envelope: Envelope) {
        guard let event = HeardEvent(rawValue: envelope.type.rawValue), event.audience != .nobody else { return nil }
        // A payload that cannot be read is shown to nobody; the consumers that act on it have a place for such events.
        guard let payload = try? JSONValue(parsing: envelope.payload) else { return nil }
        var owners: Set<Owner> = []
        for source in event.audience.owners {
            for id in payload.texts(at: source.path) { owners.insert(source.kind.owner(id)) }
        }
        let summary = event.summary.compactMap { field in
            payload.value(at: field.path).flatMap(Value.init).map { Shown(field.name, $0) }
        }
        self.init(
            id: envelope.id, event: event, topic: envelope.topic.name, at: envelope.timestamp,
            aggregateType: envelope.aggregateType.rawValue, aggregateID: envelope.aggregateID,
            version: envelope.aggregateVersion, summary: summary, owners: owners)
    }
}

extension LiveMessage.Value {
    /// Nil for what no summary shows: objects, lists, fractions, and texts that are too long.
    init?(_ value: JSONValue) {
        switch value {
        case .string(let text) where text.utf8.count <= SummaryField.textBytesMax: self = .text(text)
        case .bool(let flag): self = .flag(flag)
        case .number(let number):
            guard let whole = number.integer.flatMap({ Int(exactly: $0) }) else { return nil }
            self = .whole(whole)
        case .string, .null, .array, .object: return nil
        }
    }
}

extension JSONValue {
    fileprivate func value(at path: [String]) -> JSONValue? {
        var value: JSONValue? = self
        for name in path { value = value?[name] }
        return value
    }

    /// The text at a path, or the texts in the list there.
    fileprivate func texts(at path: [String]) -> [String] {
        switch value(at: path) {
        case .string(let text): [text]
        case .array(let elements): elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
        default: []
        }
    }
}
