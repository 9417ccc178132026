public import EventLoop
public import Identifiers
import JSON
import KafkaClient
import PlatformProtocol
public import Postgres

/// Where operators look through a service's dead letters and decide about them: as its system role, over all
/// organisations. What is decided is written down with who and why, and nothing is decided twice.
public struct DeadLetterDesk: Sendable {
    private let database: Database
    private let clock: any WallClock

    /// - Parameters:
    ///   - database: the service's, as its system role.
    ///   - clock: the time of day, for when something was decided.
    public init(_ database: Database, clock: any WallClock) {
        (self.database, self.clock) = (database, clock)
    }

    /// Which letters are meant; nothing given is all of them.
    public struct Filter: Sendable {
        public var state: FiledLetter.State?
        public var consumer: String?
        public var eventID: UUID128?
        public var topic: String?
        public var reason: String?
        public var organizationID: OrganizationID?

        public init(
            state: FiledLetter.State? = .open, consumer: String? = nil, eventID: UUID128? = nil, topic: String? = nil,
            reason: String? = nil, organizationID: OrganizationID? = nil
        ) {
            (self.state, self.consumer, self.eventID, self.topic) = (state, consumer, eventID, topic)
            (self.reason, self.organizationID) = (reason, organizationID)
        }

        fileprivate var condition: SQL {
            """
            (\(state?.rawValue)::text IS NULL OR state = \(state?.rawValue))
                AND (\(consumer)::text IS NULL OR consumer = \(consumer))
                AND (\(eventID)::uuid IS NULL OR event_id = \(eventID))
                AND (\(topic)::text IS NULL OR topic = \(topic))
                AND (\(reason)::text IS NULL OR reason = \(reason))
                AND (\(organizationID)::uuid IS NULL OR organization_id = \(organizationID))
            """
        }
    }

    /// Why nothing was decided.
    public enum Refusal: Error, Equatable, Sendable {
        case notFound
        /// Somebody has decided before.
        case alreadyDecided(FiledLetter.State)
        /// The event took effect meanwhile, from another copy of it.
        case alreadyHandled
    }

    // MARK: Looking

    /// The letters that died last come first; `after` is the last one of the page before.
    public func list(
        _ filter: Filter, atMost limit: Int = 50, after: FiledLetter? = nil, by deadline: MonotonicTime
    ) async throws -> [FiledLetter] {
        let limit = min(
            max(limit, MessagingLimits.deadLetterPage.lowerBound), MessagingLimits.deadLetterPage.upperBound)
        let rows = try await database.rows(
            """
            SELECT \(FiledLetter.columns) FROM dead_letters
            WHERE \(filter.condition)
                AND (\(after?.diedAt)::timestamptz IS NULL OR (died_at, event_id) < (\(after?.diedAt), \(after?.eventID)))
            ORDER BY died_at DESC, event_id DESC LIMIT \(Int32(clamping: limit))
            """, for: .system, by: deadline)
        return try rows.map { row throws(PostgresError) in try FiledLetter(row) }
    }

    /// One letter and the record it is of; nil when there is none.
    public func show(
        _ eventID: UUID128, of consumer: String, by deadline: MonotonicTime
    ) async throws -> (letter: FiledLetter, record: FiledRecord)? {
        try await database.transaction(
            for: .system, TransactionOptions(readsOnly: true, deadline: deadline)
        ) { transaction in
            guard let letter = try await letter(eventID, of: consumer, in: transaction),
                let record = try await record(eventID, of: consumer, in: transaction)
            else { return nil }
            return (letter, FiledRecord(record))
        }
    }

    // MARK: Deciding

