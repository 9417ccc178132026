import APIDescription
import EventLoop
import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import JSONSchemaTestKit
import Observability
import PlatformProtocol
import ServiceRuntime
import TestKit
import Testing

@Suite("What every service answers of itself")
struct OperationalRoutesTests {
    private let board = HealthBoard(
        clock: MockClock(), figures: .init(requestsProcessed: { 42 }, errorsRecent: { _ in 7 }))
    private let metrics = MetricsRegistry()

    private func ask(_ line: String) async throws -> ParsedResponse {
        let routes = try OperationalRoutes(
            .of(.staff),
            version: ServiceVersion(
                service: "staff-assignment", version: "1.0.0", revision: "abc",
                startedAt: Timestamp(secondsSinceEpoch: 0)),
            health: board, metrics: metrics, beside: [], events: .none)
        let router = try Router(routes.table, authenticator: Nobody())
        return try await withServer(handler: router) { server in
            ParsedResponse(try await server.exchange("\(line) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        }
    }

    @Test("liveness is 200 from the start; readiness only while the process is ready")
    func probes() async throws {
        #expect(try await ask("GET /health/live").status == 200)
        #expect(try await ask("GET /health/ready").status == 503)
        board.enter(.ready)
        let ready = try await ask("GET /health/ready")
        #expect(ready.status == 200)
        #expect(ready.body == #"{"status":"ready","phase":"ready","waitingFor":[]}"#)
        board.enter(.draining)
        #expect(try await ask("GET /health/ready").status == 503)
        #expect(try await ask("GET /health/live").status == 200)
    }

    @Test("the report is 503 while a part is unhealthy, and tells about every part")
    func report() async throws {
        let database = board.register(.database, "primary", isRequired: true)
        let before = try await ask("GET /health")
        #expect(before.status == 503)
        #expect(before.body.contains(#""primary":{"error":"not checked yet"}"#))
        database.report(ComponentHealth(.healthy, at: MockClock().now))
        let after = try await ask("GET /health")
        #expect(after.status == 200)
        #expect(after.body.hasPrefix(#"{"overall":"healthy""#))
        #expect(after.body.contains(#""requestsProcessed":42,"errorsRecent":7"#))
    }

    @Test("metrics are Prometheus text with the figures of this moment")
    func exposition() async throws {
        let counter = metrics.counter("visits_total", "Visits.")
        counter.add(3)
        let response = try await ask("GET /metrics")
        #expect(response.status == 200)
        #expect(response.has("content-type: text/plain; version=0.0.4; charset=utf-8"))
        #expect(response.body == "# HELP visits_total Visits.\n# TYPE visits_total counter\nvisits_total 3\n")
    }

    @Test("what changes by the moment may not be kept", arguments: ["", "/live", "/ready"])
    func health(path: String) async throws {
        #expect(try await ask("GET /health\(path)").has("cache-control: no-store"))
        #expect(try await ask("GET /metrics").has("cache-control: no-store"))
    }

    @Test("the version and the descriptor say who answers")
    func identity() async throws {
        let version = try await ask("GET /version")
        #expect(version.status == 200)
        #expect(version.has("content-type: application/json"))
        #expect(version.body.hasPrefix(#"{"service":"staff-assignment","version":"1.0.0","revision":"abc""#))
        let descriptor = try await ask("GET /descriptor")
        #expect(descriptor.body.hasPrefix(#"{"serviceId":"sas-660e8400-e29b-41d4-a716-446655440001""#))
    }

    @Test("what is answered keeps the schema that the service's own description gives for it")
    func described() async throws {
        let answer = try await ask("GET /openapi.json")
        #expect(answer.status == 200)
        let document = try JSONValue(parsing: Array(answer.body.utf8))
        #expect(try DescriptionCheck.findings(openAPI: document) == [])
        let (validator, uri) = DescriptionCheck.validator(of: document)
        board.register(.database, "primary").report(ComponentHealth(.healthy, at: MockClock().now))
        guard case .object(let paths) = document["paths"] else { throw Problem(.internalError) }
        #expect(paths.members.count == 8)
        for path in paths.members.map(\.name) where path != "/metrics" {
            let response = try await ask("GET \(path)")
            let place = "/paths/\(path.replacing("/", with: "~1"))/get/responses/\(response.status)"
            let value = try JSONValue(parsing: Array(response.body.utf8))
            let schema = uri + place + "/content/application~1json/schema"
            #expect(validator.findings(in: value, against: schema) == [], "\(path)")
        }
    }

    @Test("the events it tells and hears are described")
    func events() async throws {
        let document = try JSONValue(parsing: Array(try await ask("GET /asyncapi.json").body.utf8))
        #expect(try DescriptionCheck.findings(asyncAPI: document) == [])
        #expect(document["id"] == "urn:rishi:staff-assignment")
    }

    @Test("a service with a route that nobody has described does not start")
    func undescribed() throws {
        let row = try #require(
            PermissionTable.operations(of: .staff).first { !$0.isOpen })
        let thrown = #expect(throws: DescriptionFaults.self) {
            try OperationalRoutes(
                .of(.staff),
                version: ServiceVersion(
                    service: "a", version: "1", revision: nil, startedAt: Timestamp(secondsSinceEpoch: 0)),
                health: board, metrics: metrics, beside: [Route(row) { _ in Response(.ok) }], events: .none)
        }
        #expect(thrown?.all == [.answerMissing(operation: row.name)])
    }

    @Test("HEAD is answered without a body, and nothing else than reading is allowed")
    func methods() async throws {
        let head = try await ask("HEAD /health/live")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(try await ask("POST /metrics").status == 405)
    }
}

/// Knows nobody: what is open must not ask.
struct Nobody: Authenticator {
    func identity(of exchange: ServerExchange) throws -> VerifiedIdentity { throw Problem.missingToken }
}
