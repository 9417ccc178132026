/// Messaging: a fact that is committed reaches everyone, once in effect.
///
/// Model. Whoever changes an aggregate appends what it tells to the **outbox** in the same transaction, together with
/// its copy for the event store. The **relay** of the database sends what lies there and deletes what the broker has
/// acknowledged. A **consumer** handles each event in a transaction that begins with a row in its **inbox**; what it
/// tells in turn goes into its own outbox there; the broker's offset moves on after the commit.
///
///     change + event store + outbox ─commit─▶ relay ─▶ topic ─▶ lane of the key ─▶ inbox + effect + outbox ─commit─▶ offset
///
/// Failure. At each arrow the process may die, and what was not deleted, or not committed, is done again: events are
/// sent at least once, and take effect once, because the inbox knows their ids. Per key, first occurrences stay in
/// order: a row that fails holds back the later ones of its key and no others. A broker that is away delays; when the
/// outbox has grown to its bound, writes are refused as a whole. An event that a consumer fails to handle parks its key
/// there: later events of the key wait behind it in the **parking lot** until it has taken effect, or lies with the
/// **dead letters**, which operators send back or discard (`DeadLetterDesk`).
///
/// Deliberately not done: Kafka's transactions, LISTEN and NOTIFY, cursors over ids (they lose what commits late),
/// several relays at once (they reorder keys), topics for retries (they lose a key's order).

public import Identifiers
public import JSON
public import PlatformProtocol
public import Postgres
import Synchronization

/// Where a service writes down what it tells, in the transaction of the change.
///
/// The aggregate's row must be locked and moved on to `version` before, in the same transaction: then no other
/// transaction can number a row of this aggregate in between, and the relay, which sends by number, sends by version. A
/// writer who only pretends is caught by the store: an aggregate has each version once.
///
/// ```swift
/// let version = try await transaction.one("UPDATE bookings SET …, version = version + 1 WHERE … RETURNING version")
/// try outbox.append(BookingUpdated(…), version: version, cause: cause, in: transaction)
/// ```
public struct Outbox: Sendable {
    /// What may be told.
    public let publisher: EventPublisher
    /// Whether there is room, and whom to wake.
    public let gate: OutboxGate
    private let clock: any WallClock
    private let ids: EventIDs

    public init(_ publisher: EventPublisher, gate: OutboxGate, clock: any WallClock) {
        self.publisher = publisher
        self.gate = gate
        self.clock = clock
        ids = EventIDs()
    }

    /// Appends an event to a transaction, whose organisation it belongs to. It travels with the next statement that is
    /// waited for, or with the commit.
    ///
    /// - Parameters:
    ///   - payload: what is told.
    ///   - version: what the locked aggregate was moved on to; each further event of one change takes the next.
    ///   - cause: what all events of one command share.
    ///   - clientID: the brand it is done for.
    ///   - context: what regulators would want to know.
    ///   - metadata: what else the event is to carry along.
    ///   - transaction: that of the change.
    /// - Returns: the event's id.
    /// - Throws: `OutboxFault` for an event that must not be told or finds no room; then throw it on, so that the
    ///   change is rolled back.
    @discardableResult
    public func append<Payload: EventPayload>(
        _ payload: Payload, version: Int, cause: EventCause, clientID: ClientID? = nil,
        context: CannabisContext? = nil, metadata: JSONObject = [:], in transaction: Transaction
    ) throws -> EventID {
        try gate.admit()
        let envelope = try envelope(payload, version, cause, clientID, context, metadata, transaction.scope)
        let record = try record(of: envelope)
        try transaction.enqueue(EventStoreStatements.insert(envelope, keptFor: try years(of: envelope)))
        try transaction.enqueue(OutboxStatements.insert(record, of: envelope))
        transaction.afterCommit { [gate] in gate.appended() }
        return envelope.id
    }

    /// Appends an event to a batch. What the batch does to the aggregate must fail as a whole when the version is not
    /// the expected one: an UPDATE that meets no row is no failure, but the store's key then is.
    @discardableResult
    public func append<Payload: EventPayload>(
        _ payload: Payload, version: Int, cause: EventCause, clientID: ClientID? = nil,
        context: CannabisContext? = nil, metadata: JSONObject = [:], to batch: inout Batch
    ) throws(OutboxFault) -> EventID {
        try gate.admit()
        let envelope = try envelope(payload, version, cause, clientID, context, metadata, batch.scope)
        let record = try record(of: envelope)
        batch.execute(EventStoreStatements.insert(envelope, keptFor: try years(of: envelope)))
        batch.execute(OutboxStatements.insert(record, of: envelope))
        batch.afterCommit { [gate] in gate.appended() }
        return envelope.id
    }

    private func envelope<Payload: EventPayload>(
        _ payload: Payload, _ version: Int, _ cause: EventCause, _ clientID: ClientID?, _ context: CannabisContext?,
        _ metadata: JSONObject, _ scope: Scope
    ) throws(OutboxFault) -> Envelope {
        guard case .organization(let organization) = scope else { throw .noOrganization }
        guard (1...Int(Int32.max)).contains(version) else { throw .versionOutOfRange(version) }
        let now = clock.now
        do throws(RegistryFault) {
            return try publisher.envelope(
                payload, id: ids.next(at: now), at: now, version: version,
                organizationID: OrganizationID(organization), clientID: clientID, cause: cause, context: context,
                metadata: metadata)
        } catch {
            throw .undeclared(error)
        }
    }

    /// The bytes that everybody will see, made here and never again.
    private func record(of envelope: Envelope) throws(OutboxFault) -> EventRecord {
        let record: EventRecord
        do throws(EventFault) {
            record = try envelope.record()
        } catch {
            throw .unfit(error)
        }
        let headers = record.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
        let size = record.key.count + record.value.count + headers
        guard size <= MessagingLimits.recordBytesMax else { throw .tooLarge(size) }
        return record
    }

    private func years(of envelope: Envelope) throws(OutboxFault) -> Int {
        guard let years = envelope.topic.retention.years else { throw .notStored(envelope.type) }
        return years
    }
}

/// Ids of events, rising for as long as the process lives.
private final class EventIDs: Sendable {
    private let generator: Mutex<UUIDGenerator>

    init() {
        var source = SystemRandomNumberGenerator()
        generator = Mutex(UUIDGenerator(seededFrom: &source))
    }

    func next(at now: Timestamp) -> EventID {
        EventID(generator.withLock { $0.next(at: now) })
    }
}
