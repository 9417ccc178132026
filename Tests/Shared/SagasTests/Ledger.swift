import EventLoop
import Identifiers
import JSON
import Messaging
import Postgres
import Synchronization
import TestKit

@testable import Sagas

/// Participants that enter what they do into a ledger, and misbehave as a test says.
struct Ledger: Sendable {
    /// What an attempt does beside its effect, asked before and after it.
    typealias Script = @Sendable (SagaCommand, Moment) async throws -> Void

    enum Moment: Sendable {
        case before, after
    }

    let database: Database
    let participant: SagaParticipant
    let script: Script

    init(_ site: SagaSite, _ script: @escaping Script = { _, _ in }) {
        (database, participant) = (site.app, SagaParticipant(clock: site.clock))
        self.script = script
    }

    /// A definition with these participants at every step.
    func wired<Definition: SagaDefinition>(
        _ definition: Definition.Type, policy: SagaPolicy = .quick()
    ) throws -> WiredSaga {
        let participants = try SagaParticipants<Definition>(
            forward: { step in
                switch Definition.form(of: step).forward {
                case .local:
                    .local { _, command, transaction in
                        try await script(command, .before)
                        try enter(1, of: command, in: transaction)
                        try await script(command, .after)
                    }
                case .call: .call { _, command in try await perform(command) }
                }
            },
            backward: { step in
                switch Definition.form(of: step).compensation?.kind {
                case nil: nil
                case .local:
                    .local { _, command, transaction in
                        try await script(command, .before)
                        try enter(-1, of: command, in: transaction)
                        try await script(command, .after)
                    }
                case .call: .call { _, command in try await undo(command) }
                }
            })
        return WiredSaga(definition, participants, policy: policy)
    }

    func perform(_ command: SagaCommand) async throws {
        try await script(command, .before)
        try await database.transaction(for: .organization(command.organizationID)) { transaction in
            _ = try await participant.perform(command, in: transaction) { transaction in
                try enter(1, of: command, in: transaction)
                return Entry(step: command.step)
            }
        }
        try await script(command, .after)
    }

    func undo(_ command: SagaCommand) async throws {
        try await script(command, .before)
        _ = try await database.transaction(for: .organization(command.organizationID)) { transaction in
            try await participant.undo(command, in: transaction) { (_: Entry, transaction) in
                try enter(-1, of: command, in: transaction)
            }
        }
        try await script(command, .after)
    }

    private func enter(_ delta: Int32, of command: SagaCommand, in transaction: Transaction) throws {
        try transaction.enqueue(
            "INSERT INTO ledger (saga_id, step, delta) VALUES (\(command.sagaID), \(command.step), \(delta))")
    }

    /// What a command replies.
    struct Entry: JSONCodable, Equatable {
        let step: String
        static let json = JSONType.record(Self.init, Field("step", \.step, .string(length: 0...100)))
    }
}

/// What the ledger says of one step of one saga.
struct LedgerLine: Equatable {
    var net = 0
    /// How often it was done, ever.
    var times = 0
}

extension SagaSite {
    func ledger(of id: UUID128) async throws -> [String: LedgerLine] {
        let rows = try await app.rows(
            """
            SELECT step, sum(delta), count(*) FILTER (WHERE delta > 0) FROM ledger WHERE saga_id = \(id) GROUP BY step
            """, for: Self.scope
        ).decode(String.self, Int64.self, Int64.self)
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0.0, LedgerLine(net: Int($0.1), times: Int($0.2))) })
    }

    /// What is wrong with what a saga left behind (I8); nothing when it is right.
    func violations(of record: SagaRecord, _ plan: SagaPlan) async throws -> [String] {
        let ledger = try await ledger(of: record.id)
        var found: [String] = []
        for step in plan.steps {
            let line = ledger[step.name] ?? LedgerLine()
            if line.times > 1 { found.append("\(step.name) was done \(line.times) times") }
            switch record.phase {
            case .completed: if line.net != 1 { found.append("completed, \(step.name) counts \(line.net)") }
            case .compensated:
                if step.form.compensation != nil, line.net != 0 {
                    found.append("compensated, \(step.name) counts \(line.net)")
                }
            default: found.append("ended \(record.phase)")
            }
        }
        return found
    }
}

/// Something that is needed is away.
struct Away: TransientFailure {
    var isTransient: Bool { true }
}

/// A step's own failure.
struct Broken: Error {}
