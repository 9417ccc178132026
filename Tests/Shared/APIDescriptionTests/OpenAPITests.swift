import HTTPServer
import HTTPWire
import Identifiers
import JSON
import JSONSchemaTestKit
import PlatformProtocol
import Testing

@testable import APIDescription

/// A second type of the same name.
private enum Other {
    struct Place: JSONCodable {
        let a: Int

        static let json = JSONType.record(Self.init, Field("a", \.a, .integer(0...1)))
    }

    struct Page<Item: Sendable>: JSONCodable {
        let b: Int

        static var json: JSONType<Self> { .record(Self.init, Field("b", \.b, .integer(0...1))) }
    }
}

@Suite("OpenAPI")
struct OpenAPITests {
    private func document() throws -> JSONValue {
        try JSONValue(
            parsing: ServiceDescription(of: .of(.regions), routes: try SampleRoutes.table(), events: .none).openAPI)
    }

    private func value(_ pointer: String, in document: JSONValue) throws -> JSONValue {
        try #require(JSONPointer.value(at: pointer, in: document), "nothing at \(pointer)")
    }

    @Test("a table with a route of every kind keeps the official schema, and its examples their own")
    func official() throws {
        #expect(try DescriptionCheck.findings(openAPI: document()) == [])
    }

    @Test("the operations of every service, all of them, keep the official schema", arguments: ServiceName.allCases)
    func services(name: ServiceName) throws {
        let routes = PermissionTable.operations(of: name).map { operation in
            operation.isOpen
                ? Route(open: operation, answers: .noContent) { _ in Response(.noContent) }
                : Route(operation, answers: .noContent) { _ in Response(.noContent) }
        }
        let description = try ServiceDescription(of: .of(name), routes: routes, events: .none)
        let document = try JSONValue(parsing: description.openAPI, limits: Self.generous)
        #expect(try DescriptionCheck.findings(openAPI: document) == [])
        guard case .object(let paths) = document["paths"] else { throw Missing() }
        #expect(paths.members.count == Set(routes.map(\.operation.path)).count)
    }

    private static let generous: JSONLimits = {
        var limits = JSONLimits()
        limits.documentBytesMax = 16 << 20
        return limits
    }()

    @Test("the same table gives the same bytes")
    func deterministic() throws {
        let first = try ServiceDescription(of: .of(.regions), routes: try SampleRoutes.table(), events: .none)
        let second = try ServiceDescription(of: .of(.regions), routes: try SampleRoutes.table(), events: .none)
        #expect(first.openAPI == second.openAPI)
        #expect(first.asyncAPI == second.asyncAPI)
    }

    @Test("an operation has its roles, its class, its parameters and its answers")
    func operation() throws {
        let document = try document()
        let post = try value("/paths/~1api~1v1~1regions~1locations/post", in: document)
        #expect(post["operationId"] == "createLocation")
        #expect(post["summary"] == "Create location")
        #expect(post["tags"] == ["locations"])
        #expect(post["security"] == [["bearer": []]])
        #expect(post["x-roles"] == ["all": ["platform_admin", "org_admin", "manager"], "own": ["client", "venue"]])
        #expect(post["x-classification"] == "confidential")
        #expect(post["x-effect"] == "writes")
        guard case .string(let prose) = post["description"] else { throw Missing() }
        #expect(prose.hasPrefix("Puts a location on file, as a draft. For `platform_admin`, `org_admin`, `manager`."))
        #expect(post["parameters"] == [["$ref": "#/components/parameters/IdempotencyKey"]])
        let created = try value("/responses/201", in: post)
        #expect(created["headers"]?["ETag"] == ["$ref": "#/components/headers/ETag"])
        #expect(created["content"]?["application/json"]?["schema"] == ["$ref": "#/components/schemas/Place"])
        #expect(post["responses"]?["422"] == problem("422.validation_failed.state_not_operable"))
        #expect(post["responses"]?["409"] == problem("409.idempotency_key_reused.idempotency_in_progress"))
        #expect(post["responses"]?["404"] == nil)
    }

    private func problem(_ name: String) -> JSONValue { ["$ref": .string("#/components/responses/\(name)")] }

    @Test("the examples of a request leave out what the server sets")
    func requestExample() throws {
        let content = "/paths/~1api~1v1~1regions~1locations/post/requestBody/content/application~1json/example"
        #expect(try value(content, in: document())["version"] == nil)
        let answer = "/paths/~1api~1v1~1regions~1locations/post/responses/201/content/application~1json/example"
        #expect(try value(answer, in: document())["version"] == 3)
    }

    @Test("a body is required unless the action can be asked for without a word")
    func requiredBody() throws {
        let locations = "/paths/~1api~1v1~1regions~1locations"
        #expect(try value(locations + "/post/requestBody/required", in: document()) == true)
        #expect(try value(locations + "~1{locationId}~1submit/post/requestBody/required", in: document()) == false)
    }

