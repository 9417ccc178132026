public import Identifiers
public import Postgres

/// What can be seen of sagas: by an organisation of its own, and by an operator, as the system role, of all.
public struct SagaQueries: Sendable {
    /// Which sagas a list has.
    public struct Filter: Sendable {
        public var type: String?
        public var phase: SagaPhase?
        public var organizationID: OrganizationID?

        public init(type: String? = nil, phase: SagaPhase? = nil, organizationID: OrganizationID? = nil) {
            (self.type, self.phase, self.organizationID) = (type, phase, organizationID)
        }
    }

    private let database: Database
    private let scope: Scope

    /// - Parameters:
    ///   - database: the saga's, as the role that asks.
    ///   - scope: of an organisation, or the system's.
    public init(_ database: Database, for scope: Scope) {
        (self.database, self.scope) = (database, scope)
    }

    public func find(_ id: UUID128) async throws -> SagaRecord? {
        try await database.first("\(Self.select) WHERE s.id = \(id)", for: scope).map { row in try SagaRecord(row) }
    }

    /// That of a business key. The system role names the organisation, as keys are only unique within one.
    public func find(_ type: String, key: String, of organization: OrganizationID) async throws -> SagaRecord? {
        try await database.first(
            """
            \(Self.select) WHERE s.organization_id = \(organization) AND s.type = \(type) AND s.business_key = \(key)
            """, for: scope
        ).map { row in try SagaRecord(row) }
    }

    /// The latest ones, of those before `id` when it is given: the last id of one page begins the next.
    public func list(
        _ filter: Filter = Filter(), before id: UUID128? = nil, limit: Int = 50
    ) async throws -> [SagaRecord] {
        var statement: SQL = "\(Self.select) WHERE true"
        if let id { statement.append(" AND s.id < \(id)") }
        if let type = filter.type { statement.append(" AND s.type = \(type)") }
        if let phase = filter.phase { statement.append(" AND s.state = \(phase)") }
        if let organization = filter.organizationID { statement.append(" AND s.organization_id = \(organization)") }
        let bounded = Int32(min(max(1, limit), SagaLimits.pageMax))
        statement.append(" ORDER BY s.id DESC LIMIT \(bounded)")
        return try await database.rows(statement, for: scope).map { row in try SagaRecord(row) }
    }

    /// What became of each command, in the order in which they were first answered.
    public func steps(of id: UUID128) async throws -> [SagaStepRecord] {
        try await database.rows(
            """
            SELECT step, direction, command_id, outcome, attempts, fault, first_at, last_at
            FROM saga_step WHERE saga_id = \(id) ORDER BY first_at, direction DESC
            """, for: scope
        ).map { row in
            let (step, direction, command, outcome, attempts, fault, first, last) = try row.decode(
                String.self, SagaDirection.self, UUID128.self, SagaStepOutcome.self, Int32.self,
                JSONB<SagaFault>?.self, Timestamp.self, Timestamp.self)
            return SagaStepRecord(
                step: step, direction: direction, commandID: command, outcome: outcome, attempts: Int(attempts),
                fault: fault?.value, firstAt: first, lastAt: last)
        }
    }

    /// What is on record beside the steps, from the first to the last.
    public func audit(of id: UUID128) async throws -> [SagaAuditRecord] {
        try await database.rows(
            """
            SELECT kind, version, step, direction, detail, reason, actor, at
            FROM saga_audit WHERE saga_id = \(id) ORDER BY id
            """, for: scope
        ).map { row in
            let (kind, version, step, direction, detail, reason, actor, at) = try row.decode(
                SagaAuditKind.self, Int32.self, String.self, SagaDirection.self, JSONB<SagaFault>.self, String?.self,
                String?.self, Timestamp.self)
            return SagaAuditRecord(
                kind: kind, version: Int(version), step: step, direction: direction, detail: detail.value,
                reason: reason, actor: actor.flatMap(ActorID.init), at: at)
        }
    }

    private static var select: SQL {
        "SELECT \(SagaRecord.columns) FROM saga s JOIN saga_timer t ON t.saga_id = s.id"
    }
}
