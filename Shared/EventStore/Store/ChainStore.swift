import Identifiers
import Postgres

/// The rows of the chain and of what it binds; all of it as the system role.
struct ChainStore: Sendable {
    let database: Database

    /// Where the chain ends.
    struct Head: Sendable, Equatable {
        var sequence: Int64 = 0
        var hash = ChainLink.beginning
        /// Every row up to this position is bound.
        var sealedTo: Int64 = 0
    }

    func head() async throws -> Head {
        let row = try await database.one(
            """
            SELECT coalesce(max(sequence), 0), coalesce(max(to_position), 0),
                (SELECT hash FROM event_chain ORDER BY sequence DESC LIMIT 1)
            FROM event_chain
            """, for: .system)
        let (sequence, sealedTo, hash) = try row.decode(Int64.self, Int64.self, [UInt8]?.self)
        return Head(sequence: sequence, hash: hash ?? ChainLink.beginning, sealedTo: sealedTo)
    }

    func links(after sequence: Int64, limit: Int) async throws(PostgresError) -> [ChainLink] {
        try await database.rows(
            """
            SELECT sequence, after_position, to_position, drop_sequence, retention_years, lower_id, upper_id, events,
                digest, previous, hash, sealed_at
            FROM event_chain WHERE sequence > \(sequence) ORDER BY sequence LIMIT \(Int64(limit))
            """, for: .system
        ).map(Self.link)
    }

    private static func link(_ row: Row) throws(PostgresError) -> ChainLink {
        var columns = row.columns
        let sequence = try columns.next(Int64.self)
        let (after, to) = (try columns.next(Int64?.self), try columns.next(Int64?.self))
        let drop = try columns.next(Int64?.self)
        let subject: ChainLink.Subject = drop.map { .drop($0) } ?? .events(after: after ?? 0, to: to ?? 0)
        let link = ChainLink(
            sequence: sequence, subject: subject, retentionYears: try columns.next(), lower: try columns.next(),
            upper: try columns.next(), events: try columns.next(), digest: try columns.next(),
            previous: try columns.next(), hash: try columns.next(), sealedAt: try columns.next())
        try columns.end()
        return link
    }

    /// Adds links, all or none.
    ///
    /// - Returns: false when somebody else has added one there already.
    func append(_ links: [ChainLink]) async throws(PostgresError) -> Bool {
        var batch = Batch(for: .system)
        for link in links {
            var (after, to, drop): (Int64?, Int64?, Int64?) = (nil, nil, nil)
            switch link.subject {
            case .events(let first, let last): (after, to) = (first, last)
            case .drop(let number): drop = number
            }
            batch.execute(
                """
                INSERT INTO event_chain (sequence, kind, retention_years, lower_id, upper_id, after_position,
                    to_position, drop_sequence, events, digest, previous, hash, sealed_at)
                VALUES (\(link.sequence), \(drop == nil ? "events" : "dropped"), \(link.retentionYears), \(link.lower),
                    \(link.upper), \(after), \(to), \(drop), \(link.events), \(link.digest), \(link.previous),
                    \(link.hash), \(link.sealedAt))
                """)
        }
        do throws(PostgresError) {
            _ = try await database.run(batch)
            return true
        } catch {
            guard case .uniqueViolation = error else { throw error }
            return false
        }
    }

    /// The rows after one position until and with another, in that order.
    func rows(after: Int64, to: Int64, limit: Int) async throws(PostgresError) -> [SealedRow] {
        try await database.rows(
            """
            SELECT position, id, retention_years, organization_id, event_type, schema_version, aggregate_type,
                aggregate_id, version, sha256(convert_to(event_data::text, 'UTF8')),
                sha256(convert_to(metadata::text, 'UTF8')), correlation_id, causation_id, created_by, created_at,
                first_id_at(date_trunc('month', moment_of_id(id), 'UTC')),
                first_id_at(date_trunc('month', moment_of_id(id), 'UTC') + interval '1 month')
            FROM event_store WHERE position > \(after) AND position <= \(to) ORDER BY position LIMIT \(Int64(limit))
            """, for: .system
        ).map(Self.row)
    }

    private static func row(_ row: Row) throws(PostgresError) -> SealedRow {
        var columns = row.columns
        let (position, id, years) = (
            try columns.next(Int64.self), try columns.next(UUID128.self), try columns.next(Int16.self)
        )
        let (organization, type, schema) = (
            try columns.next(UUID128.self), try columns.next(String.self), try columns.next(Int16.self)
        )
        let (aggregateType, aggregate, version) = (
            try columns.next(String.self), try columns.next(UUID128.self), try columns.next(Int32.self)
        )
        let (data, metadata) = (try columns.next([UInt8].self), try columns.next([UInt8].self))
        let (correlation, causation) = (try columns.next(UUID128.self), try columns.next(UUID128?.self))
        let (by, at) = (try columns.next(String?.self), try columns.next(Timestamp.self))
        let month = SealedRow.Month(retentionYears: years, lower: try columns.next(), upper: try columns.next())
        try columns.end()
        return SealedRow(
            position: position, id: id, retentionYears: years, organizationID: organization, eventType: type,
            schemaVersion: schema, aggregateType: aggregateType, aggregateID: aggregate, version: version,
            dataHash: data, metadataHash: metadata, correlationID: correlation, causationID: causation, createdBy: by,
            createdAt: at, month: month)
    }

    /// How many rows wait for the sealer, counted up to `limit`.
    func unsealed(after position: Int64, countedTo limit: Int) async throws(PostgresError) -> Int64 {
        try await database.one(
            """
            SELECT count(*) FROM (SELECT FROM event_store WHERE position > \(position) LIMIT \(Int64(limit))) AS t
            """, for: .system
        ).decode(Int64.self)
    }

    /// What went of the event store, in the order in which it went.
    func drops(onlyUnsealed: Bool = false) async throws(PostgresError) -> [PartitionDrop] {
        var statement: SQL = """
            SELECT sequence, parent, partition, retention_years, lower_id, upper_id, events, last_position, dropped_at,
                moment_of_id(upper_id) + make_interval(years => retention_years) <= dropped_at
            FROM partition_drops d WHERE retention_years IS NOT NULL
            """
        if onlyUnsealed {
            statement.append(" AND NOT EXISTS (SELECT FROM event_chain c WHERE c.drop_sequence = d.sequence)")
        }
        statement.append(" ORDER BY sequence")
        return try await database.rows(statement, for: .system).map { row throws(PostgresError) in
            var columns = row.columns
            let drop = PartitionDrop(
                sequence: try columns.next(), parent: try columns.next(), partition: try columns.next(),
                retentionYears: try columns.next(), lower: try columns.next(), upper: try columns.next(),
                events: try columns.next(), lastPosition: try columns.next(), droppedAt: try columns.next(),
                isLawful: try columns.next())
            try columns.end()
            return drop
        }
    }
}