    @Test("parameters are described as they are read")
    func parameters() throws {
        let get = try value("/paths/~1api~1v1~1regions~1locations/get/parameters", in: document())
        let state = try value("/0", in: get)
        #expect(state["name"] == "state" && state["in"] == "query" && state["required"] == nil)
        #expect(state["schema"]?["type"] == "array" && state["schema"]?["maxItems"] == 50)
        #expect(state["example"] == ["maine", "ohio"])
        #expect(try value("/1", in: get)["x-classification"] == "pii")
        #expect(try value("/2/schema/default", in: get) == 50)
        let path = try value("/paths/~1api~1v1~1regions~1states~1{state}/get/parameters/0", in: document())
        #expect(path["in"] == "path" && path["required"] == true)
        let id = try value("/paths/~1api~1v1~1regions~1locations~1{locationId}/get/parameters", in: document())
        #expect(try value("/0/schema/format", in: id) == "uuid")
        #expect(try value("/1", in: id) == ["$ref": "#/components/parameters/IfNoneMatch"])
    }

    @Test(
        "versioning shows in the answers",
        arguments: [
            ("getLocation", ["304"], ["409", "412", "428"]), ("replaceLocation", ["409", "412", "428"], ["304"]),
            ("submitLocation", ["409", "412"], ["304", "428"]), ("retireLocation", ["204"], ["409", "412", "304"]),
        ])
    func versioning(name: String, has: [String], hasNot: [String]) throws {
        let operation = try SampleRoutes.operation(name)
        let pointer = "/paths/" + operation.path.replacing("/", with: "~1") + "/\(operation.method)/responses"
        guard case .object(let responses) = try value(pointer, in: document()) else { throw Missing() }
        for status in has { #expect(responses[status] != nil, "\(status)") }
        for status in hasNot { #expect(responses[status] == nil, "\(status)") }
        #expect(responses["default"] != nil)
    }

    @Test("an open operation asks for no token and says so")
    func open() throws {
        let health = try value("/paths/~1health/get", in: document())
        #expect(health["security"] == [])
        #expect(health["x-roles"] == nil)
        #expect(health["description"] == "Anyone may call it, without a token. The data is public.")
        #expect(health["responses"]?["401"] == nil)
        #expect(health["responses"]?["503"] == ["description": "Service Unavailable", "headers": try rateHeaders()])
    }

    private func rateHeaders() throws -> JSONValue {
        try value("/paths/~1health/get/responses/200/headers", in: document())
    }

    @Test("a table that leaves something open is refused, with every fault")
    func faults() throws {
        let routes = [
            Route(try SampleRoutes.operation("getLocation")) { _ in Response(.ok) },
            Route(try SampleRoutes.operation("getBooking"), answers: .noContent) { _ in Response(.ok) },
            Route(try SampleRoutes.operation("createLocation"), answers: .ok(Place.self)) { _ in Response(.ok) },
            Route(try SampleRoutes.operation("replaceLocation"), answers: .ok(Other.Place.self)) { _ in
                Response(.ok)
            },
            Route(try SampleRoutes.operation("submitLocation"), answers: .ok(Other.Page<Int>.self)) { _ in
                Response(.ok)
            },
        ]
        let expected = DescriptionFaults(all: [
            .answerMissing(operation: "getLocation"), .operationForeign("getBooking"), .typeNameTaken("Place"),
            .typeNameMalformed("Page<Int>"),
        ])
        #expect(throws: expected) { try ServiceDescription(of: .of(.regions), routes: routes, events: .none) }
    }

    /// What a document is changed to, and the keyword that has to notice.
    static let spoilt: [(pointer: String, value: JSONValue?, keyword: String)] = [
        ("/info", nil, "required"),
        ("/info/title", nil, "required"),
        ("/openapi", "3.0.3", "pattern"),
        ("/paramters", [], "unevaluatedProperties"),
        ("/paths/~1health/get/paramters", [], "unevaluatedProperties"),
        ("/paths/~1health/get/parameters", [["name": "a", "in": "quary", "schema": [:]]], "enum"),
        ("/paths/~1health/get/parameters", [["name": "a", "in": "path", "schema": [:]]], "required"),
        ("/paths/~1health/get/responses/200/description", nil, "required"),
        ("/paths/health", [:], "unevaluatedProperties"),
        ("/components/schemas/Place/type", "objekt", "anyOf"),
        ("/components/schemas/Place/properties/name/maxLength", "80", "type"),
        ("/components/schemas/Pl ace", [:], "propertyNames"),
        ("/components/securitySchemes/bearer/scheme", nil, "required"),
        ("/components/parameters/IfMatch/$ref", "#/components/parameters/Nobody", "$ref"),
        ("/components/schemas/Place/properties/name/examples", [7], "type"),
        ("/components/schemas/Place/properties/version/default", 0, "minimum"),
        ("/paths/~1api~1v1~1regions~1locations/get/parameters/2/example", 900, "maximum"),
        ("/paths/~1health/get/responses/200/content/application~1json/example", 1, "type"),
    ]

    @Test("a document that is wrong in one place is refused", arguments: spoilt.indices)
    func refused(index: Int) throws {
        let (pointer, value, keyword) = Self.spoilt[index]
        let document = try document().setting(JSONPointerPath(pointer), to: value)
        let found = try DescriptionCheck.findings(openAPI: document)
        #expect(found.contains { $0.keyword == keyword }, "\(pointer): \(found)")
    }
}

struct Missing: Error {}
