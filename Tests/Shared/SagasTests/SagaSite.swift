import EventLoop
import Identifiers
import JSON
import LocalPostgres
import Migrations
import Observability
import Postgres
import PostgresTestKit
import Synchronization
import TestKit
import Testing

@testable import Sagas
@testable import ServiceRuntime

/// A service's database, a loop, and the parts that sagas are run with.
struct SagaSite: Sendable {
    let loop: Loop
    let blocking: BlockingThread
    let test: ServiceTestDatabase
    let app: Database
    let system: Database
    let registry: MetricsRegistry
    let metrics: SagaMetrics
    let logger: Logger
    let lines: CapturedLines
    let clock = SystemWallClock()

    static let organization = OrganizationID(UUID128(high: 0x1111, low: 0x2222))
    static let scope = Scope.organization(organization)

    var queries: SagaQueries { SagaQueries(app, for: Self.scope) }

    func engine(_ sagas: [WiredSaga], _ change: (inout SagaEngine.Settings) -> Void = { _ in }) -> SagaEngine {
        var settings = SagaEngine.Settings()
        (settings.callMax, settings.operationMax, settings.lease) = (.seconds(3), .seconds(6), .seconds(8))
        change(&settings)
        return SagaEngine(sagas, settings: settings, clock: clock, logger: logger, metrics: metrics)
    }

    func runner(_ engine: SagaEngine, drivenMax: Int = 16) -> SagaRunner {
        SagaRunner(engine, app: app, system: system, drivenMax: drivenMax, lookMax: .milliseconds(50))
    }

    /// Begins a saga, each with a key of its own.
    func start<Definition: SagaDefinition>(
        _ definition: Definition.Type, _ payload: Definition.Payload, key: String? = nil, drivenHere: Bool = false,
        for organization: OrganizationID = organization, with engine: SagaEngine
    ) async throws -> SagaStart {
        let key = key ?? engine.newID().description
        return try await app.transaction(for: .organization(organization)) { transaction in
            try await engine.start(
                definition, key: key, payload: payload, origin: SagaOrigin(correlationID: engine.newID()),
                drivenHere: drivenHere, in: transaction)
        }
    }

    func begin(with engine: SagaEngine, key: String? = nil, drivenHere: Bool = false) async throws -> UUID128 {
        try await start(
            BookingCreation.self, .test, key: key, drivenHere: drivenHere, with: engine
        ).id
    }

    /// Runs a runner until `body` is through, then asks it to stop.
    func running(_ runners: SagaRunner..., body: @escaping @Sendable () async throws -> Void) async throws {
        let lifecycles = runners.map { _ in ServiceLifecycle {} }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (runner, lifecycle) in zip(runners, lifecycles) {
                group.addTask(executorPreference: loop) { await runner.run(lifecycle) }
            }
            try await body()
            for lifecycle in lifecycles { lifecycle.requestStop() }
            try await group.waitForAll()
        }
    }

    func saga(_ id: UUID128) async throws -> SagaRecord {
        try #require(try await queries.find(id))
    }

    /// Waits until it does not go on by itself.
    func settled(_ id: UUID128) async throws -> SagaRecord {
        var record = try await saga(id)
        try await wait(until: "saga \(id) is settled") {
            record = try await saga(id)
            return !record.phase.isRunning
        }
        return record
    }

    /// Waits until it does not go on by itself, and expects it to be there.
    func expect(_ id: UUID128, _ phase: SagaPhase, at location: SourceLocation = #_sourceLocation) async throws {
        let record = try await settled(id)
        #expect(record.phase == phase, sourceLocation: location)
    }

    func metric(_ line: String) -> String? {
        var bytes: [UInt8] = []
        registry.expose(to: &bytes)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(line + " ") }
            .map { String($0.dropFirst(line.count + 1)) }
    }
}

extension BookingCreation.Payload {
    static var test: Self { .init(bookingID: BookingID(UUID128(high: 1, low: 2)), request: ["title": "Tasting"]) }
}

/// Policies with pauses that a test can wait for.
extension SagaPolicy {
    static func quick(deadline: Duration = .seconds(120), persistentRetries: Int = 10) -> SagaPolicy {
        var policy = SagaPolicy(deadline: deadline)
        policy.retryPauses = (.milliseconds(1), .milliseconds(5))
        policy.persistentPauses = (.milliseconds(1), .milliseconds(5))
        policy.stallPauses = (.milliseconds(1), .milliseconds(10))
        policy.persistentRetriesMax = persistentRetries
        return policy
    }
}

func withSagas(_ body: @escaping @Sendable (SagaSite) async throws -> Void) async throws {
    try await withServiceDatabase(.booking) { test in
        try await test.database.run(
            """
            CREATE TABLE ledger (
                saga_id uuid NOT NULL, step text NOT NULL, delta integer NOT NULL, at timestamptz DEFAULT now());
            GRANT ALL ON ledger TO booking_app;
            """)
        let blocking = try BlockingThread()
        let lines = CapturedLines()
        let output = try LogOutput(service: "test", level: .debug, clock: SystemWallClock(), descriptor: lines)
        let outcome: Result<Void, any Error>
        do {
            try await withLoop { loop in
                var limits = PostgresLimits()
                limits.connections = 3
                (limits.waitTimeout, limits.unitTimeout) = (.seconds(60), .seconds(60))
                let app = Database(try test.settings(), on: loop, blocking: blocking, limits: limits)
                limits.connections = 1
                let system = Database(try test.settings(as: .system), on: loop, blocking: blocking, limits: limits)
                let registry = MetricsRegistry()
                let site = SagaSite(
                    loop: loop, blocking: blocking, test: test, app: app, system: system, registry: registry,
                    metrics: SagaMetrics(registry), logger: Logger(output), lines: lines)
                let result: Result<Void, any Error>
                do {
                    try await app.ready(until: .now + .seconds(60))
                    result = .success(try await body(site))
                } catch {
                    result = .failure(error)
                }
                await app.close(by: .now + .seconds(2))
                await system.close(by: .now + .seconds(2))
                try result.get()
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await Task.detached {
            blocking.stop()
            output.close()
        }.value
        if case .failure = outcome { Issue.record("\(lines.text.suffix(4_000))") }
        try outcome.get()
    }
}

/// Log lines, kept.
final class CapturedLines: LogDescriptor {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    func write(_ batch: ArraySlice<UInt8>) -> LogTransfer {
        bytes.withLock { $0.append(contentsOf: batch) }
        return .wrote(batch.count)
    }

    func waitUntilWritable(atMost limit: Duration) {}
}
