import Identifiers
import JSON
import Testing

@testable import PlatformProtocol

@Suite("What is no event")
struct EventFaultTests {
    @Test("a good message is read")
    func good() throws {
        #expect(try Parcel.fault { _ in } == nil)
        let parcel = try Parcel()
        #expect(try parcel.read() == Parcel.envelope())
    }

    @Test("the key must be there, short, and the aggregate's id")
    func keys() throws {
        #expect(try Parcel.fault { $0.key = nil } == .emptyKey)
        #expect(try Parcel.fault { $0.key = [] } == .emptyKey)
        #expect(try Parcel.fault { $0.key = Array(repeating: 0x61, count: 256) } == .disagreeingKey)
        #expect(try Parcel.fault { $0.key = Array(repeating: 0x61, count: 257) } == .keyTooLarge(257))
        #expect(try Parcel.fault { $0.key = Array("\(UUID128(high: 0, low: 0))".utf8) } == .disagreeingKey)
    }

    @Test("the value must be there, within its limit, and JSON")
    func values() throws {
        #expect(try Parcel.fault { $0.value = nil } == .nullValue)
        #expect(try Parcel.fault { $0.value = Array(repeating: 0x20, count: 1_000_001) } == .valueTooLarge(1_000_001))
        for bytes in [
            [], [0x20], [0xFF, 0xFE], Array("{".utf8), Array("null".utf8), Array("{}".utf8), Array("[1]".utf8),
        ] {
            #expect(try Parcel.fault { $0.value = bytes }?.label.description == "bad_envelope")
        }
    }

