/// The audit chain: whoever changes, removes, inserts or reorders events behind the service's back is found out.
///
/// Purpose: an event store that nobody may update is a promise of grants, and those who grant can break it. The chain
/// makes that show. Each link binds the one before it by SHA-256, so a link can only be changed with all that follow;
/// its last hash, told in the log at every step, is the witness outside of the database (`ChainAnchor`).
///
/// Model. Business transactions know nothing of it: a chain that each of them had to extend would make them queue for
/// its last row. The **sealer** comes behind them. It finds a position that has settled (`SettledPosition`, where the
/// proof stands that nobody commits below it any more), reads the rows since the last run in the order of their
/// positions, and adds a link for each class and month among them:
///
///     positions 1 … 500   ┌ 7 years, March  digest of 430 rows ┐
///                         └ 1 year,  March  digest of  70 rows ┘── previous hash ──▶ positions 501 … 800 …
///
/// Class and month, because that is what retention drops as a whole: the links of what is gone stay, and with the
/// sealed record of the drop they say what went, how much it was, and that its time was over. A drop waits until its
/// rows are sealed. All links of a run name the run's positions, so a row that turns up between them later, even in a
/// month that had none, belongs to a run that does not know it.
///
/// Failure. Links are added in one batch; a process that dies before it has added nothing. Two sealers at once compute
/// the same next number, and the primary key lets one of them have it. While somebody writes for long, sealing waits.
///
/// Deliberately not done: a Merkle tree (whoever verifies reads the rows anyway), signatures (the witness is the log),
/// proof against whoever inserts a false event before it is sealed: to the database that is an event.

public import Identifiers
public import Postgres

/// Extends the chain over what has settled. Runs as the system role, anywhere, as often as one likes.
public struct ChainSealer: Sendable {
    private let store: ChainStore
    private let settled: SettledPosition
    private let clock: any WallClock

    public init(_ database: Database, clock: any WallClock) {
        store = ChainStore(database: database)
        settled = SettledPosition(database: database)
        self.clock = clock
    }

    /// What one call did.
    public struct Outcome: Sendable, Equatable {
        /// Rows that are bound now.
        public var events: Int64 = 0
        /// Drops of partitions that are.
        public var drops = 0
        /// Where the chain ends; nil while it is empty.
        public var head: ChainAnchor?
        /// Whether there may be more to do at once.
        public var isBehind = false
    }

    /// Binds what can be bound, and tells how far it came.
    public func seal() async throws -> Outcome {
        var head = try await store.head()
        var outcome = Outcome()
        let drops = try await store.drops(onlyUnsealed: true)
        if !drops.isEmpty {
            let links = extend(head, by: drops)
            guard try await store.append(links) else { return outcome.at(head) }
            head.follow(links)
            outcome.drops = drops.count
        }
        guard let position = try await settled.current() else {
            outcome.isBehind = true
            return outcome.at(head)
        }
        for _ in 0..<EventStoreLimits.runsAtOnce {
            let rows = try await store.rows(
                after: head.sealedTo, to: position, limit: EventStoreLimits.rowsPerRun)
            guard let last = rows.last else { return outcome.at(head) }
            let links = extend(head, by: rows, to: last.position)
            guard try await store.append(links) else { return outcome.at(head) }
            head.follow(links)
            head.sealedTo = last.position
            outcome.events += Int64(rows.count)
        }
        outcome.isBehind = true
        return outcome.at(head)
    }

    private func extend(_ head: ChainStore.Head, by rows: [SealedRow], to position: Int64) -> [ChainLink] {
        let groups = SealedGroups(rows)
        var links: [ChainLink] = []
        for month in groups.months {
            links.append(
                ChainLink(
                    head.sequence + Int64(links.count) + 1, .events(after: head.sealedTo, to: position),
                    years: month.retentionYears, from: month.lower, to: month.upper, events: groups.count(month),
                    digest: groups.digest(month), after: links.last?.hash ?? head.hash, at: clock.now))
        }
        return links
    }

    private func extend(_ head: ChainStore.Head, by drops: [PartitionDrop]) -> [ChainLink] {
        var links: [ChainLink] = []
        for drop in drops {
            links.append(
                ChainLink(
                    head.sequence + Int64(links.count) + 1, .drop(drop.sequence), years: drop.retentionYears,
                    from: drop.lower, to: drop.upper, events: drop.events, digest: drop.digest,
                    after: links.last?.hash ?? head.hash, at: clock.now))
        }
        return links
    }
}

/// A link that somebody has written down elsewhere: the log, a notary, a printed page. With it, a chain that was made
/// anew as a whole, or cut off at its end, does not verify.
public struct ChainAnchor: Sendable, Hashable {
    public let sequence: Int64
    /// 32 bytes.
    public let hash: [UInt8]

    public init(sequence: Int64, hash: [UInt8]) {
        (self.sequence, self.hash) = (sequence, hash)
    }
}

extension ChainStore.Head {
    fileprivate mutating func follow(_ links: [ChainLink]) {
        guard let last = links.last else { return }
        (sequence, hash) = (last.sequence, last.hash)
    }
}

extension ChainSealer.Outcome {
    fileprivate func at(_ head: ChainStore.Head) -> Self {
        var outcome = self
        outcome.head = head.sequence == 0 ? nil : ChainAnchor(sequence: head.sequence, hash: head.hash)
        return outcome
    }
}
