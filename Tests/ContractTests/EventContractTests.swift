import Identifiers
import JSON
import PlatformProtocol
import Testing

@Suite("Events on the wire")
struct EventContractTests {
    /// A message as a golden file has it.
    static func document(_ record: EventRecord) throws -> JSONValue {
        let headers = record.headers.map { ($0.name, JSONValue.string(String(decoding: $0.value, as: UTF8.self))) }
        return .object([
            "topic": .string(record.topic), "key": .string(String(decoding: record.key, as: UTF8.self)),
            "headers": .object(JSONObject(headers)), "value": try JSONValue(parsing: record.value),
        ])
    }

    static func text(_ value: JSONValue?) throws -> String {
        guard case .string(let text) = value else { throw NotText() }
        return text
    }

    struct NotText: Error {}

    @Test("what is published is what its golden file says, byte for byte", arguments: try Sample.all())
    func produced(sample: Sample) throws {
        let record = try sample.envelope.record()
        let document = try Self.document(record)
        #expect(document["value"]?.bytes == record.value, "the tree keeps order and digits")
        try Golden.expect(document, in: "\(sample.description).json")
    }

    @Test("what a golden file says is read as what was published", arguments: try Sample.all())
    func consumed(sample: Sample) throws {
        let golden = try Golden.document("\(sample.description).json")
        guard case .object(let headers) = golden["headers"] else { throw NotText() }
        let envelope = try Envelope(
            topic: try Self.text(golden["topic"]), key: Array(try Self.text(golden["key"]).utf8),
            value: golden["value"]?.bytes,
            headers: try headers.members.map { EventHeader($0.name, Array(try Self.text($0.value).utf8)) })
        #expect(envelope == sample.envelope)
        #expect(try sample.isSame(envelope))
    }

    @Test("every type has a golden file for each version of its payload, and no file is left over")
    func complete() throws {
        let names = try Golden.names(in: "").subtracting(["Foreign"])
        let types = Set(EventType.allCases.map(\.rawValue))
        #expect(names == types.union(EventType.allCases.flatMap { Self.olderForms(of: $0.declaration.payload) }))
        #expect(Set(try Sample.all().map(\.description)) == types)
    }

    /// The files of the forms that are no longer written and still read: `BOOKING_CREATED.v1`.
    private static func olderForms<Payload: EventPayload>(of payload: Payload.Type) -> [String] {
        payload.olderVersions.keys.map { "\(payload.type.rawValue).v\($0)" }
    }

    @Test("forms that are no longer written are still read")
    func older() throws {
        for type in EventType.allCases {
            for name in Self.olderForms(of: type.declaration.payload) {
                let golden = try Golden.document("\(name).json")
                let envelope = try Envelope(value: try #require(golden["value"]).bytes)
                try Self.read(envelope, as: type.declaration.payload)
            }
        }
    }

    private static func read<Payload: EventPayload>(_ envelope: Envelope, as payload: Payload.Type) throws {
        _ = try envelope.payload(as: payload)
    }

    @Test("a payload with members that nobody knows yet is read all the same", arguments: try Sample.all())
    func grown(sample: Sample) throws {
        var payload = try JSONValue(parsing: sample.envelope.payload)
        guard case .object(var members) = payload else { throw NotText() }
        members["addedLater"] = ["anything": 1]
        payload = .object(members)
        var document = try JSONValue(parsing: sample.envelope.value)
        guard case .object(var envelope) = document else { throw NotText() }
        envelope["payload"] = payload
        document = .object(envelope)
        #expect(try sample.isSame(Envelope(value: document.bytes)))
    }
}
