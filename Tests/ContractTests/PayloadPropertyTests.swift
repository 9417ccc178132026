import Identifiers
import JSON
import PlatformProtocol
import Testing

/// What holds of every payload, shown with documents that are made from its printed schema.
@Suite("Payloads of every type")
struct PayloadPropertyTests {
    @Test("a document that keeps the schema is read, and written and read again says the same", arguments: Self.all)
    func roundTrip(type: EventType) throws {
        for seed in 1...25 as ClosedRange<UInt64> {
            try Self.checkRoundTrip(type.declaration.payload, seed: seed)
        }
    }

    @Test("it goes through an envelope, its record and a consumer unchanged", arguments: Self.all)
    func throughAnEnvelope(type: EventType) throws {
        try Self.checkEnvelope(type.declaration.payload)
    }

    @Test(
        "everything the registry says of its members is written, in that order, and nothing else", arguments: Self.all)
    func members(type: EventType) throws {
        var maker = DocumentMaker(PayloadSchema(of: type.declaration), seed: 1, isFull: true)
        let written = try Self.rewritten(maker.document(), type.declaration.payload)
        guard case .object(let object) = written else { throw EventContractTests.NotText() }
        #expect(object.members.map(\.name) == type.declaration.memberNames.map { $0.replacing("?", with: "") })
    }

    @Test(
        "each bound lets pass what is at it and nothing past it, and each fault says where and what",
        arguments: Self.all)
    func edges(type: EventType) throws {
        let schema = PayloadSchema(of: type.declaration)
        var maker = DocumentMaker(schema, seed: 7, isFull: true)
        let edges = SchemaEdges(of: schema, around: maker.document(), inside: Self.introduced[type] ?? []).edges
        #expect(edges.contains { $0.code == nil } && edges.contains { $0.code != nil })
        for edge in edges { Self.check(edge, type.declaration.payload) }
    }

    static let all = EventType.allCases

    /// The named types that no earlier event has: each snapshot is walked once, not in every event that carries it.
    static let introduced: [EventType: Set<String>] = {
        var seen: Set<String> = []
        var introduced: [EventType: Set<String>] = [:]
        for type in all {
            introduced[type] = PayloadSchema(of: type.declaration).names.subtracting(seen)
            seen.formUnion(introduced[type] ?? [])
        }
        return introduced
    }()

    private static func checkRoundTrip<Payload: EventPayload>(_ payload: Payload.Type, seed: UInt64) throws {
        var maker = DocumentMaker(PayloadSchema(of: payload.type.declaration), seed: seed)
        let value = try payload.decode(maker.document().bytes, version: payload.schemaVersion)
        let bytes = value.jsonBytes()
        let again = try payload.decode(bytes, version: payload.schemaVersion)
        #expect(again == value, "seed \(seed)")
        #expect(again.jsonBytes() == bytes, "seed \(seed)")
    }

    private static func checkEnvelope<Payload: EventPayload>(_ payload: Payload.Type) throws {
        let topic = payload.type.topic
        var maker = DocumentMaker(PayloadSchema(of: payload.type.declaration), seed: 3)
        let value = try payload.decode(maker.document().bytes, version: payload.schemaVersion)
        for service in topic.publishers {
            let record = try EventPublisher(service, publishes: [payload]).envelope(
                value, id: EventID(Samples.uuid(901)), at: Samples.now, version: 1,
                organizationID: Samples.organization, cause: .command(Samples.uuid(800), by: Samples.manager)
            ).record()
            let read = try Envelope(
                topic: record.topic, key: record.key, value: record.value, headers: record.headers)
            for consumer in topic.consumers {
                #expect(try Subscription<Payload>(by: consumer).payload(of: read) == value)
            }
        }
    }

    private static func rewritten<Payload: EventPayload>(
        _ document: JSONValue, _ payload: Payload.Type
    ) throws -> JSONValue {
        try JSONValue(parsing: payload.decode(document.bytes, version: payload.schemaVersion).jsonBytes())
    }

    private static func check<Payload: EventPayload>(_ edge: Edge, _ payload: Payload.Type) {
        do throws(EventFault) {
            _ = try payload.decode(edge.document.bytes, version: payload.schemaVersion)
            #expect(edge.code == nil, "\(payload.type.rawValue)\(edge.pointer) should be \(edge.code?.rawValue ?? "")")
        } catch {
            guard case .badPayload(payload.type, let faults) = error else {
                Issue.record("\(payload.type.rawValue)\(edge.pointer): \(error)")
                return
            }
            let found = faults.list.map { "\($0.pointer) \($0.code.rawValue)" }
            #expect(found == ["\(edge.pointer) \(edge.code?.rawValue ?? "is right")"], "\(payload.type.rawValue)")
        }
    }
}
