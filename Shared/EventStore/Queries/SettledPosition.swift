import EventLoop
import Postgres

/// How far the store can be read so that nothing commits behind the reader's back.
///
/// A row's `position` comes from a sequence and is given out before its transaction commits, so 7 may be there for all
/// to see while 5 is still to come: a reader that remembers 7 never sees 5. Remedies by time (wait until a gap is old)
/// guess; by transaction ids they need a column that is worthless after a restore, and still miss the moment between
/// the number and the id, since a number is drawn first. What a writer has from before it draws a number until after
/// its commit can be seen is its lock on `event_store`. So:
///
/// 1. H is the last number that was given out.
/// 2. W is everybody who then holds a lock for writing on `event_store`.
/// 3. Wait until nobody of W holds it.
///
/// Every row that was or will be given a position of at most H is now either visible to a new statement, or never
/// will be. For: let T be the transaction that drew p ≤ H. It did so in an INSERT into `event_store`, whose lock on
/// the table is taken when the statement is analysed or its plan is fetched, before anything of it is executed, and
/// kept until T has ended. The number was drawn before (1), so at (2) T held the lock or had ended. If it held it, T is
/// in W: a transaction is known by its virtual id, which no other has after it, and a lock's release comes after the
/// commit has become visible. If it had ended, its commit was visible already. Either way (3) leaves it ended. Someone
/// who waits for the lock at (2) has drawn nothing under it yet. The list of locks is read while it changes, but a
/// lock that is held all the while is in it: those kept in the backends are looked through first, and they only move
/// on into the shared table. A prepared transaction changes its name to one that begins with -1; such are waited for
/// whoever they are, though the platform prepares none.
///
/// The sequence could give out a number twice only if the server crashed before it had logged it; but whoever commits
/// that H was settled commits the log before it too.
///
/// Nobody is held up: locks are looked at, not taken. A writer that goes on for long delays readers of this, not
/// writers, and the application's timeouts end it.
struct SettledPosition: Sendable {
    let database: Database

    /// A position that has settled, or the best there is when somebody writes for longer than `limit`: nil.
    func current(waitingAtMost limit: Duration = EventStoreLimits.settlingMax) async throws -> Int64? {
        let last = try await database.one(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM event_store_position", for: .system
        ).decode(Int64.self)
        let writers = try await database.rows(
            "SELECT DISTINCT virtualtransaction \(Self.writers)", for: .system
        ).decode(String.self)
        guard !writers.isEmpty else { return last }
        let end = database.loop.now + limit
        while true {
            let left = try await database.one(
                """
                SELECT count(*) \(Self.writers)
                    AND (virtualtransaction = ANY (\(writers)) OR virtualtransaction LIKE '-1/%')
                """, for: .system
            ).decode(Int64.self)
            if left == 0 { return last }
            guard database.loop.now < end else { return nil }
            try await database.loop.sleep(for: EventStoreLimits.settlingPause)
        }
    }

    /// Whoever may have drawn a number: holders of a lock that a writer has, or a stronger one.
    private static let writers = SQLFragment(
        """
        FROM pg_locks WHERE locktype = 'relation' AND granted AND relation = 'event_store'::regclass
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        """)
}
