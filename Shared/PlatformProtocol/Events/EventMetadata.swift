public import JSON

/// What is known of how an event came about, beside the envelope's own members. It is open: what a publisher adds is
/// carried along untouched.
public struct EventMetadata: Sendable, Equatable {
    /// The request that caused it.
    public var requestID: String?
    /// The W3C trace it belongs to.
    public var traceparent: String?
    /// Everything else.
    public var others: JSONObject

    public init(requestID: String? = nil, traceparent: String? = nil, others: JSONObject = [:]) {
        self.requestID = requestID
        self.traceparent = traceparent
        self.others = others
    }

    /// Takes an object apart; nil when one of the two known members is no text.
    init?(_ object: JSONObject) {
        var others = JSONObject()
        for member in object.members {
            switch (member.name, member.value) {
            case ("requestId", .string(let id)): requestID = id
            case ("traceparent", .string(let parent)): traceparent = parent
            case ("requestId", _), ("traceparent", _): return nil
            default: others[member.name] = member.value
            }
        }
        self.others = others
    }

    /// The known members first.
    var object: JSONObject {
        var members: [(String, JSONValue)] = []
        if let requestID { members.append(("requestId", .string(requestID))) }
        if let traceparent { members.append(("traceparent", .string(traceparent))) }
        return JSONObject(members + others.members.map { ($0.name, $0.value) })
    }
}

extension EventMetadata: JSONCodable {
    public static let json: JSONType<EventMetadata> = JSONType<JSONValue>.any.mapped(
        read, back: { (metadata: EventMetadata) in .object(metadata.object) }, code: .wrongType,
        message:
            "must be an object of at most \(EventLimits.metadataMembersMax) members, requestId and traceparent text")

    @Sendable private static func read(_ value: JSONValue) -> EventMetadata? {
        guard case .object(let object) = value, object.members.count <= EventLimits.metadataMembersMax else {
            return nil
        }
        return EventMetadata(object)
    }
}
