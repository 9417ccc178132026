public import Identifiers
public import Postgres

/// A saga, as its row tells it, without what it carries.
public struct SagaRecord: Sendable, Equatable {
    public let id: UUID128
    public let organizationID: OrganizationID
    public let type: String
    /// The version of the type's definition.
    public let definition: Int
    public let businessKey: String
    public let phase: SagaPhase
    public let direction: SagaDirection
    /// The step that it is at, or was last.
    public let step: String
    public let version: Int
    public let failures: Int
    public let stalls: Int
    public let stepSince: Timestamp
    public let deadline: Timestamp
    public let fault: SagaFault?
    public let correlationID: UUID128
    public let startedBy: ActorID?
    public let startedAt: Timestamp
    public let changedAt: Timestamp
    public let endedAt: Timestamp?
    /// When somebody looks at it next; nil when nobody does.
    public let dueAt: Timestamp?

    static let columns = SQLFragment(
        """
        s.id, s.organization_id, s.type, s.definition, s.business_key, s.state, s.direction, s.step, s.version,
        s.failures, s.stalls, s.step_since, s.deadline, s.fault, s.correlation_id, s.started_by, s.started_at,
        s.changed_at, s.ended_at, t.fire_at
        """)

    init(_ columns: inout Row.Columns) throws(PostgresError) {
        id = try columns.next()
        organizationID = try columns.next()
        type = try columns.next()
        definition = Int(try columns.next(Int16.self))
        businessKey = try columns.next()
        phase = try columns.next()
        direction = try columns.next()
        step = try columns.next()
        version = Int(try columns.next(Int32.self))
        failures = Int(try columns.next(Int32.self))
        stalls = Int(try columns.next(Int32.self))
        stepSince = try columns.next()
        deadline = try columns.next()
        fault = try columns.next(JSONB<SagaFault>?.self)?.value
        correlationID = try columns.next()
        startedBy = try columns.next(String?.self).flatMap(ActorID.init)
        startedAt = try columns.next()
        changedAt = try columns.next()
        endedAt = try columns.next()
        dueAt = try columns.next()
    }

    init(_ row: Row) throws(PostgresError) {
        var columns = row.columns
        try self.init(&columns)
        try columns.end()
    }
}

/// What became of the last attempt of a command.
public enum SagaStepOutcome: String, CaseIterable, Sendable {
    case done, refused, failed
    case timedOut = "timed_out"
    case stalled
}

extension SagaStepOutcome: PostgresEncodable, PostgresDecodable {}

/// What a saga's log says of one command.
public struct SagaStepRecord: Sendable, Equatable {
    public let step: String
    public let direction: SagaDirection
    public let commandID: UUID128
    public let outcome: SagaStepOutcome
    public let attempts: Int
    public let fault: SagaFault?
    public let firstAt: Timestamp
    public let lastAt: Timestamp
}

/// What is on record beside the steps.
public enum SagaAuditKind: String, CaseIterable, Sendable {
    /// An answer to a command that was not the current one any more.
    case staleAnswer = "stale_answer"
    /// It turned back.
    case turnedBack = "turned_back"
    case stuck
    /// An operator had it try again.
    case retried
    /// An operator took over.
    case abandoned
}

extension SagaAuditKind: PostgresEncodable, PostgresDecodable {}

/// One entry of what is on record.
public struct SagaAuditRecord: Sendable, Equatable {
    public let kind: SagaAuditKind
    public let version: Int
    public let step: String
    public let direction: SagaDirection
    public let detail: SagaFault
    public let reason: String?
    public let actor: ActorID?
    public let at: Timestamp
}
