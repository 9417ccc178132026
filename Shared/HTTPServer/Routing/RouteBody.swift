public import HTTPWire
public import JSON

/// What the body of a request or an answer is, for the API's description.
public struct RouteBody: Sendable {
    public let mediaType: String
    /// Nil when it is not JSON.
    public let schema: JSONSchema?
    /// One body as it is sent.
    public let example: JSONValue?
    /// The same as the sender of a request would write it: without the members that only the server sets.
    public let requestExample: JSONValue?
    /// Whether a request may come without it.
    public private(set) var isOptional = false

    /// A body of any other media type.
    public init(mediaType: String) {
        self.mediaType = mediaType
        schema = nil
        example = nil
        requestExample = nil
    }

    private init(_ schema: JSONSchema, _ example: JSONValue?, _ requestExample: JSONValue?) {
        mediaType = "application/json"
        self.schema = schema
        self.example = example
        self.requestExample = requestExample
    }

    /// JSON of a type with a form of its own.
    public static func json<Body: JSONCodable>(_ type: Body.Type, example: Body? = nil) -> RouteBody {
        .json(JSONType<Body>.nested(type), example: example)
    }

    /// JSON of a declaration.
    public static func json<Body>(_ type: JSONType<Body>, example: Body? = nil) -> RouteBody {
        func value(_ side: JSONSide) -> JSONValue? {
            // A codec that breaks its promise to write JSON loses its example.
            example.flatMap { try? JSONValue(parsing: type.encoded($0, as: side)) }
        }
        return RouteBody(type.schema, value(.server), value(.client))
    }

    /// JSON that is written otherwise but keeps to a schema.
    public static func json(_ schema: JSONSchema, example: JSONValue? = nil) -> RouteBody {
        RouteBody(schema, example, example)
    }
}

extension RouteBody {
    /// The same for an action that can be asked for without a word.
    public var optional: RouteBody {
        var body = self
        body.isOptional = true
        return body
    }
}

/// What a route answers with when all is well.
public struct RouteAnswer: Sendable {
    public let status: HTTPStatus
    public let body: RouteBody?

    public init(_ status: HTTPStatus, _ body: RouteBody? = nil) {
        self.status = status
        self.body = body
    }

    /// 200 with a body.
    public static func ok(_ body: RouteBody) -> RouteAnswer { RouteAnswer(.ok, body) }

    /// 200 with JSON.
    public static func ok<Body: JSONCodable>(_ type: Body.Type, example: Body? = nil) -> RouteAnswer {
        RouteAnswer(.ok, .json(type, example: example))
    }

    /// 201 with the JSON of what was made.
    public static func created<Body: JSONCodable>(_ type: Body.Type, example: Body? = nil) -> RouteAnswer {
        RouteAnswer(.created, .json(type, example: example))
    }

    /// 202 with the JSON of what has been begun.
    public static func accepted<Body: JSONCodable>(_ type: Body.Type, example: Body? = nil) -> RouteAnswer {
        RouteAnswer(.accepted, .json(type, example: example))
    }

    /// 204 without a body.
    public static let noContent = RouteAnswer(.noContent)
}

/// How the version of a resource takes part in an operation.
public enum RouteVersioning: Sendable {
    /// Not at all.
    case none
    /// The answer has the version as its `ETag`; reading honours `If-None-Match`.
    case answered
    /// The request may name the version it means, in `If-Match` or `expectedVersion`; the answer has the new one.
    case accepted
    /// The request must name it.
    case required
}
