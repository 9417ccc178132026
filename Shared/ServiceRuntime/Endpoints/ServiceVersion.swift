public import Identifiers
public import JSON

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
