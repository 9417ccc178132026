// ServiceTestKit: one service with its real HTTP, its real rules and its real database, for one test.
//
// Purpose: a test says what a caller sends and what a peer tells, and looks at answers, rows and the outbox. Model: the
// service is made as `ServiceHost` makes it, on a loopback port with a database of its own; there is no broker: what it
// would send stays in the outbox, and what it is to hear is handed to its subscriptions in a transaction, as the
// consumer does. Failure: what cannot be started throws. Not here: Kafka, the gateway, several services.

import Crypto
import EventLoop
import HTTPServer
public import Identifiers
import Identity
import JSON
public import JSONSchemaTestKit
import Messaging
import Migrations
import Observability
public import PlatformProtocol
public import Postgres
public import PostgresTestKit
import ResourceAPI
public import ServiceHost
import ServiceRuntime
public import TestKit

/// A running service and its database.
public struct ServiceSite<Running: PlatformService>: Sendable {
    public let service: Running
    public let clock: MockClock
    public let test: ServiceTestDatabase
    /// The service's database as the application, on the test's loop.
    public let database: Database
    let loop: Loop
    let endpoint: HTTPEndpoint
    let mint: TokenMint
    let consumer: EventConsumer?
    let ids: IDSource
    let described: DescribedAPI

    /// Makes the service as its host does, on the loop that the test runs on.
    init(
        _ settings: [String: String], _ limits: PostgresLimits, _ test: ServiceTestDatabase, on loop: Loop,
        blocking: BlockingThread
    ) throws {
        (self.test, self.loop) = (test, loop)
        clock = MockClock(at: SystemWallClock().now)
        mint = try TokenMint()
        let tools = try Self.tools(clock)
        let variables = [
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "RISHI_INTERNAL_KEYS": mint.document,
            "RISHI_CURSOR_KEY": String(repeating: "k", count: 32), "RISHI_DATA": ServiceTestDatabase.checkout.root,
        ].merging(settings) { $1 }
        service = try Running(Running.Settings.load(from: variables).value, tools)
        ids = tools.ids
        let subscriptions = try service.subscriptions()
        consumer = subscriptions.isEmpty ? nil : try EventConsumer(Running.name, subscriptions: subscriptions)
        database = Database(try test.settings(), on: loop, blocking: blocking, limits: limits)
        let keys = JWTKeyRing(try InternalKeys.accepted(mint.accepted))
        let authenticator = BearerAuthenticator(
            try IdentityVerifier.internal(audience: Running.name, keys: keys), clock: clock)
        let routes = try service.routes(in: database)
        described = try DescribedAPI.of(Running.name, routes, try service.events)
        let router = try Router(routes, authenticator: authenticator)
        endpoint = try HTTPEndpoint(
            .loopback(port: 0), on: loop, limits: .with(\.requestDeadline, .seconds(120)), handler: router)
    }

    private static func tools(_ clock: MockClock) throws -> ServiceTools {
        let output = try LogOutput(service: Running.name.rawValue, level: .error, clock: clock)
        let publisher = try EventPublisher(Running.name, publishes: Running.publishes)
        return ServiceTools(
            clock: clock, logger: Logger(output), metrics: MetricsRegistry(),
            board: HealthBoard(clock: clock, figures: RequestFigures().forHealth),
            outbox: Outbox(publisher, gate: OutboxGate(), clock: clock),
            cursors: CursorSeal(key: SecretBytes(Array("a key of thirty-two bytes or more".utf8).span)),
            data: ServiceTestDatabase.checkout.root)
    }

    func serving<Value>(_ body: (ServiceSite) async throws -> Value) async throws -> Value {
        let serving = TaskSet(on: loop)
        serving.add { await endpoint.run() }
        let result: Result<Value, any Error>
        do {
            try await database.ready(until: .now + PostgresLimits.patient.connectTimeout)
            result = .success(try await body(self))
        } catch {
            result = .failure(error)
        }
        await endpoint.drain(within: .milliseconds(100))
        await serving.drained()
        await database.close(by: .now + .seconds(2))
        return try result.get()
    }

    // MARK: Requests

