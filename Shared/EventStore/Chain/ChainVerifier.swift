import Identifiers
public import Postgres

/// Reads the chain and all that it binds, and tells the first link at which something is wrong.
///
/// It may run beside everything else: what is written meanwhile is behind the end of the chain it reads, and a
/// partition that is dropped meanwhile is looked up again before anybody is accused.
public struct ChainVerifier: Sendable {
    private let store: ChainStore
    private let anchors: [ChainAnchor]

    /// - Parameters:
    ///   - database: As the system role.
    ///   - anchors: Links that were written down elsewhere.
    public init(_ database: Database, anchors: [ChainAnchor] = []) {
        store = ChainStore(database: database)
        self.anchors = anchors
    }

    /// - Parameter progress: is told the number of links every now and then.
    /// - Returns: what was found; a fault is a finding and no error.
    /// - Throws: `PostgresError`.
    public func verify(progress: (ChainReport) -> Void = { _ in }) async throws -> ChainReport {
        var walk = ChainWalk(drops: try await store.drops(), anchors: anchors)
        while true {
            let links = try await store.links(after: walk.sequence, limit: 500)
            for link in links {
                if let run = walk.runEnding(before: link) { try await check(run, in: &walk) }
                guard walk.isGood else { return walk.report }
                walk.take(link)
                guard walk.isGood else { return walk.report }
            }
            progress(walk.report)
            guard links.count < 500 else { continue }
            if let run = walk.runEnding(before: nil) { try await check(run, in: &walk) }
            guard walk.isGood else { return walk.report }
            walk.end()
            walk.report.unsealed = try await store.unsealed(
                after: walk.sealedTo, countedTo: EventStoreLimits.straysCountedMax)
            return walk.report
        }
    }

    private func check(_ run: ChainWalk.Run, in walk: inout ChainWalk) async throws {
        let bound = run.links.reduce(0) { $0 + $1.events }
        let groups = SealedGroups(
            try await store.rows(after: run.after, to: run.to, limit: Int(clamping: bound) + 1_000))
        if walk.check(run, against: groups) { return }
        walk.drops = try await store.drops()
        if !walk.check(run, against: groups) { walk.settleFault() }
    }
}
