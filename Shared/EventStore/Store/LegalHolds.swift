public import Identifiers
import PlatformProtocol
public import Postgres

/// The holds of one database, for operators.
public struct LegalHolds: Sendable {
    private let database: Database

    /// - Parameter database: As the system role.
    public init(_ database: Database) {
        self.database = database
    }

    /// Places a hold. From its commit on no partition with a covered event is dropped; a second call with the same id
    /// does nothing.
    ///
    /// - Returns: false when the id is there already.
    public func place(
        _ id: UUID128, on scope: HoldScope, because reason: String, by person: String, at now: Timestamp
    ) async throws -> Bool {
        let (organization, type, aggregate) = scope.columns
        return try await database.execute(
            """
            INSERT INTO legal_holds (id, held_organization, aggregate_type, aggregate_id, reason, placed_by, placed_at)
            VALUES (\(id), \(organization), \(type), \(aggregate), \(reason), \(person), \(now))
            ON CONFLICT (id) DO NOTHING
            """, for: .system) == 1
    }

    /// Ends a hold.
    ///
    /// - Returns: false when there is none with this id, or when it has ended.
    public func release(_ id: UUID128, by person: String, at now: Timestamp) async throws -> Bool {
        try await database.execute(
            """
            UPDATE legal_holds SET released_by = \(person), released_at = greatest(\(now), placed_at)
            WHERE id = \(id) AND released_at IS NULL
            """, for: .system) == 1
    }

    /// The newest holds first, at most a thousand.
    public func list(inForce: Bool = true) async throws -> [LegalHold] {
        var statement: SQL = """
            SELECT id, held_organization, aggregate_type, aggregate_id, reason, placed_by, placed_at, released_by,
                released_at
            FROM legal_holds
            """
        if inForce { statement.append(" WHERE released_at IS NULL") }
        statement.append(" ORDER BY placed_at DESC, id LIMIT 1000")
        return try await database.rows(statement, for: .system).map { row throws(PostgresError) in
            var columns = row.columns
            let id = try columns.next(UUID128.self)
            let scope = HoldScope(
                try columns.next(OrganizationID?.self), try columns.next(String?.self), try columns.next(UUID128?.self))
            let (reason, by, at) = (
                try columns.next(String.self), try columns.next(String.self), try columns.next(Timestamp.self)
            )
            let (releasedBy, releasedAt) = (try columns.next(String?.self), try columns.next(Timestamp?.self))
            try columns.end()
            var release: LegalHold.Release?
            if let releasedBy, let releasedAt { release = LegalHold.Release(by: releasedBy, at: releasedAt) }
            return LegalHold(id: id, scope: scope, reason: reason, placedBy: by, placedAt: at, release: release)
        }
    }
}

extension HoldScope {
    fileprivate var columns: (OrganizationID?, String?, UUID128?) {
        switch self {
        case .everything: (nil, nil, nil)
        case .organization(let organization): (organization, nil, nil)
        case .aggregate(let type, let id): (nil, type.rawValue, id)
        case .aggregateOf(let organization, let type, let id): (organization, type.rawValue, id)
        }
    }

    /// A type that this release does not know holds more than it says rather than less.
    fileprivate init(_ organization: OrganizationID?, _ type: String?, _ id: UUID128?) {
        switch (organization, type.flatMap(AggregateType.init(rawValue:)), id) {
        case (let organization?, let type?, let id?): self = .aggregateOf(organization, type, id)
        case (nil, let type?, let id?): self = .aggregate(type, id)
        case (let organization?, _, _): self = .organization(organization)
        default: self = .everything
        }
    }
}
