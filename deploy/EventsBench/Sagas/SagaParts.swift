import EventLoop
import Identifiers
import JSON
import Observability
import Postgres
import Sagas
import ServiceRuntime

/// Participants that enter what they do into a ledger: quick ones to measure with, and ones that misbehave at random to
/// be killed among.
struct SagaParts: Sendable {
    /// What the participants do beside their work.
    struct Conduct: Sendable {
        /// How many attempts of a hundred fail, lose their reply, hang or are refused, each.
        var faults = 0
        /// Whether they remember no command: each repetition happens again.
        var forgets = false
    }

    let database: Database
    let conduct: Conduct
    private let participant = SagaParticipant(clock: SystemWallClock())

    init(_ database: Database, _ conduct: Conduct = Conduct()) {
        (self.database, self.conduct) = (database, conduct)
    }

    static let organization = OrganizationID(UUID128(high: 0xbe4c, low: 1))

    func engine(logger: Logger, registry: MetricsRegistry, lease: Duration) throws -> SagaEngine {
        var policy = SagaPolicy(deadline: .seconds(600))
        policy.retryPauses = (.milliseconds(5), .milliseconds(20))
        policy.persistentPauses = (.milliseconds(5), .milliseconds(20))
        policy.persistentRetriesMax = 10_000
        var settings = SagaEngine.Settings()
        settings.lease = lease
        settings.callMax = min(settings.callMax, lease / 4)
        settings.operationMax = min(settings.operationMax, lease / 2)
        return SagaEngine(
            [
                WiredSaga(BookingCreation.self, try participants(BookingCreation.self), policy: policy),
                WiredSaga(StaffAssignment.self, try participants(StaffAssignment.self), policy: policy),
            ], settings: settings, clock: SystemWallClock(), logger: logger, metrics: SagaMetrics(registry))
    }

    /// Begins as many of each, in one transaction.
    static func begin(_ count: Int, from first: Int, with engine: SagaEngine, in database: Database) async throws {
        try await database.transaction(for: .organization(organization)) { transaction in
            for number in first..<first + count {
                let booking = BookingID(UUID128(high: 0xb00c, low: UInt64(number)))
                let origin = SagaOrigin(correlationID: booking.uuid)
                _ = try await engine.start(
                    BookingCreation.self, key: "\(number)", payload: .init(bookingID: booking, request: [:]),
                    origin: origin, in: transaction)
                _ = try await engine.start(
                    StaffAssignment.self, key: "\(number)", payload: .init(bookingID: booking, bookingVersion: 1),
                    origin: origin, in: transaction)
            }
        }
    }

    // MARK: What they do

    private func participants<Definition: SagaDefinition>(
        _ definition: Definition.Type
    ) throws -> SagaParticipants<Definition> {
        try SagaParticipants(
            forward: { step in
                switch Definition.form(of: step).forward {
                case .local:
                    .local { _, command, transaction in
                        try await misbehave(command)
                        try transaction.enqueue(SagaTables.entry(1, of: command))
                    }
                case .call: .call { _, command in try await call(command) { try await perform(command, in: $0) } }
                }
            },
            backward: { step in
                switch Definition.form(of: step).compensation?.kind {
                case nil: nil
                case .local:
                    .local { _, command, transaction in
                        try await misbehave(command)
                        try transaction.enqueue(SagaTables.entry(-1, of: command))
                    }
                case .call: .call { _, command in try await call(command) { try await undo(command, in: $0) } }
                }
            })
    }

    private func call(_ command: SagaCommand, _ work: (Transaction) async throws -> Void) async throws {
        try await misbehave(command)
        try await database.transaction(for: .organization(command.organizationID)) { try await work($0) }
        try await misbehave(command, isDone: true)
    }

    private func perform(_ command: SagaCommand, in transaction: Transaction) async throws {
        guard !conduct.forgets else { return try transaction.enqueue(SagaTables.entry(1, of: command)) }
        _ = try await participant.perform(command, in: transaction) { transaction in
            try transaction.enqueue(SagaTables.entry(1, of: command))
            return Done()
        }
    }

    private func undo(_ command: SagaCommand, in transaction: Transaction) async throws {
        guard !conduct.forgets else { return try transaction.enqueue(SagaTables.entry(-1, of: command)) }
        try await participant.undo(command, in: transaction) { (_: Done, transaction) in
            try transaction.enqueue(SagaTables.entry(-1, of: command))
        }
    }

    private func misbehave(_ command: SagaCommand, isDone: Bool = false) async throws {
        guard conduct.faults > 0 else { return }
        switch (Int.random(in: 0..<100), isDone) {
        case (0..<conduct.faults, _): throw SagaPartFault()
        case (conduct.faults..<2 * conduct.faults, _): try await database.loop.sleep(for: .seconds(1))
        case (2 * conduct.faults..<3 * conduct.faults, false) where command.direction == .forward:
            throw SagaRefusal("refused")
        default: break
        }
    }

    /// What a command replies.
    private struct Done: JSONCodable {
        var isDone = true
        static let json = JSONType.record(Self.init, Field("done", \.isDone, .bool))
    }
}

/// What fails by itself.
struct SagaPartFault: Error {}
