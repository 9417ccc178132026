import HTTPServer
import HTTPWire
import Identifiers
import JSON
import PlatformProtocol

/// One route as OpenAPI has it.
struct OpenAPIOperation {
    private let route: Route
    private let tag: String

    private var operation: Operation { route.operation }
    private var contract: RouteContract { route.contract }

    init(_ route: Route, tag: String) {
        self.route = route
        self.tag = tag
    }

    func value(_ components: inout OpenAPIComponents, _ faults: inout [DescriptionFault]) -> JSONValue {
        var value: JSONObject = [
            "operationId": .string(operation.name), "summary": .string(Self.sentence(operation.name)),
            "description": .string(description), "tags": [.string(tag)],
        ]
        let parameters = parameters(&components, &faults)
        if !parameters.isEmpty { value["parameters"] = .array(parameters) }
        if let body = contract.accepts {
            value["requestBody"] = [
                "required": .bool(!body.isOptional),
                "content": components.content(body, example: body.requestExample, &faults),
            ]
        }
        value["responses"] = .object(responses(&components, &faults))
        value["security"] = operation.isOpen ? [] : [["bearer": []]]
        if !operation.isOpen {
            value["x-roles"] = [
                "all": .words(operation.roles.subtracting(operation.ownOnly).roles.map(\.rawValue)),
                "own": .words(operation.ownOnly.roles.map(\.rawValue)),
            ]
        }
        value["x-classification"] = .string("\(operation.classification.name)")
        value["x-effect"] = operation.changesState ? "writes" : "reads"
        return .object(value)
    }

    /// What it does, who may, and how far its data may travel, in prose.
    private var description: String {
        var sentences = contract.about.isEmpty ? [] : [contract.about]
        if operation.isOpen {
            sentences.append("Anyone may call it, without a token.")
        } else {
            let all = operation.roles.subtracting(operation.ownOnly).roles
            let own = operation.ownOnly.roles
            if !all.isEmpty { sentences.append("For \(Self.list(all)).") }
            if !own.isEmpty { sentences.append("For \(Self.list(own)) as far as it is their own.") }
        }
        sentences.append("The data is \(operation.classification.name).")
        return sentences.joined(separator: " ")
    }

    private func parameters(
        _ components: inout OpenAPIComponents, _ faults: inout [DescriptionFault]
    ) -> [JSONValue] {
        var list = contract.path.map { parameter($0, "path", &components, &faults) }
        list += contract.query.map { parameter($0, "query", &components, &faults) }
        if contract.takesIdempotencyKey { list.append(components.parameter(.idempotencyKey)) }
        switch contract.versioning {
        case .none: break
        case .answered: if operation.method == .get { list.append(components.parameter(.ifNoneMatch)) }
        case .accepted, .required: list.append(components.parameter(.ifMatch))
        }
        return list
    }

    private func parameter(
        _ parameter: ParameterDescription, _ place: String, _ components: inout OpenAPIComponents,
        _ faults: inout [DescriptionFault]
    ) -> JSONValue {
        var value: JSONObject = ["name": .string(parameter.name), "in": .string(place)]
        value.set("description", parameter.text)
        if parameter.isRequired { value["required"] = true }
        value["schema"] = components.schemas.value(parameter.schema, &faults)
        if let example = parameter.example { value["example"] = example }
        if parameter.classification != .internal {
            value["x-classification"] = .string("\(parameter.classification.name)")
        }
        return .object(value)
    }

    private func responses(
        _ components: inout OpenAPIComponents, _ faults: inout [DescriptionFault]
    ) -> JSONObject {
        var responses = JSONObject()
        if contract.answers == nil { faults.add(.answerMissing(operation: operation.name)) }
        for answer in [contract.answers].compactMap({ $0 }) + contract.alsoAnswers {
            responses["\(answer.status.code)"] = success(answer, &components, &faults)
        }
        if contract.versioning == .answered, operation.method == .get {
            responses["304"] = ["description": "The version named in If-None-Match is the current one."]
        }
        for (status, codes) in ImpliedProblems.of(route) where responses["\(status)"] == nil {
            responses["\(status)"] = components.problem(status, codes)
        }
        responses["default"] = components.anyProblem()
        return responses
    }

    private func success(
        _ answer: RouteAnswer, _ components: inout OpenAPIComponents, _ faults: inout [DescriptionFault]
    ) -> JSONValue {
        var value: JSONObject = ["description": .string("\(answer.status.reason)")]
        var headers = JSONObject()
        if contract.versioning != .none, answer.body != nil { headers["ETag"] = components.header(.etag) }
        if contract.takesIdempotencyKey {
            headers["Idempotent-Replayed"] = components.header(.idempotentReplayed)
        }
        headers["RateLimit"] = components.header(.rateLimit)
        headers["RateLimit-Policy"] = components.header(.rateLimitPolicy)
        value["headers"] = .object(headers)
        if let body = answer.body { value["content"] = components.content(body, example: body.example, &faults) }
        return .object(value)
    }

    private static func list(_ roles: [Role]) -> String {
        roles.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }

    /// `listBookingsOfGuest` as words.
    static func sentence(_ name: String) -> String {
        var words = ""
        var wasCapital = true
        for character in name {
            if words.isEmpty {
                words += character.uppercased()
            } else if character.isUppercase, !wasCapital {
                words += " " + character.lowercased()
            } else {
                words.append(character)
            }
            wasCapital = character.isUppercase
        }
        return words
    }
}
