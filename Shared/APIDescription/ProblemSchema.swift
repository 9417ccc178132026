import JSON
import PlatformProtocol

/// The schema of a problem document. Members beyond these are the matter of single codes.
enum ProblemSchema {
    static let value: JSONValue = [
        "type": "object",
        "description": "RFC 9457 problem details",
        "required": ["type", "title", "status", "detail", "instance", "code"],
        "properties": [
            "type": ["type": "string", "format": "uri-reference", "description": "A page about the kind of problem"],
            "title": ["type": "string"],
            "status": ["type": "integer", "minimum": 400, "maximum": 599],
            "detail": ["type": "string", "description": "What happened this time"],
            "instance": ["type": "string", "description": "The id of the request"],
            "code": [
                "type": "string", "description": "Stable; programs decide by it",
                "enum": .words(ProblemCode.allCases.map(\.rawValue)),
            ],
            "traceId": ["type": "string"],
            "errors": [
                "type": "array", "description": "Every fault of the body or of the parameters",
                "items": [
                    "type": "object", "required": ["pointer", "code", "message"],
                    "properties": [
                        "pointer": [
                            "type": "string",
                            "description": "RFC 6901: into the body, or /query/name for a parameter",
                        ],
                        "code": ["type": "string"],
                        "message": ["type": "string"],
                    ],
                ],
            ],
        ],
    ]
}
