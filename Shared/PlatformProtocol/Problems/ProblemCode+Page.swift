extension ProblemCode {
    /// What people read about a problem.
    var page: (title: StaticString, explanation: StaticString) {
        clientPage ?? conflictPage ?? serverPage
    }

    /// The request itself, or who sent it, is the matter.
    private var clientPage: (title: StaticString, explanation: StaticString)? {
        switch self {
        case .malformedRequest:
            ("Malformed request", "The request is not well-formed HTTP as we read it. Nothing of it was processed.")
        case .malformedJSON:
            ("Malformed JSON", "The body is not one JSON document in UTF-8, or names a member twice.")
        case .unknownField:
            ("Unknown field", "The body has a member this operation does not know. Each one is listed in errors.")
        case .invalidParameter:
            ("Invalid parameter", "A path or query parameter is unknown, repeated or has a value it may not have.")
        case .invalidHeader: ("Invalid header", "A header field has a value that cannot be read.")
        case .missingToken: ("Authentication required", "Send an access token: Authorization: Bearer <token>.")
        case .invalidToken:
            ("Access token not accepted", "The token is malformed, expired or not accepted here. Get a new one.")
        case .ambiguousCredentials:
            ("Several credentials", "The request carries more than one credential. Send exactly one.")
        case .forbidden: ("Not allowed", "We know who you are, and your roles do not include this operation.")
        case .notFound: ("Not found", "There is no such resource, or none that you may see.")
        case .methodNotAllowed:
            ("Method not allowed", "The resource exists but not for this method. Allow lists those it has.")
        case .notAcceptable: ("Not acceptable", "None of the media types in Accept can be produced.")
        case .requestTimeout: ("Request timeout", "The request did not arrive in time, or arrived too slowly.")
        case .bodyTooLarge: ("Body too large", "The body is larger than this operation accepts.")
        case .targetTooLong: ("Target too long", "The request target is longer than we accept.")
        case .unsupportedMediaType: ("Unsupported media type", "Send the body as application/json.")
        case .expectationFailed: ("Expectation failed", "Only 100-continue can be expected.")
        case .misdirected: ("Misdirected request", "This host is not served here.")
        case .upgradeRequired: ("Upgrade required", "This version of the WebSocket protocol is not supported.")
        case .rateLimited: ("Too many requests", "A limit was reached. Wait as long as Retry-After says.")
        case .headersTooLarge: ("Headers too large", "The header section has too many fields or is too long.")
        case .geoBlocked:
            ("Not legal in this state", "The law of the state you act in does not allow this operation.")
        default: nil
        }
    }

    /// The request is fine, but not with the state things are in.
    private var conflictPage: (title: StaticString, explanation: StaticString)? {
        switch self {
        case .invalidTransition:
            (
                "Invalid status transition",
                "The resource cannot move from its status to that one. Allowed ones are named."
            )
        case .versionConflict:
            ("Version conflict", "The resource changed since you read it. Read it again and repeat the change.")
        case .idempotencyKeyReused:
            ("Idempotency key reused", "This key was used with another body. Use a new key for a new request.")
        case .idempotencyInProgress:
            ("Request in progress", "The first request with this key is still running. Repeat it after Retry-After.")
        case .timeConflict: ("Time conflict", "The place, person or item is taken in that window.")
        case .preconditionFailed: ("Precondition failed", "If-Match does not name the current version.")
        case .preconditionRequired:
            ("Precondition required", "Changing this resource needs If-Match or expectedVersion.")
        case .validationFailed:
            ("Validation failed", "Members of the body break their schema. Each is listed in errors.")
        case .ruleBroken: ("Rule broken", "The request is well-formed but breaks a rule, which is named.")
        case .stateNotOperable:
            ("State not served", "Bookings cannot be run in that state. Drafts can be made in states that are planned.")
        case .complianceRefused:
            ("Refused by law", "The law of the booking's state does not allow it. Each rule is named with its source.")
        default: nil
        }
    }

    /// We, or what we depend on, are the matter.
    private var serverPage: (title: StaticString, explanation: StaticString) {
        switch self {
        case .notImplemented: ("Not implemented", "This method is not known here.")
        case .badGateway: ("Bad gateway", "The service behind the gateway could not be reached or broke off.")
        case .serviceUnavailable:
            ("Service unavailable", "Something this needs is not available. Repeat after Retry-After.")
        case .circuitOpen:
            ("Service unavailable", "The service failed too often and is given a rest. Repeat after Retry-After.")
        case .draining: ("Shutting down", "This instance is shutting down. Repeat after Retry-After.")
        case .gatewayTimeout: ("Gateway timeout", "The service behind the gateway did not answer in time.")
        case .versionNotSupported: ("HTTP version not supported", "HTTP/1.1 and HTTP/1.0 are.")
        default: ("Internal error", "Something broke on our side. It was recorded under the request's id.")
        }
    }
}
