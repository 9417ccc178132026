import Identifiers
import JSON

/// An envelope of another make as one of ours. What it says is kept; what it lacks follows from its bytes, so that a
/// second delivery is the same event; what has no member of ours is carried in the metadata.
extension Envelope {
    init(_ parts: ForeignParts, value: [UInt8], key: UUID128?, brokerTime: Timestamp?) throws(EventFault) {
        guard let type = TopicRegistry.type(named: parts.type) else { throw .unknownType }
        let payload = Self.tree(parts.payload)
        guard
            let aggregateID = key ?? Self.aggregateID(of: type, in: payload) ?? parts.correlation.flatMap(UUID128.init)
        else { throw .noAggregate(type) }
        guard let timestamp = parts.timestamp ?? brokerTime else { throw .noTimestamp(type) }
        let id = parts.id.map(Self.uuid) ?? UUID128(parent: Self.namespace, name: Self.tree(value).canonicalBytes.span)
        let correlationID = parts.correlation.map(Self.uuid) ?? aggregateID
        var metadata = EventMetadata()
        var rest = parts.metadata
        metadata.requestID = rest.takeText("requestId")
        metadata.traceparent = rest.takeText("traceparent")
        let user = parts.user ?? rest.takeText("userId")
        let version = parts.version ?? rest["version"].flatMap(\.text)
        rest["foreignSource"] = .string(parts.source)
        if let name = parts.id, UUID128(name) == nil { rest["foreignId"] = .string(name) }
        metadata.others = rest
        guard metadata.object.members.count <= EventLimits.metadataMembersMax else { throw .tooMuchMetadata }
        self.init(
            id: EventID(id), type: type, timestamp: timestamp,
            source: Self.publisher(of: type, named: parts.source),
            schemaVersion: version.map(Self.leadingNumber) ?? 1, correlationID: correlationID, causationID: id,
            organizationID: Self.organization(parts, payload), clientID: Self.id("clientId", in: payload),
            userID: user.flatMap(ActorID.init), aggregateID: aggregateID, aggregateVersion: 0, payload: parts.payload,
            cannabisContext: parts.cannabisContext, metadata: metadata)
    }

    /// The service that is named if it publishes the type; the one that does otherwise.
    private static func publisher(of type: EventType, named name: String) -> ServiceName {
        let publishers = type.topic.publishers
        if let named = ServiceName(exactly: name), publishers.contains(named) { return named }
        return publishers[0]
    }

    /// The parent of ids that are made from names of others.
    private static let namespace = UUID128(high: 0x0191_0a5e_8c2b_5000, low: 0x8e5d_1f6a_33c7_90d2)

    /// An id of others: a UUID as it is, anything else as the id of that name. `<id>_auto_assign` is a name under its
    /// parent, as it was meant.
    private static func uuid(_ text: String) -> UUID128 {
        if let uuid = UUID128(text) { return uuid }
        let bytes = Array(text.utf8)
        if bytes.count > UUID128.textBytes + 1, bytes[UUID128.textBytes] == UInt8(ascii: "_"),
            let parent = UUID128(bytes.span.extracting(0..<UUID128.textBytes))
        {
            return UUID128(parent: parent, name: bytes.span.extracting((UUID128.textBytes + 1)...))
        }
        return UUID128(parent: namespace, name: text)
    }

    /// `1.0` is version 1. What is no number is version 1 too: the form had only one.
    private static func leadingNumber(_ text: String) -> Int {
        let digits = text.utf8.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), (1...1_000).contains(number) else { return 1 }
        return number
    }

    /// The bytes as a tree.
    private static func tree(_ bytes: [UInt8]) -> JSONValue {
        // They were read as JSON before, so nothing is thrown here.
        (try? JSONValue(parsing: bytes)) ?? .null
    }

    /// The id of what the event is about: `bookingId`, `booking_id`, or the `id` of a `booking`.
    private static func aggregateID(of type: EventType, in payload: JSONValue) -> UUID128? {
        let member = type.declaration.aggregate.idMember
        let name = String(member.dropLast(2))
        let candidates = [payload[member], payload[snakeCased(member)], payload[name]?["id"]]
        return candidates.lazy.compactMap { $0?.text.flatMap(UUID128.init) }.first
    }

    private static func organization(_ parts: ForeignParts, _ payload: JSONValue) -> OrganizationID {
        parts.organization.flatMap(OrganizationID.init) ?? id("organizationId", in: payload) ?? .platform
    }

    /// An id in the payload, or in the thing it is about.
    private static func id<Entity>(_ member: String, in payload: JSONValue) -> ID<Entity>? {
        let candidates = [payload[member], payload[snakeCased(member)], payload["booking"]?[member]]
        return candidates.lazy.compactMap { $0?.text.flatMap(ID<Entity>.init) }.first
    }

    private static func snakeCased(_ name: String) -> String {
        name.reduce(into: "") { result, letter in
            result += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }
    }
}

/// What the four forms have in common.
struct ForeignParts {
    var id: String?
    var type: String
    var source: String
    var timestamp: Timestamp?
    var version: String?
    var correlation: String?
    var user: String?
    var organization: String?
    var cannabisContext: CannabisContext?
    var payload: [UInt8]
    var metadata = JSONObject()
}

extension ForeignForm {
    var parts: ForeignParts {
        switch self {
        case .eventSchema(let form):
            ForeignParts(
                id: form.eventID, type: form.eventType, source: form.source, timestamp: form.timestamp,
                version: form.version, cannabisContext: form.cannabisContext, payload: form.data,
                metadata: form.metadata.members)
        case .businessEvent(let form):
            ForeignParts(
                id: form.id, type: form.type, source: form.source, timestamp: form.timestamp,
                correlation: form.correlationID, user: form.userID, organization: form.organizationID,
                payload: form.data, metadata: form.metadata?.members ?? [:])
        case .reservationEvent(let form):
            ForeignParts(
                type: form.eventType, source: form.source, timestamp: form.timestamp, version: form.version,
                payload: form.payload)
        case .baseEvent(let form):
            ForeignParts(
                id: form.id, type: form.type, source: form.source, timestamp: form.timestamp,
                correlation: form.correlationID, payload: form.payload, metadata: form.metadata?.members ?? [:])
        }
    }
}

extension JSONValue {
    fileprivate var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The members of an object; none of anything else.
    fileprivate var members: JSONObject {
        guard case .object(let object) = self else { return [:] }
        return object
    }
}

extension JSONObject {
    /// Takes a member out; nil when it is no text.
    fileprivate mutating func takeText(_ name: String) -> String? {
        let text = self[name]?.text
        self[name] = nil
        return text
    }
}
