import EventLoop
import Foundation
import HTTPClient
import HTTPWire
import JSON
import LocalPlatform
import PlatformProtocol
import ServiceRuntime

/// Asks the gateway as one person after the other.
struct SeedClient: Sendable {
    let loop: Loop
    private let running: RunningPlatform
    private let caller: HTTPCaller

    /// Who asks, and what their keys begin with.
    struct Actor: Sendable {
        let role: Role
        let subject: String
        let keys: String
    }

    init(_ running: RunningPlatform, on loop: Loop) throws {
        (self.running, self.loop) = (running, loop)
        let place = try NameResolution.address(running.gateway)
        caller = try HTTPCaller(
            Upstream(name: "gateway", endpoints: [place], on: loop), authority: running.gateway.description)
    }

    func get(_ path: String, as role: Role, _ subject: String) async throws -> JSONValue {
        let answer = try await send(.get, path, nil, as: role, subject, HTTPFields())
        guard answer.isSuccess else { throw SeedRefused(path, answer) }
        return try JSONValue(parsing: answer.body)
    }

    /// Asks once.
    func post(_ path: String, _ body: JSONValue?, as actor: Actor, _ step: String) async throws -> HTTPAnswer {
        var fields = HTTPFields()
        try fields.append(HTTPFieldName(.idempotencyKey), "\(actor.keys).\(step)")
        if body != nil { fields.append(.contentType, literal: "application/json") }
        while true {
            let answer = try await send(.post, path, body?.bytes, as: actor.role, actor.subject, fields)
            guard answer.head.status == .tooManyRequests else { return answer }
            let seconds = answer.head.fields.first(.retryAfter).flatMap { Int($0) } ?? 1
            try await loop.sleep(for: .seconds(min(max(seconds, 1), 10)))
        }
    }

    /// Asks until the answer is good. With `waits` a refusal is asked again for a while: what a service needs to know of
    /// another one may be on its way.
    func insist(
        _ path: String, _ body: JSONValue?, as actor: Actor, _ step: String, waits: Bool
    ) async throws -> JSONValue {
        let end = MonotonicTime.now + (waits ? LocalPlatformLimits.heardMax : .zero)
        while true {
            let answer = try await post(path, body, as: actor, step)
            if answer.isSuccess { return try JSONValue(parsing: answer.body) }
            guard MonotonicTime.now < end else { throw SeedRefused(path, answer) }
            try await loop.sleep(for: .milliseconds(100))
        }
    }

    /// Waits for what other services make of it.
    func wait(_ what: String, _ condition: () async throws -> Bool) async throws {
        let end = MonotonicTime.now + LocalPlatformLimits.heardMax
        while try await !condition() {
            guard MonotonicTime.now < end else { throw SeedRefused(path: what, status: 0, detail: "it did not happen") }
            try await loop.sleep(for: .milliseconds(100))
        }
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: [UInt8]?, as role: Role, _ subject: String, _ fields: HTTPFields
    ) async throws -> HTTPAnswer {
        var fields = fields
        let token = try running.token(UserToken(roles: [role], subject: subject), at: SystemWallClock().now)
        try fields.append(HTTPFieldName(.authorization), "Bearer \(token)")
        return try await caller.send(
            HTTPCall(method, "/api/v1" + path, fields: fields, body: body, deadline: .now + .seconds(30)))
    }
}

/// The API would not have it.
struct SeedRefused: Error, CustomStringConvertible {
    let path: String
    let status: Int
    let detail: String

    init(path: String, status: Int, detail: String) {
        (self.path, self.status, self.detail) = (path, status, detail)
    }

    init(_ path: String, _ answer: HTTPAnswer) {
        self.init(
            path: path, status: Int(answer.head.status.code), detail: String(decoding: answer.body, as: UTF8.self))
    }

    var description: String { "the demo organisation is not whole: \(path): \(status) \(detail)" }
}

extension HTTPAnswer {
    var isSuccess: Bool { (200..<300).contains(head.status.code) }
}
