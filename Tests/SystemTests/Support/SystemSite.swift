import EventLoop
import Foundation
import Identifiers
import PlatformProtocol
import ServiceRuntime
import ServiceTestKit
import TestKit
import Testing

@testable import LocalPlatform

/// The seven processes on PostgreSQL and a broker, as `deploy/up` runs them.
struct SystemSite: Sendable {
    let platform: Platform
    let checkout: Checkout
    let loop: Loop
    let lines: Recorded<[String]>

    // MARK: Requests

    /// Sends a request to the gateway and reads the whole answer.
    func send(
        _ method: String, _ path: String, _ body: String? = nil, as caller: UserToken? = .manager,
        _ fields: (String, String)...
    ) async throws -> SiteAnswer {
        try await send(method, "/api/v1\(path)", body, as: caller, fields)
    }

    func get(_ path: String, as caller: UserToken? = .manager) async throws -> SiteAnswer {
        try await send("GET", "/api/v1\(path)", nil, as: caller, [])
    }

    func post(_ path: String, _ body: String? = nil, as caller: UserToken? = .manager) async throws -> SiteAnswer {
        try await send("POST", "/api/v1\(path)", body, as: caller, [])
    }

    private func send(
        _ method: String, _ path: String, _ body: String?, as caller: UserToken?, _ fields: [(String, String)]
    ) async throws -> SiteAnswer {
        let connection = try await open(method, path, body, as: caller, [("Connection", "close")] + fields)
        defer { connection.close() }
        let (text, end) = await connection.readToEnd()
        let answer = SiteAnswer(response: ParsedResponse(text))
        let length = answer.field("Content-Length").flatMap { Int($0) } ?? 0
        guard end == .closed, answer.status != 0, answer.response.body.utf8.count == length else {
            throw NoAnswer(request: "\(method) \(path)", end: end, text: text)
        }
        return answer
    }

    /// The connection broke before the whole answer was there.
    struct NoAnswer: Error {
        let request: String
        let end: RawConnection.End
        let text: String
    }

    /// Sends a request and leaves its answer to the test.
    func open(
        _ method: String, _ path: String, _ body: String? = nil, as caller: UserToken?,
        _ fields: [(String, String)] = [],
        at place: HostPort? = nil
    ) async throws -> RawConnection {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: test"]
        if let caller { lines.append("Authorization: Bearer \(try platform.running.token(caller, at: now))") }
        if let body {
            if !fields.contains(where: { $0.0 == "Content-Type" }) { lines.append("Content-Type: application/json") }
            lines.append("Content-Length: \(body.utf8.count)")
        }
        lines += fields.map { "\($0.0): \($0.1)" }
        let place = place ?? platform.plan.gateway
        let address = try #require(SocketAddress(place.host, port: place.port))
        let connection = try await RawConnection(to: address, on: loop)
        try await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
        return connection
    }

    /// Asks the service itself, past the gateway.
    func ask(_ service: ServiceName, _ path: String, as caller: UserToken?) async throws -> SiteAnswer {
        let process = try #require(platform.plan.processes.first { $0.service == service })
        let connection = try await open("GET", path, as: caller, [("Connection", "close")], at: process.health)
        defer { connection.close() }
        return SiteAnswer(response: ParsedResponse(await connection.readToEnd().text))
    }

    /// What a service shows to whoever looks after it.
    func page(_ path: String, of service: ServiceName) async throws -> SiteAnswer {
        let answer = try await ask(service, path, as: nil)
        try #require(answer.status == 200, "\(service) \(path): \(answer.status)")
        return answer
    }

    var now: Timestamp { SystemWallClock().now }

    // MARK: Processes

    /// Kills a process as nothing else does, and waits until another one in its place is ready.
    func kill(_ service: ServiceName) async throws {
        let (process, kept) = try #require(platform.services.first { $0.process.service == service })
        let old = try #require(kept.pid)
        Glibc.kill(old, SIGKILL)
        let probe = HealthProbe(process.health)
        try await wait(until: "\(service) runs again", every: .milliseconds(20)) {
            guard let pid = kept.pid, pid != old else { return false }
            return await probe.isReady(on: loop, until: .now + .seconds(1))
        }
    }
}

extension UserToken {
    static let manager = UserToken(roles: [.manager], subject: "manager")
    static let officer = UserToken(roles: [.complianceOfficer], subject: "officer")
    /// A manager of another organisation.
    static let rival = UserToken(
        roles: [.manager], organization: "0192f0c1-0000-7002-8000-000000000002", subject: "rival")
}

/// Runs `body` beside the platform, which leaves nothing when it ends. What the processes said goes into a failure.
func withPlatform(
    _ settings: [String: String] = [:], _ body: @escaping @Sendable (SystemSite) async throws -> Void
) async throws {
    let checkout = try Checkout()
    defer { checkout.remove() }
    try await withLoop { loop in
        let lines = Recorded<[String]>([])
        let platform = try Platform(checkout.options(settings), on: loop) { line in lines.update { $0.append(line) } }
        let site = SystemSite(platform: platform, checkout: checkout, loop: loop, lines: lines)
        let outcome = Recorded<Result<Void, any Error>?>(nil)
        try await platform.run { _ in
            do {
                try await body(site)
                outcome.update { $0 = .success(()) }
            } catch {
                Issue.record("\(error)\n\(lines.value.joined(separator: "\n"))\n\(checkout.lastLines)")
                outcome.update { $0 = .failure(error) }
            }
            platform.requestStop()
        }
        try #require(outcome.value, "everything was ready").get()
    }
}
