public import Identifiers
import Postgres

/// Some events in order, and where to go on.
public struct EventPage: Sendable, Equatable {
    public let events: [StoredEvent]
    /// Nil when there are no more.
    public let next: EventCursor?
}

/// A place between two events, for whoever reads page by page. It holds for the reading that it came from.
public struct EventCursor: Sendable, Hashable {
    /// The last event that was read.
    public let id: UUID128
    /// Its aggregate's version.
    public let version: Int
    /// The newest drop of a partition when the reading began.
    public let drops: Int64

    /// A cursor that was given out before.
    public init(id: UUID128, version: Int, drops: Int64) {
        (self.id, self.version, self.drops) = (id, version, drops)
    }
}

/// What tells a reader that a partition went while it read.
///
/// A reading begins with the number of the newest drop. After each later page, and not before it, it asks for drops with
/// higher numbers: a drop that the page could have missed rows of had been committed when the page was read, and drops
/// are numbered in the order of their commits, so it is seen. One that came a moment later is seen too, and then the
/// reader is told one page early.
struct DropWatch: Sendable {
    let database: Database
    let scope: Scope

    /// The newest drop there is, 0 without any.
    func newest() async throws(PostgresError) -> Int64 {
        try await database.one("SELECT coalesce(max(sequence), 0) FROM partition_drops", for: scope)
            .decode(Int64.self)
    }

    /// Throws when ranges of these classes that reach beyond `id` went after the drop with the number `drops`.
    func check(after drops: Int64, in years: Set<Int>, beyond id: UUID128) async throws {
        let gone = try await database.first(
            """
            SELECT sequence FROM partition_drops
            WHERE sequence > \(drops) AND upper_id > \(id) AND \(isKept(for: years)) LIMIT 1
            """, for: scope)
        if gone != nil { throw EventStoreFault.droppedWhileReading }
    }
}
