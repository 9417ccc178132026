public import Identifiers
public import JSON

/// Who a service is and what it publishes and subscribes: the record other programs find it by.
public struct ServiceDescriptor: Sendable, Equatable {
    /// The literal id of the platform's registry, a prefix and a UUID: `bms-550e8400-…`.
    public let serviceID: String
    /// The id's UUID.
    public let uuid: UUID128
    public let name: String
    public let version: String
    public let port: UInt16
    public let specialization: String?
    public let published: [String]
    public let subscribed: [String]

    /// Nil when the id is not a prefix of letters, a hyphen and a UUID.
    public init?(
        serviceID: String, name: String, version: String, port: UInt16, specialization: String? = nil,
        published: [String], subscribed: [String]
    ) {
        guard let hyphen = serviceID.firstIndex(of: "-"), hyphen > serviceID.startIndex,
            serviceID[..<hyphen].allSatisfy({ $0.isASCII && $0.isLetter }),
            let uuid = UUID128(String(serviceID[serviceID.index(after: hyphen)...]))
        else { return nil }
        self.serviceID = serviceID
        self.uuid = uuid
        self.name = name
        self.version = version
        self.port = port
        self.specialization = specialization
        self.published = published
        self.subscribed = subscribed
    }

    public var json: JSONValue {
        var object: JSONObject = [
            "serviceId": .string(serviceID), "uuid": .string(uuid.description), "name": .string(name),
            "version": .string(version), "port": .number(.integer(Int64(port))),
        ]
        if let specialization { object["specialization"] = .string(specialization) }
        object["topicsPublished"] = .array(published.map { .string($0) })
        object["topicsSubscribed"] = .array(subscribed.map { .string($0) })
        return .object(object)
    }
}

/// What `GET /version` tells.
public struct ServiceVersion: Sendable, Equatable {
    public let service: String
    public let version: String
    /// The source revision the image was built from, when the build said so.
    public let revision: String?
    public let startedAt: Timestamp

    public init(service: String, version: String, revision: String?, startedAt: Timestamp) {
        self.service = service
        self.version = version
        self.revision = revision
        self.startedAt = startedAt
    }

    public var json: JSONValue {
        .object([
            "service": .string(service), "version": .string(version),
            "revision": revision.map { .string($0) } ?? .null, "startedAt": .string(startedAt.description),
        ])
    }
}
