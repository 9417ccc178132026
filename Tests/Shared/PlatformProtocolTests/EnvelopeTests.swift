import Identifiers
import JSON
import Testing

@testable import PlatformProtocol

@Suite("Envelopes")
struct EnvelopeTests {
    @Test("an event belongs to the story of its cause, or begins one named by what it is about")
    func causes() throws {
        let first = try Parcel.envelope()
        #expect(first.correlationID == first.aggregateID)
        #expect(first.userID == ActorID("somebody"))
        let cause = EventCause.event(first)
        #expect(cause.causationID == first.id.uuid)
        #expect(cause.correlationID == first.correlationID)
        #expect(cause.userID == first.userID)
    }

    @Test("the source and the version are the publisher's and the payload's, not the caller's")
    func publisher() throws {
        let envelope = try Parcel.envelope()
        #expect(envelope.source == .compliance)
        #expect(envelope.schemaVersion == ComplianceViolationDetected.schemaVersion)
        #expect(envelope.topic.name == "compliance.violation_detected")
        #expect(envelope.aggregateType == .violation)
        let publisher = try EventPublisher(.compliance, publishes: [ComplianceChecked.self])
        let payload = try envelope.payload(as: ComplianceViolationDetected.self)
        #expect(throws: RegistryFault.notPublished(.complianceViolationDetected, by: .compliance)) {
            try publisher.envelope(
                payload, id: envelope.id, at: envelope.timestamp, version: 1, organizationID: .platform,
                cause: .command(envelope.causationID, by: nil))
        }
    }

    @Test("a subscription passes over other types on its topic")
    func subscription() throws {
        let envelope = try Parcel.envelope()
        #expect(try Subscription<ComplianceChecked>(by: .booking).payload(of: envelope) == nil)
        let payload = try Subscription<ComplianceViolationDetected>(by: .booking).payload(of: envelope)
        #expect(payload?.state == .newYork)
    }

    @Test("metadata that is not known is carried along untouched")
    func metadata() throws {
        let others: JSONObject = ["estimatedDuration": 4, "tags": ["a", nil]]
        let envelope = try Parcel.envelope(metadata: others)
        let read = try Envelope(value: envelope.value)
        #expect(read.metadata.others == others)
        #expect(read.metadata.requestID == nil)
        #expect(read.value == envelope.value)
    }

    @Test("a form of an older version is read as today's, and one that is not known is refused")
    func olderVersions() throws {
        let first = Array(#"{"id":"00000000-0000-0000-0000-000000000001","name":"Ada Lovelace"}"#.utf8)
        let read = try Renamed.decode(first, version: 1)
        #expect(read == Renamed(id: UUID128(high: 0, low: 1), given: "Ada", family: "Lovelace"))
        #expect(try Renamed.decode(read.jsonBytes(), version: 2) == read)
        #expect(throws: EventFault.unknownVersion(.alertTriggered, 3)) { try Renamed.decode(first, version: 3) }
        let fault = #expect(throws: EventFault.self) { try Renamed.decode(first, version: 2) }
        #expect(fault?.label.description == "bad_payload")
    }
}

/// A payload whose first version had one name where there are two.
private struct Renamed: EventPayload {
    static let type = EventType.alertTriggered
    static let schemaVersion = 2
    static let olderVersions = [
        1: OlderVersion(FirstForm.self) { form in
            let parts = form.name.split(separator: " ", maxSplits: 1).map(String.init)
            return Renamed(id: form.id, given: parts.first ?? "", family: parts.last ?? "")
        }
    ]

    let id: UUID128
    let given: String
    let family: String

    var aggregateID: UUID128 { id }

    static let json = JSONType.openRecord(
        Self.init, Field("id", \.id, .uuid128), Field("given", \.given, .string(length: 0...100)),
        Field("family", \.family, .string(length: 0...100)))

    struct FirstForm: JSONCodable {
        let id: UUID128
        let name: String

        static let json = JSONType.openRecord(
            Self.init, Field("id", \.id, .uuid128), Field("name", \.name, .string(length: 0...200)))
    }
}
