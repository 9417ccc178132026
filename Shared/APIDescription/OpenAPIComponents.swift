import HTTPServer
import JSON
import PlatformProtocol

/// What the operations of a document share, added as it is first referred to.
struct OpenAPIComponents {
    var schemas = SharedSchemas()
    private var responses = JSONObject()
    private var parameters = JSONObject()
    private var headers = JSONObject()

    /// The members of `components`.
    var value: JSONObject {
        var value: JSONObject = ["schemas": .object(schemas.definitions)]
        if !responses.members.isEmpty { value["responses"] = .object(responses) }
        if !parameters.members.isEmpty { value["parameters"] = .object(parameters) }
        if !headers.members.isEmpty { value["headers"] = .object(headers) }
        value["securitySchemes"] = [
            "bearer": [
                "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                "description": "A token of the platform; its roles decide, as `x-roles` of each operation lists them.",
            ]
        ]
        return value
    }

    /// The content of a body.
    mutating func content(
        _ body: RouteBody, example: JSONValue?, _ faults: inout [DescriptionFault]
    ) -> JSONValue {
        var media = JSONObject()
        if let schema = body.schema { media["schema"] = schemas.value(schema, &faults) }
        if let example { media["example"] = example }
        return [body.mediaType: .object(media)]
    }

    mutating func parameter(_ parameter: SharedParameter) -> JSONValue {
        if parameters[parameter.rawValue] == nil { parameters[parameter.rawValue] = parameter.value }
        return ["$ref": .string("#/components/parameters/\(parameter.rawValue)")]
    }

    mutating func header(_ header: SharedHeader) -> JSONValue {
        if headers[header.rawValue] == nil { headers[header.rawValue] = header.value }
        return ["$ref": .string("#/components/headers/\(header.rawValue)")]
    }

    /// The problems of one status, each with its page, as one shared response.
    mutating func problem(_ status: UInt16, _ codes: [ProblemCode]) -> JSONValue {
        let name = ([String(status)] + codes.map(\.rawValue)).joined(separator: ".")
        if responses[name] == nil {
            let schema: JSONValue = [
                "allOf": [
                    problemSchema(),
                    [
                        "properties": [
                            "status": ["const": .number(.integer(Int64(status)))],
                            "code": ["enum": .words(codes.map(\.rawValue))],
                        ]
                    ],
                ]
            ]
            let prose = codes.map { "`\($0.rawValue)`: \($0.explanation)" }.joined(separator: "\n\n")
            responses[name] = problemResponse(prose, schema, examples: codes, status)
        }
        return ["$ref": .string("#/components/responses/\(name)")]
    }

    /// Whatever else may go wrong, as one shared response.
    mutating func anyProblem() -> JSONValue {
        if responses["problem"] == nil {
            let schema = problemSchema()
            responses["problem"] = problemResponse(
                "Any other problem; `code` says which.", schema, examples: [.internalError], nil)
        }
        return ["$ref": "#/components/responses/problem"]
    }

    private mutating func problemResponse(
        _ prose: String, _ schema: JSONValue, examples codes: [ProblemCode], _ status: UInt16?
    ) -> JSONValue {
        var response: JSONObject = ["description": .string(prose)]
        var fields = JSONObject()
        if status == 401 || status == 403 { fields["WWW-Authenticate"] = header(.wwwAuthenticate) }
        if status == 429 || status == 503 || codes.contains(.idempotencyInProgress) {
            fields["Retry-After"] = header(.retryAfter)
        }
        if status == 429 {
            fields["RateLimit"] = header(.rateLimit)
            fields["RateLimit-Policy"] = header(.rateLimitPolicy)
        }
        fields["X-Request-ID"] = header(.requestID)
        response["headers"] = .object(fields)
        let examples = JSONObject(codes.map { ($0.rawValue, ["value": Self.example(of: $0)]) })
        response["content"] = [
            "\(ProblemBody.mediaType)": ["schema": schema, "examples": .object(examples)]
        ]
        return .object(response)
    }

    private mutating func problemSchema() -> JSONValue {
        if schemas.definitions["Problem"] == nil { return schemas.define("Problem", ProblemSchema.value) }
        return SharedSchemas.reference(to: "Problem")
    }

    /// A problem as it is answered; the codec that answers writes it.
    private static func example(of code: ProblemCode) -> JSONValue {
        var bytes: [UInt8] = []
        ProblemBody(
            Problem(code), requestID: "019aa3f0-5c1e-7cc3-98c4-dc0c0c07398f",
            traceID: "0af7651916cd43dd8448eb211c80319c"
        ).write(to: &bytes)
        // What is answered as JSON is JSON.
        return (try? JSONValue(parsing: bytes)) ?? .null
    }
}
