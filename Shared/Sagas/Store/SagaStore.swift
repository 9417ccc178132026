import Identifiers
import Postgres

/// A saga as a driver has it: its row, its pause, and what it carries.
struct LoadedSaga: Sendable {
    let record: SagaRecord
    let payload: [UInt8]
    let timer: SagaTimer
    /// Who drives it.
    let claimant: UUID128?

    /// Its state, by its definition's steps; nil when it is at none of them, or at an undoing that there is none of. One
    /// that has ended is where it was last, which needs no undoing.
    func state(of plan: SagaPlan) -> SagaState? {
        guard let step = plan.index(of: record.step) else { return nil }
        guard record.phase.isFinal || plan.kind(of: step, record.direction) != nil else { return nil }
        return SagaState(
            phase: record.phase, direction: record.direction, step: step, failures: record.failures,
            stalls: record.stalls, stepSince: record.stepSince, deadline: record.deadline,
            pauseEnd: timer == .retry ? record.dueAt : nil, fault: record.fault)
    }

    var command: SagaCommand {
        SagaCommand(
            sagaID: record.id, organizationID: record.organizationID, step: record.step, direction: record.direction,
            correlationID: record.correlationID, startedBy: record.startedBy)
    }
}

/// What a saga's timer waits for.
enum SagaTimer: String, CaseIterable, Sendable {
    case run, retry, lease, none
}

extension SagaTimer: PostgresEncodable, PostgresDecodable {}

/// A new state of a saga, with what is written down beside it.
struct SagaMove: Sendable {
    /// The command that was answered.
    struct Answered: Sendable {
        let task: SagaTask
        let command: UUID128
        let outcome: SagaStepOutcome
        let fault: SagaFault?
    }

    let saga: LoadedSaga
    let plan: SagaPlan
    let state: SagaState
    let payload: [UInt8]
    let answered: Answered?
    let timer: SagaTimer
    let fireAt: Timestamp?
    /// Who drives it; nil when it is left to whoever comes next.
    let claimant: UUID128?
    let at: Timestamp
}

/// The rows of sagas: their beginning, their moves, and the locks between.
struct SagaStore: Sendable {
    /// Enters a saga and its timer; nil when its business key has one.
    func begin(
        _ id: UUID128, _ kind: WiredSaga.Key, _ plan: SagaPlan, _ state: SagaState, key: String, payload: [UInt8],
        origin: SagaOrigin, dueAt: Timestamp, at now: Timestamp, of organization: UUID128, in transaction: Transaction
    ) async throws(PostgresError) -> UUID128? {
        try await transaction.first(
            """
            WITH begun AS (
                INSERT INTO saga (id, organization_id, type, definition, business_key, state, direction, step, version,
                    failures, stalls, step_since, deadline, payload, correlation_id, started_by, started_at, changed_at)
                VALUES (\(id), \(organization), \(kind.type), \(Int16(clamping: kind.version)), \(key), \(state.phase),
                    \(state.direction), \(plan.steps[state.step].name), 1, 0, 0, \(now), \(state.deadline),
                    \(JSONText(payload)), \(origin.correlationID), \(origin.startedBy?.text), \(now), \(now))
                ON CONFLICT ON CONSTRAINT saga_business_key DO NOTHING
                RETURNING id, organization_id
            ), timed AS (
                INSERT INTO saga_timer (saga_id, organization_id, fire_at, kind)
                SELECT id, organization_id, \(dueAt), 'run' FROM begun
            )
            SELECT id FROM begun
            """)?.decode(UUID128.self)
    }

    /// The saga of a business key, in a transaction that could not begin one.
    func id(of type: String, key: String, in transaction: Transaction) async throws(PostgresError) -> UUID128? {
        try await transaction.first("SELECT id FROM saga WHERE type = \(type) AND business_key = \(key)")?
            .decode(UUID128.self)
    }

    func load(_ id: UUID128, in database: Database, for scope: Scope) async throws(PostgresError) -> LoadedSaga? {
        guard
            let row = try await database.first(
                """
                SELECT \(SagaRecord.columns), s.payload, t.kind, t.claimed_by
                FROM saga s JOIN saga_timer t ON t.saga_id = s.id WHERE s.id = \(id)
                """, for: scope)
        else { return nil }
        var columns = row.columns
        let record = try SagaRecord(&columns)
        return LoadedSaga(
            record: record, payload: try columns.next(JSONText.self).bytes, timer: try columns.next(),
            claimant: try columns.next())
    }

    /// Locks a saga for a local step, unless somebody else has moved it on. Who waits here for another driver's move
    /// does nothing afterwards.
    func lock(_ saga: LoadedSaga, in transaction: Transaction) async throws(PostgresError) -> Bool {
        try await transaction.first(
            """
            SELECT 1 FROM saga WHERE id = \(saga.record.id) AND version = \(Int32(clamping: saga.record.version))
            FOR UPDATE
            """
        ) != nil
    }

    /// Moves a saga on, with its timer and the log of its step, in one statement; false when somebody else did before.
    func move(_ move: SagaMove, in transaction: Transaction) async throws(PostgresError) -> Bool {
        let (record, state) = (move.saga.record, move.state)
        let ended = state.phase.isFinal ? move.at : nil
        var statement: SQL = """
            WITH moved AS (
                UPDATE saga SET state = \(state.phase), direction = \(state.direction),
                    step = \(move.plan.steps[state.step].name), version = version + 1,
                    failures = \(Int32(clamping: state.failures)), stalls = \(Int32(clamping: state.stalls)),
                    step_since = \(state.stepSince), payload = \(JSONText(move.payload)),
                    fault = \(state.fault.map(JSONB.init)), changed_at = \(move.at), ended_at = \(ended)
                WHERE id = \(record.id) AND version = \(Int32(clamping: record.version))
                RETURNING id, organization_id
            ), timed AS (
                UPDATE saga_timer SET fire_at = \(move.fireAt), kind = \(move.timer), claimed_by = \(move.claimant)
                FROM moved WHERE saga_timer.saga_id = moved.id
            )
            """
        if let answered = move.answered { statement.append(log(answered, of: move.plan, at: move.at)) }
        statement.append(" SELECT id FROM moved")
        return try await transaction.first(statement) != nil
    }

    private func log(_ answered: SagaMove.Answered, of plan: SagaPlan, at now: Timestamp) -> SQL {
        """
        , logged AS (
            INSERT INTO saga_step (saga_id, organization_id, step, direction, command_id, outcome, attempts, fault,
                first_at, last_at)
            SELECT id, organization_id, \(plan.steps[answered.task.step].name), \(answered.task.direction),
                \(answered.command), \(answered.outcome), 1, \(answered.fault.map(JSONB.init)), \(now), \(now) FROM moved
            ON CONFLICT (saga_id, step, direction) DO UPDATE SET outcome = excluded.outcome,
                attempts = saga_step.attempts + 1, fault = excluded.fault, last_at = excluded.last_at
        )
        """
    }

    /// Puts something on record, with the transaction's next flush.
    func audit(
        _ kind: SagaAuditKind, of record: SagaRecord, version: Int, _ detail: SagaFault, reason: String? = nil,
        by actor: ActorID? = nil, at now: Timestamp, in transaction: Transaction
    ) throws(PostgresError) {
        try transaction.enqueue(
            """
            INSERT INTO saga_audit (saga_id, organization_id, kind, version, step, direction, detail, reason, actor, at)
            VALUES (\(record.id), \(record.organizationID), \(kind), \(Int32(clamping: version)), \(record.step),
                \(record.direction), \(JSONB(detail)), \(reason), \(actor?.text), \(now))
            """)
    }
}