    @Test("an envelope of exactly the limit travels, one byte more does not")
    func largest() throws {
        let frame = try Parcel.envelope().value.count - "Too late".utf8.count
        // A rule's message is bounded, so the metadata is what grows.
        func sized(_ bytes: Int) throws -> Envelope {
            let rest = bytes - frame - "Too late".utf8.count - #""a":"",""b":"",""c":"",""d":"""#.utf8.count + 4
            let texts = [rest / 4, rest / 4, rest / 4, rest - rest / 4 * 3].map { String(repeating: "x", count: $0) }
            let members = zip(["a", "b", "c", "d"], texts).map { ($0, JSONValue.string($1)) }
            return try Parcel.envelope(metadata: JSONObject(members))
        }
        let probe = try sized(900_000).value.count - 900_000
        let largest = try sized(1_000_000 - probe)
        #expect(largest.value.count == 1_000_000)
        let record = try largest.record()
        #expect(
            try Envelope(topic: record.topic, key: record.key, value: record.value, headers: record.headers) == largest)
        let larger = try sized(1_000_001 - probe)
        #expect(throws: EventFault.valueTooLarge(1_000_001)) { try larger.record() }
    }

    @Test("names that are not known are told from bytes that are no envelope")
    func names() throws {
        #expect(try Parcel.fault { try $0.set("type", "BOOKING_EXPLODED") } == .unknownType)
        #expect(
            try Parcel.fault { try $0.set("topic", "booking.created") } == .wrongTopic(.complianceViolationDetected))
        #expect(try Parcel.fault { $0.topic = "booking.created" } == .wrongTopic(.complianceViolationDetected))
        #expect(
            try Parcel.fault { try $0.set("source", "booking-management") }
                == .wrongSource(.complianceViolationDetected))
        #expect(try Parcel.fault { try $0.set("source", "nobody") } == .wrongSource(.complianceViolationDetected))
        #expect(
            try Parcel.fault { try $0.set("aggregateType", "booking") } == .wrongAggregate(.complianceViolationDetected)
        )
    }

    @Test(
        "every member of an envelope but three must be there",
        arguments: [
            "id", "type", "topic", "timestamp", "source", "schemaVersion", "correlationId", "causationId",
            "organizationId", "aggregateType", "aggregateId", "aggregateVersion", "payload", "metadata",
        ])
    func missing(member: String) throws {
        #expect(try Parcel.fault { try $0.set(member, nil) }?.label.description == "bad_envelope")
    }

    @Test("clientId, userId and cannabisContext may be left out; nothing else may be added")
    func optional() throws {
        #expect(try Parcel.fault { try $0.set("userId", nil) } == nil)
        #expect(try Parcel.fault { try $0.set("userId", "") }?.label.description == "bad_envelope")
        #expect(try Parcel.fault { try $0.set("extra", 1) }?.label.description == "bad_envelope")
        #expect(try Parcel.fault { try $0.set("payload", [1]) }?.label.description == "bad_envelope")
        #expect(try Parcel.fault { try $0.set("schemaVersion", 0) }?.label.description == "bad_envelope")
    }

    @Test(
        "every header but two must be there, once, and say what the envelope says", arguments: EventHeaderName.allCases)
    func headers(name: EventHeaderName) throws {
        let expected: EventFault? = name.isOptional ? nil : .missingHeader(name)
        #expect(try Parcel.fault { $0.set(name, nil) } == expected)
        #expect(try Parcel.fault { $0.set(name, "other") } == .disagreeingHeader(name))
        #expect(
            try Parcel.fault { parcel in
                let same = parcel.headers.first { $0.name == name.rawValue }
                if let same { parcel.headers.append(same) }
            } == (name == .traceparent ? nil : .repeatedHeader(name)))
    }

    @Test("headers of others do not matter, within limits: how many, how long")
    func otherHeaders() throws {
        func other(_ count: Int, name: Int = 3, value: Int = 3) -> [EventHeader] {
            Array(
                repeating: EventHeader(String(repeating: "x", count: name), Array(repeating: 0, count: value)),
                count: count)
        }
        #expect(try Parcel.fault { $0.headers += other(64 - $0.headers.count) } == nil)
        #expect(try Parcel.fault { $0.headers += other(65 - $0.headers.count) } == .tooManyHeaders(65))
        #expect(try Parcel.fault { $0.headers += other(1, name: 128, value: 4_096) } == nil)
        #expect(try Parcel.fault { $0.headers += other(1, name: 129) } == .headerTooLarge)
        #expect(try Parcel.fault { $0.headers += other(1, value: 4_097) } == .headerTooLarge)
    }

    @Test("metadata has at most as many members as its limit, for whoever writes and whoever reads")
    func metadata() throws {
        func members(_ count: Int) -> JSONObject {
            JSONObject((0..<count).map { ("m\($0)", JSONValue.number(.integer(Int64($0)))) })
        }
        #expect(try Parcel.envelope(metadata: members(32)).record().topic == "compliance.violation_detected")
        #expect(throws: EventFault.tooMuchMetadata) { try Parcel.envelope(metadata: members(33)).record() }
        #expect(try Parcel.fault { try $0.set("metadata", .object(members(32))) } == nil)
        let fault = try Parcel.fault { try $0.set("metadata", .object(members(33))) }
        #expect(fault?.label.description == "bad_envelope")
        #expect(try Parcel.fault { try $0.set("metadata", ["requestId": 5]) }?.label.description == "bad_envelope")
    }

    @Test("a payload of an unknown version or of another shape is refused by who reads it")
    func payloads() throws {
        var parcel = try Parcel()
        try parcel.set("schemaVersion", 9)
        parcel.set(.schemaVersion, "9")
        let newer = try parcel.read()
        #expect(throws: EventFault.unknownVersion(.complianceViolationDetected, 9)) {
            try newer.payload(as: ComplianceViolationDetected.self)
        }
        var other = try Parcel()
        try other.set("payload", ["bookingId": "no"])
        let broken = try other.read()
        let fault = #expect(throws: EventFault.self) { try broken.payload(as: ComplianceViolationDetected.self) }
        #expect(fault?.label.description == "bad_payload")
    }

    @Test("a payload about something else than its envelope says is refused")
    func contradiction() throws {
        var parcel = try Parcel()
        guard let value = parcel.value, case .object(var payload) = try JSONValue(parsing: value)["payload"] else {
            return
        }
        payload["violationId"] = "01981c5e-0000-7000-8000-00000000000b"
        try parcel.set("payload", .object(payload))
        let envelope = try parcel.read()
        #expect(throws: EventFault.wrongAggregate(.complianceViolationDetected)) {
            try envelope.payload(as: ComplianceViolationDetected.self)
        }
    }

    @Test("what a fault says fits a header and holds nothing of the payload")
    func descriptions() throws {
        let fault = try #require(try Parcel.fault { try $0.set("payload", "secret") })
        #expect("\(fault)".hasPrefix("bad_envelope: /payload"))
        #expect(!"\(fault)".contains("secret"))
        #expect("\(EventFault.unknownVersion(.kitLost, 3))" == "unknown_version: KIT_LOST 3")
        #expect("\(EventFault.missingHeader(.id))" == "missing_header: ce_id")
    }
}
