import Crypto
import HTTPWire
import Identifiers
import PlatformProtocol
public import Postgres

/// The first answers of requests that may be repeated. The row of one commits with its effect, so there is never an
/// effect without its answer or the other way round.
///
/// Who is at work on a key holds an advisory lock on it, which goes with the transaction however that ends: a repetition
/// that comes meanwhile is told so at once instead of waiting for a row to appear.
struct IdempotencyStore: Sendable {
    let organization: OrganizationID
    let operation: String
    let key: String
    let digest: RequestDigest

    /// How long a repetition gets the first answer.
    static let keptFor = Duration.seconds(24 * 3600)

    /// The kept answer to this very request, nil when it is new.
    func begin(in transaction: Transaction) async throws -> Answer? {
        var batch = Batch(for: transaction.scope)
        let lock = batch.one("SELECT pg_try_advisory_xact_lock(\(lockNumber))", as: Bool.self)
        let row = batch.first(
            """
            SELECT request_hash, status, headers, body FROM idempotency_keys
            WHERE organization_id = \(organization) AND operation = \(operation) AND key = \(key)
                AND expires_at > now()
            """, as: [UInt8].self, Int16.self, [UInt8].self, [UInt8].self)
        let results = try await transaction.run(batch)
        guard try results[lock] else { throw Problem.temporary(.idempotencyInProgress, retryAfter: 1) }
        guard let (hash, status, headers, body) = try results[row] else { return nil }
        guard hash == digest.hash.bytes else { throw Problem(.idempotencyKeyReused) }
        return try Answer(status: status, storedFields: headers, body: body)
    }

    /// Keeps the answer, in the place of one that is too old. It travels with the commit.
    func keep(_ answer: Answer, at now: Timestamp, in transaction: Transaction) throws {
        let expiry = now.advanced(by: Self.keptFor)
        try transaction.enqueue(
            """
            INSERT INTO idempotency_keys (
                organization_id, operation, key, request_hash, status, headers, body, created_at, expires_at)
            VALUES (
                \(organization), \(operation), \(key), \(digest.hash.bytes), \(Int16(answer.status.code)),
                \(answer.storedFields), \(answer.body), \(now), \(expiry))
            ON CONFLICT (organization_id, operation, key) DO UPDATE SET
                request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
                body = excluded.body, created_at = excluded.created_at, expires_at = excluded.expires_at
            """)
    }

    /// Two keys of one number only wait for each other.
    private var lockNumber: Int64 {
        let name = Array("\(organization) \(operation) \(key)".utf8)
        return SHA256Digest(of: name.span).bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}

/// What of the keys is to be swept.
public enum IdempotencySweep {
    /// Rows deleted in one statement, so that a long pause makes no long lock.
    static let rowsAtOnce: Int32 = 1000

    /// Deletes keys that are over, and tells how many; run it as the system role.
    public static func run(_ database: Database) async throws(PostgresError) -> Int {
        var total = 0
        while true {
            let deleted = try await database.execute(
                """
                DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM idempotency_keys WHERE expires_at <= now() LIMIT \(rowsAtOnce)))
                """, for: .system)
            total += deleted
            guard deleted == Int(rowsAtOnce) else { return total }
        }
    }
}
