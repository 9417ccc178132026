import Crypto
import EventLoop
import HTTPServer
import Identifiers
import JSON
import Observability
import ServiceRuntime
import Synchronization
import TestKit
import Testing

@testable import GatewayCore

/// A whole gateway on free ports, in front of a service that a test scripts; every setting comes through the
/// environment, as in a deployment.
struct TestGateway: Sendable {
    let loop: Loop
    let address: SocketAddress
    let admin: SocketAddress
    /// Set, it stops the gateway as SIGTERM would.
    let stop: Signal

    static let secret = "a test secret with more than thirty-two bytes"
    static let issuer = "https://issuer.test"
    static let subject = "0190a6c2-7b1e-7cc3-98c4-dc0c0c073990"
    static let organization = "0190a6c2-7b1e-7cc3-98c4-dc0c0c073991"

    func connect() async throws -> RawConnection {
        try await RawConnection(to: address, on: loop)
    }

    /// Sends `request` on a connection of its own and returns what came until its end.
    func exchange(_ request: String, within limit: Duration = .seconds(20)) async throws -> ParsedResponse {
        let connection = try await connect()
        defer { connection.close() }
        try await connection.send(request)
        return ParsedResponse(await connection.readToEnd(within: limit).text)
    }

    /// A GET that closes its connection.
    func get(_ path: String, _ fields: String...) async throws -> ParsedResponse {
        try await exchange(
            (["GET \(path) HTTP/1.1", "Host: rishi.test", "Connection: close"] + fields).joined(separator: "\r\n")
                + "\r\n\r\n")
    }

    /// The same, as a manager.
    func authorized(_ path: String) async throws -> ParsedResponse {
        try await get(path, try Self.bearer())
    }

    /// What the operators' port says of one metric without labels; nil when it says nothing.
    func metric(_ name: String) async throws -> Double? {
        let metrics = try await metrics()
        let line = metrics.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { Double($0.dropFirst(name.utf8.count + 1)) }
    }

    /// Everything the operators' port exposes.
    func metrics() async throws -> String {
        try await askAdmin("/metrics").body
    }

    /// A page of the operators' port.
    func askAdmin(_ path: String) async throws -> ParsedResponse {
        let connection = try await RawConnection(to: admin, on: loop)
        defer { connection.close() }
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return ParsedResponse(await connection.readToEnd().text)
    }

    static func bearer(
        roles: [String] = ["manager"], expiresIn seconds: Int64 = 600, secret: String = secret,
        change: (inout JSONObject) -> Void = { _ in }
    ) throws -> String {
        let now = SystemWallClock().now.secondsSinceEpoch
        var claims = JSONObject()
        claims["iss"] = .string(issuer)
        claims["aud"] = .string("rishi")
        claims["sub"] = .string(subject)
        claims["org"] = .string(organization)
        claims["roles"] = .array(roles.map(JSONValue.string))
        claims["iat"] = .number(.integer(now - 5))
        claims["exp"] = .number(.integer(now + seconds))
        change(&claims)
        let key = try SigningKey.secret(SecretBytes(Array(secret.utf8).span), algorithm: .hs256)
        let token = try JWTSigner(key: key, type: "at+jwt").sign(claims)
        return "Authorization: Bearer " + String(decoding: token, as: UTF8.self)
    }
}

/// Runs `body` with a gateway in front of a service at `handler`.
func withGateway(
    _ settings: [String: String] = [:], service handler: any HTTPHandler,
    _ body: @escaping @Sendable (TestGateway, TestServer) async throws -> Void
) async throws {
    try await withServer(limits: .with(\.idleTimeout, .seconds(60)), handler: handler) { service in
        var variables = [
            "RISHI_LISTEN": "127.0.0.1:0", "RISHI_ADMIN_LISTEN": "127.0.0.1:0", "RISHI_LOOPS": "1",
            "RISHI_JWT_SECRET": TestGateway.secret, "RISHI_JWT_ISSUERS": TestGateway.issuer,
            "RISHI_INTERNAL_KEY": "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSY", "RISHI_DRAIN": "200ms",
            "RISHI_UPSTREAM_BOOKING": service.endpoint.address.description,
            "RISHI_UPSTREAM_NOTIFICATIONS": service.endpoint.address.description,
        ]
        variables.merge(settings) { _, new in new }
        let configuration = try GatewayConfiguration.load(from: variables, files: SystemFiles()).value
        let output = try LogOutput(service: "gateway", level: .error, clock: SystemWallClock())
        let port = Recorded<SocketAddress?>(nil)
        let admin = Recorded<SocketAddress?>(nil)
        let gateway = try GatewayService(
            configuration, logger: Logger(output), registry: MetricsRegistry(), clock: SystemWallClock()
        ) { address in port.update { $0 = address } }
        let operators = try gateway.operators { address in admin.update { $0 = address } }
        let stop = Signal()
        let group = ServiceGroup(
            [ServiceEntry(operators), ServiceEntry(gateway, stopMax: gateway.stopMax)], signals: SignalWhenTold(stop),
            logger: Logger(output),
            hooks: .process(gateway.board, output))
        let running = TaskSet(on: service.loop)
        running.add { _ = await group.run() }
        let result: Result<Void, any Error>
        do {
            try await wait(until: "the gateway listens") { port.value != nil && admin.value != nil }
            let running = TestGateway(
                loop: service.loop, address: try #require(port.value), admin: try #require(admin.value), stop: stop)
            result = .success(try await body(running, service))
        } catch {
            result = .failure(error)
        }
        await stop.set()
        await running.drained()
        output.close()
        try result.get()
    }
}

/// Delivers SIGTERM when a test says so.
private struct SignalWhenTold: SignalSource {
    let stop: Signal

    init(_ stop: Signal) {
        self.stop = stop
    }

    func deliver(to group: @escaping @Sendable (ProcessSignal) -> Void) async {
        await stop.wait()
        group(.terminate)
    }
}
