import Identifiers
import JSON
import PlatformProtocol
import Testing

/// The envelopes of the four documents, as they have them, with what becomes of each.
@Suite("Envelopes of other makes")
struct ForeignEnvelopeTests {
    static let key = Samples.booking.uuid

    @Test(
        "each of the four forms becomes an envelope of ours",
        arguments: ["EventSchema", "BusinessEvent", "ReservationEvent", "BaseEvent", "BusinessEventDerived"])
    func normalized(form: String) throws {
        let bytes = try Golden.document("Foreign/\(form).json").bytes
        let envelope = try Envelope(value: bytes, brokerTime: Samples.now)
        try Golden.expect(try JSONValue(parsing: envelope.value), in: "Foreign/Normalized/\(form).json")
        #expect(envelope.aggregateID == Self.key)
        #expect(envelope.aggregateVersion == 0)
        // A second delivery is the same event, and the same however it is spaced.
        #expect(try Envelope(value: bytes, brokerTime: Samples.now) == envelope)
        let spaced = Array(try Golden.text("Foreign/\(form).json").utf8)
        #expect(try Envelope(value: spaced, brokerTime: Samples.now).id == envelope.id)
        // And what it became is an envelope of ours like any other.
        #expect(try Envelope(value: envelope.value) == envelope)
    }

    @Test("as a message it needs a key and no headers, and must come from its own topic")
    func message() throws {
        let bytes = try Golden.document("Foreign/BaseEvent.json").bytes
        var key: [UInt8] = []
        Self.key.append(to: &key)
        let envelope = try Envelope(topic: "booking.status_changed", key: key, value: bytes, headers: [])
        #expect(envelope.type == .bookingApproved)
        #expect(throws: EventFault.emptyKey) {
            try Envelope(topic: "booking.status_changed", key: nil, value: bytes, headers: [])
        }
        #expect(throws: EventFault.wrongTopic(.bookingApproved)) {
            try Envelope(topic: "booking.created", key: key, value: bytes, headers: [])
        }
    }

    @Test("an event without id and time takes its id from its bytes and its time from the broker")
    func withoutIDAndTime() throws {
        let bytes = Array(
            #"{"type":"BOOKING_CREATED","source":"CannabisBookingService","data":{"bookingId":"\#(Self.key)"}}"#.utf8)
        let envelope = try Envelope(value: bytes, brokerTime: Samples.now)
        #expect(envelope.timestamp == Samples.now)
        #expect(envelope.id.uuid.version == 5)
        #expect(throws: EventFault.noTimestamp(.bookingCreated)) { try Envelope(value: bytes) }
    }

    @Test("a source that is no publisher of the type is not believed, only noted")
    func strangeSource() throws {
        let text =
            #"{"event_type":"booking.created","payload":{"booking_id":"\#(Self.key)"},"#
            + #""timestamp":"2026-01-01T00:00:00Z","source":"staff-assignment","version":"1.0"}"#
        let envelope = try Envelope(value: Array(text.utf8))
        #expect(envelope.source == .booking)
        #expect(envelope.metadata.others["foreignSource"] == "staff-assignment")
        #expect(try Envelope(value: envelope.value) == envelope)
    }

    @Test("an event that does not say what it is about is refused, unless its key does")
    func withoutAggregate() throws {
        let text =
            #"{"event_type":"booking.created","payload":{"n":1},"timestamp":"2026-01-01T00:00:00Z","#
            + #""source":"booking-reservation-service","version":"1.0"}"#
        let bytes = Array(text.utf8)
        #expect(throws: EventFault.noAggregate(.bookingCreated)) { try Envelope(value: bytes) }
        #expect(try Envelope(value: bytes, key: Self.key).aggregateID == Self.key)
    }
}