    /// Has the consumer try the event again, with as many attempts as a new one. It waits behind whatever is parked
    /// under its key.
    public func sendBack(
        _ eventID: UUID128, of consumer: String, by operatorName: String, because reason: String,
        by deadline: MonotonicTime
    ) async throws {
        let now = clock.now
        try await database.transaction(for: .system, TransactionOptions(deadline: deadline)) { transaction in
            let letter = try await decide(.sentBack, eventID, consumer, operatorName, reason, at: now, in: transaction)
            guard let record = try await record(eventID, of: consumer, in: transaction) else { throw Refusal.notFound }
            // What could not be read when it died may be readable now, and then has a name and an owner of its own.
            let envelope = try? record.envelope()
            let (id, owner) = (envelope?.id.uuid ?? eventID, envelope?.organizationID ?? letter.organizationID)
            try await reopen(id, renamedFrom: eventID, of: consumer, owner, record, at: now, in: transaction)
            let lot = ParkingLot(consumer: consumer)
            try lot.park(record, id, of: owner, because: nil, until: now, at: now, in: transaction)
        }
    }

    /// Gives the event up for good.
    public func discard(
        _ eventID: UUID128, of consumer: String, by operatorName: String, because reason: String,
        by deadline: MonotonicTime
    ) async throws {
        let now = clock.now
        try await database.transaction(for: .system, TransactionOptions(deadline: deadline)) { transaction in
            _ = try await decide(.discarded, eventID, consumer, operatorName, reason, at: now, in: transaction)
        }
    }

    private func decide(
        _ state: FiledLetter.State, _ eventID: UUID128, _ consumer: String, _ operatorName: String, _ reason: String,
        at now: Timestamp, in transaction: Transaction
    ) async throws -> FiledLetter {
        let row = try await transaction.first(
            """
            UPDATE dead_letters SET state = \(state.rawValue), decided_at = \(now), decided_by = \(operatorName),
                decision_reason = \(reason), sent_back = sent_back + \(Int32(state == .sentBack ? 1 : 0))
            WHERE consumer = \(consumer) AND event_id = \(eventID) AND state = 'open'
            RETURNING \(FiledLetter.columns)
            """)
        if let row { return try FiledLetter(row) }
        guard let letter = try await letter(eventID, of: consumer, in: transaction) else { throw Refusal.notFound }
        throw Refusal.alreadyDecided(letter.state)
    }

    /// Has the inbox say that the event is parked and no longer dead.
    private func reopen(
        _ id: UUID128, renamedFrom filed: UUID128, of consumer: String, _ owner: OrganizationID,
        _ record: ConsumedRecord, at now: Timestamp, in transaction: Transaction
    ) async throws {
        let inbox = Inbox(consumer: consumer)
        guard id != filed else { return try inbox.note(.parked, of: id, at: now, in: transaction) }
        guard try await inbox.enter(id, .parked, of: owner, record, at: now, in: transaction) else {
            throw Refusal.alreadyHandled
        }
    }

    private func letter(
        _ eventID: UUID128, of consumer: String, in transaction: Transaction
    ) async throws -> FiledLetter? {
        let row = try await transaction.first(
            """
            SELECT \(FiledLetter.columns) FROM dead_letters WHERE consumer = \(consumer) AND event_id = \(eventID)
            """)
        return try row.map { row throws(PostgresError) in try FiledLetter(row) }
    }

    private func record(
        _ eventID: UUID128, of consumer: String, in transaction: Transaction
    ) async throws -> ConsumedRecord? {
        let row = try await transaction.first(
            """
            SELECT topic, partition, "offset", broker_time, record_key, value, headers FROM dead_letters
            WHERE consumer = \(consumer) AND event_id = \(eventID)
            """)
        guard let row else { return nil }
        let (topic, partition, offset, time, key, value, headers) = try row.decode(
            String.self, Int32.self, Int64.self, Int64?.self, [UInt8]?.self, [UInt8]?.self, JSONText.self)
        return ConsumedRecord(
            keptFrom: topic, partition: partition, offset: offset, timestampMilliseconds: time, key: key, value: value,
            headers: StoredHeaders.headers(of: headers) ?? KafkaHeaders())
    }
}
