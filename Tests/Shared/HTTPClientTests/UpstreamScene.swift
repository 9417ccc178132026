import EventLoop
import HTTPClient
import HTTPWire
import TestKit
import Testing

/// An upstream and the scripted servers behind it, on one loop, for the time of one test.
struct UpstreamScene {
    let loop: Loop
    let upstream: Upstream
    let servers: [ScriptedServer]

    var server: ScriptedServer { servers[0] }

    /// Runs `body` with an upstream of `serverCount` servers, and expects that everything has been given back when it
    /// is over.
    static func run(
        _ script: Script, servers serverCount: Int = 1, limits: UpstreamLimits = UpstreamLimits(),
        clock: Recorded<MonotonicTime>? = nil,
        _ body: @escaping @Sendable (UpstreamScene) async throws -> Void
    ) async throws {
        try await withLoop { loop in
            let servers = try (0..<serverCount).map { _ in try ScriptedServer(on: loop, script: script) }
            let upstream = Upstream(
                name: "test", endpoints: servers.map(\.address), on: loop, limits: patient(limits),
                clock: clock.map { clock in { clock.value } })
            let scene = UpstreamScene(loop: loop, upstream: upstream, servers: servers)
            var failure: (any Error)?
            do {
                try await body(scene)
            } catch {
                failure = error
            }
            await upstream.drain(until: .now + .milliseconds(200))
            for server in servers { await server.stop() }
            if let failure { throw failure }
            try await expectNothingLeft(upstream)
        }
    }

    /// What a test leaves as it usually is, it is not about: there a busy machine must not pass for a slow server.
    private static func patient(_ limits: UpstreamLimits) -> UpstreamLimits {
        let usual = UpstreamLimits()
        var patient = limits
        for timeout in [\UpstreamLimits.connectTimeout, \.headTimeout, \.bodyIdleTimeout, \.waitTimeout]
        where limits[keyPath: timeout] == usual[keyPath: timeout] {
            patient[keyPath: timeout] = .seconds(120)
        }
        return patient
    }

    private static func expectNothingLeft(_ upstream: Upstream) async throws {
        try await wait(until: "every exchange is over") { upstream.counters.active == 0 }
        let counters = upstream.counters
        #expect(counters.waiting == 0)
        #expect(counters.idle == 0)
        #expect(counters.open == 0)
        #expect(counters.requests == counters.completed + counters.abandoned + counters.faultsTotal)
        for endpoint in upstream.endpointStates {
            #expect(endpoint.outstanding == 0)
            #expect(endpoint.open == 0)
        }
    }

    /// Sends a request and collects the whole body.
    @discardableResult
    func call(_ request: OutgoingRequest = .get("/")) async throws -> String {
        let exchange = try await upstream.exchange(request)
        var body: [UInt8] = []
        while let piece = try await exchange.next() { body += piece }
        return String(decoding: body, as: UTF8.self)
    }

    /// Sends a request and expects this body.
    func expect(
        _ body: String, from request: OutgoingRequest = .get("/"), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let received = try await call(request)
        #expect(received == body, sourceLocation: sourceLocation)
    }

    /// Sends a request and expects a fault of this kind.
    func expect(
        _ kind: UpstreamFault.Kind, from request: OutgoingRequest = .get("/"),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await fault(request)?.kind
        #expect(found == kind, sourceLocation: sourceLocation)
    }

    /// The fault a request ends in.
    func fault(_ request: OutgoingRequest = .get("/")) async throws -> UpstreamFault? {
        do {
            try await call(request)
            return nil
        } catch let fault as UpstreamFault {
            return fault
        }
    }
}

extension OutgoingRequest {
    static func get(_ path: String) -> OutgoingRequest {
        OutgoingRequest(head: Array("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n".utf8), method: .get)
    }

    static func post(_ path: String, length: Int?, _ body: OutgoingBody) -> OutgoingRequest {
        let framing = length.map { "Content-Length: \($0)" } ?? "Transfer-Encoding: chunked"
        let head = "POST \(path) HTTP/1.1\r\nHost: test\r\n\(framing)\r\n\r\n"
        var request = OutgoingRequest(head: Array(head.utf8), method: .post)
        request.body = body
        return request
    }

    func with(_ change: (inout OutgoingRequest) -> Void) -> OutgoingRequest {
        var changed = self
        change(&changed)
        return changed
    }
}

/// A small complete response.
func ok(_ body: String = "ok") -> String {
    "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
}
