import Foundation
import Identifiers
import JSON

/// The measured record: what a booking looks like on the wire, with a declaration for each of the two codecs.
struct BenchBooking: Codable, Sendable, Equatable {
    var id: UUID
    var organizationId: UUID
    var version: Int
    var reference: String
    var status: Status
    var priority: Priority
    var eventType: String
    var title: String
    var notes: String?
    var guests: Int
    var isOutdoor: Bool
    var needsApproval: Bool
    var estimatedCost: Decimal
    var taxRate: Decimal
    var currency: String
    var startDateTime: Date
    var endDateTime: Date
    var createdAt: Date
    var updatedAt: Date
    var confirmedAt: Date?
    var client: Person
    var venue: Place
    var crew: [Assignment]
    var kits: [UUID]
    var tags: [String]
    var travelMinutes: Int
    var attempts: Int
    var idempotencyKey: String?
    var cancelledBy: UUID?
    var source: String

    enum Status: String, Codable, CaseIterable, Sendable { case draft, pending, confirmed, inProgress = "in_progress" }
    enum Priority: String, Codable, CaseIterable, Sendable { case low, normal, high }
}

struct Person: Codable, Sendable, Equatable {
    var id: UUID
    var name: String
    var email: String
}

struct Place: Codable, Sendable, Equatable {
    var id: UUID
    var name: String
    var city: String
    var state: String
    var latitude: Double
    var longitude: Double
}

struct Assignment: Codable, Sendable, Equatable {
    var staffId: UUID
    var role: String
    var hours: Int
}

/// The same record as a service of ours declares it: exact decimals and instants instead of Foundation's.
struct OurBooking: Sendable, Equatable {
    var id: WireUUID
    var organizationId: WireUUID
    var version: Int
    var reference: String
    var status: BenchBooking.Status
    var priority: BenchBooking.Priority
    var eventType: String
    var title: String
    var notes: String?
    var guests: Int
    var isOutdoor: Bool
    var needsApproval: Bool
    var estimatedCost: JSONDecimal
    var taxRate: JSONDecimal
    var currency: String
    var startDateTime: Timestamp
    var endDateTime: Timestamp
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var confirmedAt: Timestamp?
    var client: OurPerson
    var venue: OurPlace
    var crew: [OurAssignment]
    var kits: [WireUUID]
    var tags: [String]
    var travelMinutes: Int
    var attempts: Int
    var idempotencyKey: String?
    var cancelledBy: WireUUID?
    var source: String
}

struct OurPerson: Sendable, Equatable {
    var id: WireUUID
    var name: String
    var email: String
}

struct OurPlace: Sendable, Equatable {
    var id: WireUUID
    var name: String
    var city: String
    var state: String
    var latitude: Double
    var longitude: Double
}

struct OurAssignment: Sendable, Equatable {
    var staffId: WireUUID
    var role: String
    var hours: Int
}

extension OurBooking: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, WireUUID.json),
        Field("organizationId", \.organizationId, WireUUID.json),
        Field("version", \.version, .integer(1...Int.max)),
        Field("reference", \.reference, .string(length: 4...20)),
        Field("status", \.status, .oneOf()),
        Field("priority", \.priority, .oneOf()),
        Field("eventType", \.eventType, .string(length: 1...50)),
        Field("title", \.title, .string(length: 1...200)),
        Field("notes", \.notes, .string(length: 0...2_000).optional),
        Field("guests", \.guests, .integer(1...100_000)),
        Field("isOutdoor", \.isOutdoor, .bool),
        Field("needsApproval", \.needsApproval, .bool),
        Field("estimatedCost", \.estimatedCost, .money(0...10_000_000)),
        Field("taxRate", \.taxRate, .decimal(0...1, decimals: 4)),
        Field("currency", \.currency, .string(length: 3...3, format: .currency)),
        Field("startDateTime", \.startDateTime, .dateTime()),
        Field("endDateTime", \.endDateTime, .dateTime()),
        Field("createdAt", \.createdAt, .dateTime()),
        Field("updatedAt", \.updatedAt, .dateTime()),
        Field("confirmedAt", \.confirmedAt, .dateTime().optional),
        Field("client", \.client, .nested()),
        Field("venue", \.venue, .nested()),
        Field("crew", \.crew, .array(.nested(), count: 0...20)),
        Field("kits", \.kits, .array(WireUUID.json, count: 0...20)),
        Field("tags", \.tags, .array(.string(length: 1...40), count: 0...20)),
        Field("travelMinutes", \.travelMinutes, .integer(0...10_000)),
        Field("attempts", \.attempts, .integer(0...100)),
        Field("idempotencyKey", \.idempotencyKey, .string(length: 1...255).optional),
        Field("cancelledBy", \.cancelledBy, WireUUID.json.optional),
        Field("source", \.source, .string(length: 1...50)))
}

extension OurPerson: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, WireUUID.json),
        Field("name", \.name, .string(length: 1...100)),
        Field("email", \.email, .string(length: 3...254, format: .email)))
}

extension OurPlace: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, WireUUID.json),
        Field("name", \.name, .string(length: 1...100)),
        Field("city", \.city, .string(length: 1...100)),
        Field("state", \.state, .string(length: 2...2)),
        Field("latitude", \.latitude, .double(-90...90)),
        Field("longitude", \.longitude, .double(-180...180)))
}

extension OurAssignment: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("staffId", \.staffId, WireUUID.json),
        Field("role", \.role, .string(length: 1...50)),
        Field("hours", \.hours, .integer(1...24)))
}
