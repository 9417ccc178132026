import EventLoop
import HTTPServer
import HTTPWire
import Identifiers
import JSON
import Observability
import PlatformProtocol
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@Suite("Request telemetry")
struct RequestTelemetryTests {
    /// What one request left behind.
    private struct Trail {
        let lines: [JSONValue]
        let metrics: String
        let health: HealthBoard.Figures

        var access: JSONValue? { lines.first { $0["message"] == "request" } }
        var fault: JSONValue? { lines.first { $0["level"] == "error" } }
    }

    private static let requestID = "0190a6c2-7b1e-7cc3-98c4-dc0c0c07398f"

    private func ask(
        _ request: String, level: LogLevel = .info,
        _ answer: @escaping @Sendable (Request) async throws -> Response = { _ in Response(.ok) }
    ) async throws -> Trail {
        let written = Written()
        let clock = MockClock()
        let output = try LogOutput(service: "test", level: level, clock: clock, descriptor: written)
        let registry = MetricsRegistry()
        let figures = RequestFigures()
        let router = try Router([Route(open: .getVersion, handler: answer)], authenticator: Nobody())
        let telemetry = RequestTelemetry(
            of: router.routes, logger: Logger(output), metrics: RequestMetrics(in: registry), figures: figures,
            clock: clock)
        _ = try await withServer(
            limits: .with(\.requestDeadline, .milliseconds(50)), observe: telemetry.observe, handler: router
        ) { try await $0.exchange(request) }
        output.close()
        var metrics: [UInt8] = []
        registry.expose(to: &metrics)
        return Trail(
            lines: try written.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) },
            metrics: String(decoding: metrics, as: UTF8.self), health: figures.forHealth)
    }

    private func get(_ path: String, _ fields: String...) -> String {
        (["GET \(path) HTTP/1.1", "Host: x", "Connection: close"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test("a request leaves one line with its route, its end, its size and its ids")
    func accessLine() async throws {
        let trail = try await ask(
            get(
                "/%76ersion?", "X-Request-ID: \(Self.requestID)",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        ) { _ in .json(Array("{}".utf8)) }
        #expect(trail.lines.count == 1)
        let line = try #require(trail.access)
        #expect(line["method"] == "GET")
        #expect(line["route"] == "/version")
        #expect(line["status"] == 200)
        #expect(line["bytesIn"] == 0)
        #expect(line["requestId"] == .string(Self.requestID))
        #expect(line["traceId"] == "0af7651916cd43dd8448eb211c80319c")
        #expect(line["outcome"] == nil)
        #expect(trail.health.requestsProcessed() == 1)
        #expect(trail.metrics.contains(#"http_requests_total{route="/version",method="GET",status="2xx"} 1"#))
        #expect(trail.metrics.contains(#"http_request_duration_seconds_count{route="/version",method="GET"} 1"#))
        #expect(trail.metrics.contains("http_requests_in_flight 0"))
    }

    @Test("a path no route knows is counted without being named")
    func unmatched() async throws {
        let trail = try await ask(get("/secret/path"))
        #expect(trail.access?["route"] == "unmatched")
        #expect(trail.access?["status"] == 404)
        #expect(trail.metrics.contains(#"http_requests_total{route="unmatched",method="GET",status="4xx"} 1"#))
        #expect(!trail.metrics.contains("secret") && trail.fault == nil)
    }

    @Test("what is no request is counted apart")
    func malformed() async throws {
        let trail = try await ask("NONSENSE\r\n\r\n")
        #expect(trail.access?["route"] == "malformed")
        #expect(trail.access?["method"] == "none")
        #expect(trail.access?["outcome"] == "refused")
        #expect(trail.metrics.contains(#"http_requests_total{route="malformed",method="none",status="4xx"} 1"#))
    }

    @Test("a fault of ours is logged with its internal message and the request's id")
    func fault() async throws {
        let trail = try await ask(get("/version", "X-Request-ID: \(Self.requestID)")) { _ in
            throw Problem(.internalError, internalMessage: "the ledger is out of step")
        }
        let fault = try #require(trail.fault)
        #expect(fault["message"] == "request failed")
        #expect(fault["code"] == "internal_error")
        #expect(fault["errorDetail"] == "the ledger is out of step")
        #expect(fault["requestId"] == .string(Self.requestID))
        #expect(fault["route"] == "/version")
        #expect(trail.access?["level"] == "warning")
        #expect(trail.health.errorsRecent(MockClock().now) == 1)
    }

    @Test("an error that does not vouch for its description is logged by its type alone")
    func unsafeError() async throws {
        struct Leaky: Error, CustomStringConvertible { var description: String { "guest's name" } }
        let trail = try await ask(get("/version")) { _ in throw Leaky() }
        #expect(trail.fault?["errorType"] == "Leaky")
        #expect(trail.fault?["errorDetail"] == nil)
    }

    @Test("a refusal by rule is no fault")
    func refusal() async throws {
        let trail = try await ask(get("/version")) { _ in throw Problem(.validationFailed) }
        #expect(trail.access?["status"] == 422)
        #expect(trail.lines.count == 1)
        #expect(trail.health.errorsRecent(MockClock().now) == 0)
    }

    @Test("a handler that is too slow is a fault of ours")
    func deadline() async throws {
        let trail = try await ask(get("/version")) { _ in
            await waitForCancellation()
            throw CancellationError()
        }
        #expect(trail.access?["status"] == 504)
        #expect(trail.fault?["errorType"] == "CancellationError")
    }

    @Test("an answer that breaks off is a fault although its status was good")
    func brokenOff() async throws {
        let trail = try await ask(get("/version")) { _ in
            Response(.ok, body: .stream(length: 10) { try await $0.write([1, 2, 3]) })
        }
        #expect(trail.access?["outcome"] == "broken_off")
        #expect(trail.fault?["message"] == "answer broken off")
        #expect(trail.health.errorsRecent(MockClock().now) == 1)
    }

    @Test("metrics are kept where access lines are not wanted")
    func quiet() async throws {
        let trail = try await ask(get("/version"), level: .warning)
        #expect(trail.lines.isEmpty)
        #expect(trail.metrics.contains(#"http_requests_total{route="/version",method="GET",status="2xx"} 1"#))
    }

    @Test("a client that leaves is 499, and nobody's fault")
    func clientGone() async throws {
        let written = Written()
        let output = try LogOutput(service: "test", clock: MockClock(), descriptor: written)
        let figures = RequestFigures()
        let registry = MetricsRegistry()
        let asked = Signal()
        let router = try Router(
            [
                Route(open: .getVersion) { _ in
                    await asked.set()
                    await waitForCancellation()
                    throw CancellationError()
                }
            ], authenticator: Nobody())
        let telemetry = RequestTelemetry(
            of: router.routes, logger: Logger(output), metrics: RequestMetrics(in: registry), figures: figures,
            clock: MockClock())
        try await withServer(
            limits: .with(\.halfCloseGrace, .milliseconds(1)), observe: telemetry.observe, handler: router
        ) { server in
            let connection = try await server.connect()
            try await connection.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n")
            await asked.wait()
            connection.close()
            try await wait(until: "the request has ended") { figures.forHealth.requestsProcessed() == 1 }
        }
        output.close()
        let line = try JSONValue(parsing: Array(written.text.utf8))
        #expect(line["status"] == 499)
        #expect(line["level"] == "info")
        #expect(line["outcome"] == "client_gone")
    }
}

/// What was logged.
final class Written: LogDescriptor {
    private let bytes = Mutex<[UInt8]>([])

    func write(_ piece: ArraySlice<UInt8>) -> LogTransfer {
        bytes.withLock { $0 += piece }
        return .wrote(piece.count)
    }

    func waitUntilWritable(atMost limit: Duration) {}

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
