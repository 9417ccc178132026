import JSON

/// Header fields of requests that operations share.
enum SharedParameter: String {
    case idempotencyKey = "IdempotencyKey"
    case ifMatch = "IfMatch"
    case ifNoneMatch = "IfNoneMatch"

    var value: JSONValue {
        let (name, description, schema): (String, String, JSONValue) =
            switch self {
            case .idempotencyKey:
                (
                    "Idempotency-Key",
                    "Chosen by the client for one request; within 24 hours a repetition gets the first answer.",
                    ["type": "string", "minLength": 1, "maxLength": 255]
                )
            case .ifMatch:
                (
                    "If-Match", "The version that is meant, as its ETag; `expectedVersion` in the body says the same.",
                    ["type": "string"]
                )
            case .ifNoneMatch:
                ("If-None-Match", "The version that is known already, as its ETag.", ["type": "string"])
            }
        return [
            "name": .string(name), "in": "header", "description": .string(description), "schema": schema,
        ]
    }
}

/// Header fields of answers that operations share.
enum SharedHeader: String {
    case etag = "ETag"
    case idempotentReplayed = "IdempotentReplayed"
    case rateLimit = "RateLimit"
    case rateLimitPolicy = "RateLimitPolicy"
    case retryAfter = "RetryAfter"
    case wwwAuthenticate = "WWWAuthenticate"
    case requestID = "RequestID"

    var value: JSONValue {
        switch self {
        case .etag: Self.text("The resource's version, for If-Match and If-None-Match")
        case .idempotentReplayed:
            ["description": "Whether this answer was given before", "schema": ["type": "string", "const": "true"]]
        case .rateLimit: Self.text("What is left of each limit, and until when; set by the gateway")
        case .rateLimitPolicy: Self.text("The limits that apply; set by the gateway")
        case .retryAfter:
            [
                "description": "Seconds after which a repetition may succeed",
                "schema": ["type": "integer", "minimum": 0],
            ]
        case .wwwAuthenticate: Self.text("RFC 6750: which credential is asked for, and what was wrong with this one")
        case .requestID:
            ["description": "The request's id", "schema": ["type": "string", "format": "uuid"]]
        }
    }

    private static func text(_ description: String) -> JSONValue {
        ["description": .string(description), "schema": ["type": "string"]]
    }
}
