import Identifiers
import JSON

@testable import PlatformProtocol

/// A message that a test takes apart: a good one, with one thing changed.
struct Parcel {
    var topic: String
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [EventHeader]

    static let booking = UUID128(high: 0x0198_1c5e_0000_7000, low: 0x8000_0000_0000_000a)

    /// A violation that was detected, the smallest of the payloads.
    static func envelope(
        description: String = "Too late", metadata: JSONObject = [:]
    ) throws -> Envelope {
        let finding = RuleFinding(
            ruleID: "rule", ruleVersion: "1", area: .ageVerification, outcome: .failed, message: description,
            facts: [:])
        let payload = ComplianceViolationDetected(
            violationID: ViolationID(booking), bookingID: BookingID(booking), checkID: ComplianceCheckID(booking),
            state: .newYork, severity: .minor, finding: finding, detectedAt: Timestamp(secondsSinceEpoch: 0))
        let publisher = try EventPublisher(.compliance, publishes: [ComplianceViolationDetected.self])
        return try publisher.envelope(
            payload, id: EventID(booking), at: Timestamp(microsecondsSinceEpoch: 1), version: 1,
            organizationID: .platform, cause: .command(booking, by: ActorID("somebody")), metadata: metadata)
    }

    init() throws {
        let record = try Self.envelope().record()
        (topic, key, value, headers) = (record.topic, record.key, record.value, record.headers)
    }

    func read() throws(EventFault) -> Envelope {
        try Envelope(topic: topic, key: key, value: value, headers: headers)
    }

    /// The fault of reading the message after a change; nil when it can be read.
    static func fault(after change: (inout Parcel) throws -> Void) throws -> EventFault? {
        var parcel = try Parcel()
        try change(&parcel)
        do throws(EventFault) {
            _ = try parcel.read()
            return nil
        } catch {
            return error
        }
    }

    /// Replaces a member of the envelope; nil takes it out.
    mutating func set(_ member: String, _ newValue: JSONValue?) throws {
        guard let value, case .object(var object) = try JSONValue(parsing: value) else { return }
        object[member] = newValue
        self.value = JSONValue.object(object).bytes
    }

    /// Replaces a header; nil takes it out.
    mutating func set(_ header: EventHeaderName, _ text: String?) {
        headers.removeAll { $0.name == header.rawValue }
        if let text { headers.append(EventHeader(header.rawValue, Array(text.utf8))) }
    }
}
