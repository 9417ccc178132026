import Identifiers
import JSON

/// A record with one of everything, as wide as the platform's widest.
struct SampleBooking: Sendable, Equatable {
    var id: String
    var version: Int
    var reference: String
    var status: Status
    var priority: Priority
    var isOutdoor: Bool
    var title: String
    var notes: String?
    var guests: Int32
    var capacity: UInt16?
    var price: JSONDecimal
    var deposit: Int64
    var taxRate: JSONDecimal
    var currency: String
    var start: Timestamp
    var end: Timestamp
    var confirmedAt: Timestamp?
    var day: CalendarDay
    var contact: Contact
    var venue: Venue
    var backup: Venue?
    var tags: [String]
    var crew: [Contact]
    var labels: [String: String]
    var custom: JSONValue
    var latitude: Double
    var longitude: Double
    var payment: Payment
    var cancelledBy: String?
    var attempts: UInt8
    var createdAt: Timestamp
    var updatedAt: Timestamp
    var retries: Int8
    var checksum: UInt64
    var internalNote: String

    enum Status: String, CaseIterable, Sendable { case draft, confirmed, inProgress = "in_progress", cancelled }
    enum Priority: String, CaseIterable, Sendable { case low, normal, high }
}

struct Contact: Sendable, Equatable {
    var name: String
    var email: String
    var phone: String?
}

struct Venue: Sendable, Equatable {
    var name: String
    var city: String
    var floor: Int?
}

enum Payment: Sendable, Equatable {
    case card(CardPayment)
    case invoice(InvoicePayment)
}

struct CardPayment: Sendable, Equatable { var last4: String }
struct InvoicePayment: Sendable, Equatable {
    var number: String
    var dueDays: Int
}

extension SampleBooking: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("id", \.id, .uuid, "Given by the server"),
        Field("version", \.version, .integer(1...Int.max)),
        Field("reference", \.reference, .string(length: 4...20), classified: .public),
        Field("status", \.status, .oneOf()),
        Field("priority", \.priority, .oneOf().defaulting(to: .normal)),
        Field("isOutdoor", \.isOutdoor, .bool),
        Field("title", \.title, .string(length: 1...200), "What guests see", example: "Spring launch"),
        Field("notes", \.notes, .string(length: 0...2_000).optional, classified: .confidential),
        Field("guests", \.guests, .integer(1...100_000)),
        Field("capacity", \.capacity, .integer(1...60_000).optionalOrNull),
        Field("price", \.price, .money(0...10_000_000)),
        Field("deposit", \.deposit, .minorUnits(0...1_000_000_000)),
        Field("taxRate", \.taxRate, .decimal(0...1, decimals: 4)),
        Field("currency", \.currency, .string(length: 3...3, format: .currency)),
        Field("start", \.start, .dateTime(fraction: .microseconds)),
        Field("end", \.end, .dateTime(fraction: .microseconds)),
        Field("confirmedAt", \.confirmedAt, .dateTime().nullable),
        Field("day", \.day, .day),
        Field("contact", \.contact, .nested(), classified: .pii),
        Field("venue", \.venue, .nested()),
        Field("backup", \.backup, .nested().optional),
        Field("tags", \.tags, .array(.string(length: 1...40), count: 0...20)),
        Field("crew", \.crew, .array(.nested(), count: 0...10)),
        Field("labels", \.labels, .map(.string(length: 0...100), count: 0...20)),
        Field("custom", \.custom, .any.defaulting(to: nil)),
        Field("latitude", \.latitude, .double(-90...90)),
        Field("longitude", \.longitude, .double(-180...180)),
        Field("payment", \.payment, .nested()),
        Field("cancelledBy", \.cancelledBy, .uuid.optional),
        Field("attempts", \.attempts, .integer()),
        Field("createdAt", \.createdAt, .dateTime(fraction: .microseconds)),
        Field("updatedAt", \.updatedAt, .dateTime(fraction: .microseconds)),
        Field("retries", \.retries, .integer()),
        Field("checksum", \.checksum, .integer()),
        Field("internalNote", \.internalNote, .string(length: 0...100), classified: .restricted)
    ).checked { booking, faults in
        if booking.end <= booking.start { faults.add("/end", "end_before_start", "must be after the start") }
    }
}

extension Contact: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .string(length: 1...100), classified: .pii),
        Field("email", \.email, .string(length: 3...254, format: .email), classified: .pii),
        Field("phone", \.phone, .string(length: 8...16, format: .phone).optional, classified: .pii))
}

extension Venue: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("name", \.name, .string(length: 1...100)),
        Field("city", \.city, .string(length: 1...100)),
        Field("floor", \.floor, .integer(-9...200).optional))
}

extension CardPayment: JSONCodable {
    static let json = JSONType.record(
        Self.init, Field("last4", \.last4, .string(length: 4...4), classified: .restricted))
}

extension InvoicePayment: JSONCodable {
    static let json = JSONType.record(
        Self.init,
        Field("number", \.number, .string(length: 1...20)),
        Field("dueDays", \.dueDays, .integer(1...90).defaulting(to: 30)))
}

extension Payment: JSONCodable {
    static let json = JSONType.union(
        tag: "method",
        JSONVariant("card", Payment.card) { if case .card(let card) = $0 { card } else { nil } },
        JSONVariant("invoice", Payment.invoice) { if case .invoice(let invoice) = $0 { invoice } else { nil } })
}