    /// Sends a request and reads the whole answer. Without a caller it has no token. An answer that the service's own
    /// description does not know throws: what is served is what is described.
    public func send(
        _ method: String, _ path: String, _ body: String? = nil, as caller: TestCaller? = .manager,
        _ fields: (String, String)...
    ) async throws -> SiteAnswer {
        let connection = try await begin(method, path, body, as: caller, [("Connection", "close")] + fields)
        defer { connection.close() }
        let answer = SiteAnswer(response: ParsedResponse(await connection.readToEnd().text))
        try described.check(answer, to: method, path)
        return answer
    }

    /// Sends a request whose answer has no end, and leaves the connection to the test.
    public func open(
        _ method: String, _ path: String, as caller: TestCaller?, _ fields: (String, String)...
    ) async throws -> RawConnection {
        try await begin(method, path, nil, as: caller, fields)
    }

    private func begin(
        _ method: String, _ path: String, _ body: String?, as caller: TestCaller?, _ fields: [(String, String)]
    ) async throws -> RawConnection {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: test"]
        if let caller {
            lines.append("Authorization: Bearer \(try mint.token(for: caller, to: Running.name, at: clock.now))")
        }
        if let body {
            lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
        }
        lines += fields.map { "\($0.0): \($0.1)" }
        let connection = try await RawConnection(to: endpoint.address, on: loop)
        try await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
        return connection
    }

    public func get(_ path: String, as caller: TestCaller? = .manager) async throws -> SiteAnswer {
        try await send("GET", path, as: caller)
    }

    public func post(
        _ path: String, _ body: String? = nil, as caller: TestCaller? = .manager
    ) async throws -> SiteAnswer {
        try await send("POST", path, body, as: caller)
    }

    /// Everything in which the descriptions of the service's API break the official schemas or themselves.
    public func descriptionFindings() throws -> [SchemaFinding] {
        try described.findings()
    }

    // MARK: Events

    /// Has the service hear an event of another one, in a transaction that commits; false when it does not listen.
    @discardableResult
    public func hear<Payload: EventPayload>(
        _ payload: Payload, version: Int, from publisher: ServiceName, in organization: OrganizationID = .first
    ) async throws -> Bool {
        try await hear(envelope(of: payload, version: version, from: publisher, in: organization))
    }

    /// An event of another service, with an id of its own.
    public func envelope<Payload: EventPayload>(
        of payload: Payload, version: Int, from publisher: ServiceName, in organization: OrganizationID = .first
    ) throws -> Envelope {
        try EventPublisher(publisher, publishes: [Payload.self]).envelope(
            payload, id: EventID(ids.next()), at: clock.now, version: version, organizationID: organization,
            cause: .command(ids.next(), by: ActorID("peer")))
    }

    /// The same with an envelope, which may be heard again.
    @discardableResult
    public func hear(_ envelope: Envelope) async throws -> Bool {
        guard let consumer else { return false }
        return try await database.transaction(for: .organization(envelope.organizationID)) { transaction in
            try await consumer.handle(envelope, in: transaction)
        }
    }
}

extension PostgresLimits {
    /// Hundreds of tests share the machine and the server: what is late here is not what a test is about.
    public static var patient: PostgresLimits {
        var limits = PostgresLimits()
        limits.connections = 2
        limits.connectTimeout = .seconds(60)
        limits.waitTimeout = .seconds(60)
        limits.unitTimeout = .seconds(90)
        limits.idleInTransactionTimeout = .seconds(90)
        return limits
    }
}

/// Runs `body` beside a service. Its clock starts at the present, because the database has a clock of its own; a test
/// moves it on. The limits of its pool are its own where a test presses harder than others.
public func withService<Running: PlatformService, Value: Sendable>(
    _ type: Running.Type, settings: [String: String] = [:], limits: PostgresLimits = .patient,
    _ body: @escaping @Sendable (ServiceSite<Running>) async throws -> Value
) async throws -> Value {
    let blocking = try BlockingThread()
    let result: Result<Value, any Error>
    do {
        result = .success(
            try await withServiceDatabase(ServiceDatabase(of: Running.name)) { test in
                try await withLoop { loop in
                    let site = try ServiceSite<Running>(settings, limits, test, on: loop, blocking: blocking)
                    return try await site.serving(body)
                }
            })
    } catch {
        result = .failure(error)
    }
    blocking.stop()
    return try result.get()
}
