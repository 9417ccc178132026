import Identifiers
import JSON
import Messaging
import PlatformProtocol
import Postgres
import Testing

@testable import EventStore

@Suite("An event comes out of the store as it went in")
struct StoredEventTests {
    static let full: JSONObject = [
        "zebra": 1, "ab": "text with \"quotes\" and é",
        "nested": ["b": [1, .number(JSONNumber(JSONDecimal(units: 25, scale: 1))), nil], "a": true],
    ]

    @Test("the envelope made of a row says what the published one says, in every member")
    func meaning() async throws {
        try await withStore { site in
            var batch = Batch(for: .organization(StoreSite.own))
            var cause = EventCause.command(key(7), by: ActorID("somebody"), requestID: "r1", traceparent: trace)
            cause.correlationID = key(8)
            let outbox = try #require(site.outboxes[7])
            let full = try outbox.append(
                LawTold(key(1), "a \u{1F33F} note\n"), version: 3, cause: cause, clientID: ClientID(key(5)),
                context: CannabisContext(
                    complianceRelevant: true, auditRequired: false, stateSpecific: true, regulatoryImpact: .high),
                metadata: Self.full, to: &batch)
            let bare = try outbox.append(
                LawTold(key(2), ""), version: 1, cause: .command(key(7), by: nil), to: &batch)
            _ = try await site.app.run(batch)
            for id in [full, bare] {
                let published = try await site.published(id)
                let stored = try #require(try await site.own.event(id))
                let envelope = try stored.envelope()
                let (left, right) = (
                    try JSONValue(parsing: envelope.value.span), try JSONValue(parsing: published.value.span)
                )
                #expect(left == right)
                #expect(envelope.headers == published.headers)
                #expect(envelope.aggregateVersion == (id == full ? 3 : 1))
                #expect(try envelope.payload(as: LawTold.self) == published.payload(as: LawTold.self))
            }
        }
    }

    @Test("an event of a type of the registry comes out byte for byte, for a second publication")
    func bytes() async throws {
        try await withStore { site in
            let publisher = try EventPublisher(.compliance, publishes: [ComplianceChecked.self])
            let outbox = Outbox(publisher, gate: OutboxGate(), clock: site.clock)
            var batch = Batch(for: .organization(StoreSite.own))
            let day = try #require(CalendarDay(year: 2016, month: 1, day: 15))
            let id = try outbox.append(
                ComplianceChecked(
                    bookingID: BookingID(key(1)), checkID: ComplianceCheckID(key(2)), version: 1, bookingVersion: 4,
                    state: .california, decision: .compliant, checkedAt: StoreSite.start, asOf: day,
                    ruleSetVersion: "2016.1", findings: [], questions: ["Is there a fence?"]),
                version: 1, cause: .command(key(7), by: ActorID("officer"), requestID: "r", traceparent: trace),
                to: &batch)
            _ = try await site.app.run(batch)
            let stored = try #require(try await site.own.event(id))
            let row = try await site.system.one("SELECT payload FROM outbox WHERE event_id = \(id)", for: .system)
            let bytes = try row.decode([UInt8].self)
            #expect(try stored.publishedEnvelope().record().value == bytes)
            #expect(try stored.envelope().value != bytes, "the server keeps another order of members")
        }
    }

    @Test("a row of a type that nobody knows any more is an event, and no envelope")
    func unknown() async throws {
        try await withStore { site in
            let id = try await site.tell(key(1))
            try await site.tamper("UPDATE event_store SET event_type = 'LONG_FORGOTTEN'")
            let stored = try #require(try await site.own.event(id))
            #expect(stored.type == nil && stored.typeName == "LONG_FORGOTTEN")
            #expect(throws: EventFault.unknownType) { try stored.envelope() }
            try await site.tamper("UPDATE event_store SET event_type = 'COMPLIANCE_CHECKED', metadata = '[]'")
            let broken = try #require(try await site.own.event(id))
            #expect(throws: EventFault.self) { try broken.envelope() }
            #expect(throws: EventFault.self) { try broken.publishedEnvelope() }
        }
    }
}

private let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

extension StoreSite {
    /// What the relay would send.
    func published(_ id: EventID) async throws -> Envelope {
        let row = try await system.one("SELECT payload FROM outbox WHERE event_id = \(id)", for: .system)
        return try Envelope(value: try row.decode([UInt8].self))
    }
}
