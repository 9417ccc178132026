public import Identifiers
import Observability
public import Postgres

/// What an operator decides about a saga that is stuck. Who and why is kept with it.
extension SagaEngine {
    /// Has it try again what it got stuck at, with its patience renewed.
    public func retry(
        _ saga: UUID128, because reason: String, by actor: ActorID, in database: Database, for scope: Scope
    ) async throws {
        try await decide(.retried, .retried, saga, because: reason, by: actor, in: database, for: scope)
        bell.ring()
    }

    /// Ends it as it is: whoever does this has seen to what is left of it.
    public func abandon(
        _ saga: UUID128, because reason: String, by actor: ActorID, in database: Database, for scope: Scope
    ) async throws {
        try await decide(.abandoned, .abandoned, saga, because: reason, by: actor, in: database, for: scope)
    }

    private func decide(
        _ input: SagaInput, _ kind: SagaAuditKind, _ id: UUID128, because reason: String, by actor: ActorID,
        in database: Database, for scope: Scope
    ) async throws {
        guard (1...SagaLimits.reasonBytesMax).contains(reason.utf8.count) else { throw SagaError.unfitReason }
        guard let saga = try await store.load(id, in: database, for: scope) else { throw SagaError.notFound }
        let key = WiredSaga.Key(type: saga.record.type, version: saga.record.definition)
        guard let plan = wired[key]?.plan, let state = saga.state(of: plan) else {
            throw SagaError.unknownDefinition(type: key.type, version: key.version)
        }
        var machine = SagaMachine(id, plan, state)
        let effects = handle(input, &machine)
        guard machine.state != state else { throw SagaError.notStuck }
        let decided = machine
        try await database.transaction(for: scope) { transaction in
            guard
                try await write(
                    saga, decided, effects, nil, payload: saga.payload, claimant: nil, in: transaction)
            else { throw SagaError.movedMeanwhile }
            let detail = SagaFault(saga.record.fault?.label ?? "stuck", at: saga.record.step)
            try store.audit(
                kind, of: saga.record, version: saga.record.version + 1, detail, reason: reason, by: actor,
                at: clock.now, in: transaction)
        }
        told(saga, decided, effects, nil)
        metrics.decisions.with(saga.record.type, kind.rawValue).add()
        logger.log(.warning, "operator decided about a saga") { line in
            line.add(.component, saga.record.type)
            line.add(.aggregateID, id)
            line.add(.outcome, kind.rawValue)
        }
    }
}
