import HTTPServer
import Identifiers
import JSON
import PlatformProtocol

/// What the operational answers look like. They are written as values, not by declarations, so their schemas stand here,
/// and a test holds the answers to them.
extension RouteBody {
    static let liveness = RouteBody.json(
        JSONSchema(object(["status": ["const": "alive"]])), example: ["status": "alive"])

    static let readiness = RouteBody.json(
        JSONSchema(
            object([
                "status": ["enum": ["ready", "not_ready"]], "phase": ["type": "string"],
                "waitingFor": ["type": "array", "items": ["type": "string"]],
            ])), example: ["status": "ready", "phase": "ready", "waitingFor": []])

    static let healthReport = RouteBody.json(
        JSONSchema(
            object([
                "overall": status, "timestamp": ["type": "string", "format": "date-time"],
                "components": .object(
                    object(JSONObject(ComponentKind.allCases.map { ($0.rawValue, .object(component)) }))),
                "metrics": .object(metrics),
            ])))

    static func descriptor(_ descriptor: ServiceDescriptor) -> RouteBody {
        let names: JSONValue = ["type": "array", "items": ["type": "string"]]
        let schema = object(
            [
                "serviceId": ["type": "string"], "name": ["type": "string"], "version": ["type": "string"],
                "port": ["type": "integer"], "specialization": ["type": "string"], "publishTopics": names,
                "subscribeTopics": names,
            ], optional: ["specialization"])
        return .json(JSONSchema(schema), example: .object(descriptor.record))
    }

    /// A document with a schema of its own.
    static let anyObject = RouteBody.json(JSONSchema(["type": "object"]))

    private static let status: JSONValue = ["enum": .array(HealthStatus.allCases.map { .string($0.rawValue) })]

    private static let component = object(
        [
            "status": status,
            "responseTime": ["type": "integer", "minimum": 0, "description": "Milliseconds of the slowest"],
            "lastCheck": ["type": "string", "format": "date-time"], "details": ["type": "object"],
        ], optional: ["responseTime"])

    private static let metrics = object([
        "uptime": ["type": "integer", "minimum": 0, "description": "Milliseconds"],
        "memoryUsage": ["type": "object", "additionalProperties": ["type": "integer"]],
        "requestsProcessed": ["type": "integer"], "errorsRecent": ["type": "integer"],
    ])

    private static func object(_ properties: JSONObject, optional: Set<String> = []) -> JSONObject {
        let required = properties.members.map(\.name).filter { !optional.contains($0) }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(required.map { .string($0) }),
        ]
    }
}

extension ServiceVersion {
    static let schema = JSONSchema([
        "type": "object",
        "properties": [
            "service": ["type": "string"], "version": ["type": "string"],
            "revision": ["type": ["string", "null"], "description": "The source the image was built from"],
            "startedAt": ["type": "string", "format": "date-time"],
        ],
        "required": ["service", "version", "revision", "startedAt"],
    ])
}
