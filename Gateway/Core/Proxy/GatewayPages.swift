import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import Observability
import PlatformProtocol
import ServiceRuntime

/// What the gateway answers itself: what every service says of itself, and a page for each kind of problem. They are
/// routes like any service's, served by the same router. Clients reach those of them that the route table lets through;
/// operators, on their own port, all.
struct GatewayPages: Sendable {
    private let router: Router
    private let rows: [Int]

    init(health: HealthBoard, metrics: MetricsRegistry, startedAt: Timestamp) throws {
        let descriptor = ServiceDescriptor.of(.gateway)
        let version = ServiceVersion(
            service: descriptor.name.rawValue, version: descriptor.version, revision: nil, startedAt: startedAt)
        let problems = [
            try Self.open("listProblems", .ok(.json(JSONSchema(Self.listForm)))) { _ in .json(Self.problems) },
            try Self.open("getProblem", .ok(.json(JSONSchema(Self.pageForm)))) { request in
                .json(Self.page(of: try request.path(Self.code)))
            },
        ]
        let own = try OperationalRoutes(
            descriptor, version: version, health: health, metrics: metrics, beside: problems, events: .none
        ).table
        router = try Router(own + problems, authenticator: NobodyAuthenticator())
        rows = router.routes.map { route in
            PermissionTable.operations.firstIndex { $0.name == route.operation.name } ?? -1
        }
    }

    func answer(_ exchange: ServerExchange) async throws {
        // The router numbers its own routes; the gateway counts by the rows of the permission table.
        defer {
            let route = exchange.notes.route
            exchange.notes.route = rows.indices.contains(route) ? rows[route] : -1
        }
        try await router.handle(exchange)
    }

    private static let code = Parameter<ProblemCode>("code", .oneOf(), "The `code` of a problem document")

    private static let pageForm: JSONObject = [
        "type": "object",
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "code": ["type": "string"], "explanation": ["type": "string"],
        ],
        "required": ["type", "title", "status", "code", "explanation"],
    ]

    private static let listForm: JSONObject = [
        "type": "object", "properties": ["items": ["type": "array", "items": .object(pageForm)]],
        "required": ["items"],
    ]

    private static func open(
        _ name: String, _ answer: RouteAnswer, _ handler: @escaping @Sendable (Request) async throws -> Response
    ) throws -> Route {
        guard let operation = PermissionTable.operation(named: name) else {
            throw Router.Fault.permissionsIgnored(operation: name)
        }
        let path = name == "getProblem" ? [code.description] : []
        return Route(open: operation, path: path, answers: answer, handler: handler)
    }

    private static func page(of code: ProblemCode) -> [UInt8] {
        var bytes: [UInt8] = []
        append(code, to: &bytes)
        return bytes
    }

    private static let problems: [UInt8] = {
        var bytes = Array(#"{"items":["#.utf8)
        for (index, code) in ProblemCode.allCases.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(code, to: &bytes)
        }
        bytes.append(contentsOf: "]}".utf8)
        return bytes
    }()

    /// Titles and explanations are ours and hold nothing that JSON would have to escape but quotes, of which there
    /// are none; a test says so.
    private static func append(_ code: ProblemCode, to bytes: inout [UInt8]) {
        let text =
            #"{"type":"/problems/\#(code.rawValue)","title":"\#(code.title)","status":\#(code.status),"#
            + #""code":"\#(code.rawValue)","explanation":"\#(code.explanation)"}"#
        bytes.append(contentsOf: text.utf8)
    }
}

/// For routes that ask nobody for an identity.
private struct NobodyAuthenticator: Authenticator {
    func identity(of exchange: ServerExchange) throws -> VerifiedIdentity {
        throw Problem.missingToken
    }
}
