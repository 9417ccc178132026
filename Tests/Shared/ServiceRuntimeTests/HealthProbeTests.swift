import EventLoop
import HTTPServer
import HTTPWire
import ServiceRuntime
import TestKit
import Testing

@Suite("Asking a process how it is") struct HealthProbeTests {
    @Test(
        "only 200 is yes, at the path that tells it",
        arguments: [
            ("/health/ready", 200, true), ("/health/ready", 503, false), ("/health/ready", 204, false),
            ("/health/live", 200, false),
        ])
    func answers(_ path: String, _ status: Int, _ expected: Bool) async throws {
        try await withServer(handler: Answering(path: path, status: status)) { server in
            let probe = HealthProbe(HostPort(host: "0.0.0.0", port: server.endpoint.address.port))
            #expect(await probe.isReady(on: server.loop, until: .now + .seconds(30)) == expected)
        }
    }

    @Test(
        "it hears when its report says that of the event bus, be the rest as it may",
        arguments: [
            (#"{"overall":"healthy","components":{"eventBus":{"status":"healthy"}}}"#, 200, true),
            (#"{"overall":"unhealthy","components":{"eventBus":{"status":"healthy"}}}"#, 503, true),
            (#"{"overall":"healthy","components":{"eventBus":{"status":"degraded"}}}"#, 200, false),
            (#"{"overall":"healthy","eventBus":{"status":"healthy"}}"#, 200, false), ("healthy", 200, false),
            ("", 200, false), (String(repeating: " ", count: 100_000), 200, false),
        ])
    func hears(_ body: String, _ status: Int, _ expected: Bool) async throws {
        try await withServer(handler: Answering(path: "/health", status: status, body: body)) { server in
            let probe = HealthProbe(HostPort(host: "0.0.0.0", port: server.endpoint.address.port))
            #expect(await probe.hears(on: server.loop, until: .now + .seconds(30)) == expected)
        }
    }

    @Test("nobody there is no, and so are silence and a name")
    func nobody() async throws {
        try await withLoop { loop in
            let listener = try TCPListener(.loopback(port: 0), on: loop)
            let silent = HostPort(host: "127.0.0.1", port: listener.address.port)
            #expect(await !HealthProbe(silent).isReady(on: loop, until: .now + .milliseconds(50)))
            listener.close()
            #expect(await !HealthProbe(silent).isReady(on: loop, until: .now + .seconds(30)))
            let named = HostPort(host: "gateway", port: 8081)
            #expect(await !HealthProbe(named).isReady(on: loop, until: .now + .seconds(30)))
        }
    }
}

/// Answers one path with one status, and any other with 404.
private struct Answering: HTTPHandler {
    let path: String
    let status: Int
    var body = ""

    func handle(_ exchange: ServerExchange) async throws {
        let isIt = "\(exchange.head.target.path)" == path
        try await exchange.send(
            Response(isIt ? HTTPStatus(status) ?? .notFound : .notFound, body: .bytes(Array(body.utf8))))
    }
}
