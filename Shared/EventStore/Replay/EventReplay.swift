/// Replay: the events of a store are told once more, to a handler under another name that can do nothing with them but
/// fill tables of its own.
///
/// Purpose: a projection is made anew from what happened, because its rule has changed, because it is doubted, or
/// because it is new, while the live one goes on.
///
/// Model. The source is the event store of the service that told the events; the target is the database of the service
/// that handles them, often another one. Events come in the order of their positions, which is that of versions within
/// an aggregate, up to a position that has settled. Each transaction applies some events of one organisation and moves
/// the replay's rows in `event_subscriptions` on, so that whoever is killed goes on where the last commit ended.
///
/// Outside effects are off by the database's own rules and not by anybody's care: handlers run as the **system role**,
/// which may write no table of a service, neither outbox nor event store. What it may write is the shadow
/// (`ShadowBuild`), which stands before the live tables in the search path. A handler that would tell something, or
/// write elsewhere, is refused, and the replay stops with that error.
///
///     store ─▶ window of positions ─▶ transaction { move on, handler … } as system, search_path shadow, public
///
/// Failure. What passes by itself is thrown and leaves the replay as it stands. What does not marks it failed, with the
/// reason; it goes on from the same event when it is run again. A partition that is dropped before it was read ends it:
/// there would be a gap. Two who run the same replay notice at the first commit.
///
/// Deliberately not done: reading topics (they keep 90 days), speed at the price of order, handlers that read tables
/// other than their own (they would see what the system role sees of them).

import EventLoop
import Identifiers
public import PlatformProtocol
public import Postgres

/// What is done about some types of events.
public struct ReplayHandler: Sendable {
    let service: ServiceName
    let types: Set<EventType>
    let handle: @Sendable (Envelope, Transaction) async throws -> Void

    /// - Parameters:
    ///   - service: Whose handler it is.
    ///   - types: What it wants to be told.
    ///   - handle: What it does with one event in the transaction given; what a service's consumer does behind its inbox.
    public init(
        of service: ServiceName, types: Set<EventType>,
        _ handle: @escaping @Sendable (Envelope, Transaction) async throws -> Void
    ) {
        precondition(!types.isEmpty, "a handler wants to be told something")
        (self.service, self.types, self.handle) = (service, types, handle)
    }
}

/// One replay. Runs on the loop that both databases belong to.
public struct EventReplay: Sendable {
    /// What it is known by in `event_subscriptions`.
    public let name: String
    private let handler: ReplayHandler
    private let source: ReplaySource
    private let target: Database
    private let shadow: ShadowBuild
    private let progress: ReplayProgress

    /// - Parameters:
    ///   - name: What it is known by; another name is another replay.
    ///   - handler: Whom the events are told.
    ///   - source: The store's database as its system role.
    ///   - shadow: What the handler fills, in the handler's database.
    public init(_ name: String, to handler: ReplayHandler, from source: Database, into shadow: ShadowBuild) {
        self.name = name
        self.handler = handler
        self.source = ReplaySource(database: source)
        self.shadow = shadow
        target = shadow.database
        progress = ReplayProgress(name: name, types: handler.types)
    }

    /// How far it came.
    public struct Outcome: Sendable, Equatable {
        /// Events that were applied by this call.
        public var applied: Int64 = 0
        /// The position until which everything is.
        public var position: Int64 = 0
    }

    /// Applies what there is from where it stands, and returns when it has caught up with what has settled. Run again,
    /// it goes on with what came meanwhile.
    ///
    /// - Parameter report: is told after each transaction.
    /// - Returns: how far it came.
    /// - Throws: `ReplayFault`, `PostgresError`, `EventFault`, and what the handler threw.
    public func run(_ report: (Outcome) -> Void = { _ in }) async throws -> Outcome {
        let drops = try await source.newestDrop()
        guard let end = try await SettledPosition(database: source.database).current() else {
            throw ReplayFault.notSettled
        }
        let place = try await progress.open(handler.service, until: end, drops: drops, in: target)
        do {
            let outcome = try await apply(from: place, to: end, report)
            try await progress.end(.done, in: target)
            return outcome
        } catch {
            if !Task.isCancelled, !passesByItself(error) {
                try await progress.end(.failed, error: words(of: error), in: target)
            }
            throw error
        }
    }

    /// Closes the live tables to writers, applies what is missing, gives them the shadow's rows, and discards the shadow,
    /// all in one transaction: readers see the old rows until its commit and the new ones after it.
    ///
    /// Whatever the live handler had applied when the tables were closed was committed in the store before, so a replay
    /// that goes on to what has settled then has all of it.
    ///
    /// - Parameter rest: What becomes of rows that only the live tables have. They are deleted where the store has all
    ///   events; where some have been dropped with their time, their rows can be kept.
    /// - Returns: what was written and deleted, by table.
    /// - Throws: what `run` throws, and `PostgresError` when somebody writes the tables for longer than may be waited.
    public func swapIn(rest: ShadowBuild.Rest) async throws -> [ShadowBuild.Swapped] {
        precondition(target.limits.connections > 1, "the replay goes on while the swap's transaction is open")
        let deadline = target.loop.now + EventStoreLimits.swapMax
        return try await target.transaction(for: .system, TransactionOptions(deadline: deadline)) { transaction in
            try await shadow.lock(in: transaction)
            _ = try await run()
            let swapped = try await shadow.swap(rest: rest, in: transaction)
            try await progress.retire(in: transaction)
            return swapped
        }
    }

    private func apply(
        from place: ReplayProgress.Place, to end: Int64, _ report: (Outcome) -> Void
    ) async throws -> Outcome {
        var outcome = Outcome(applied: 0, position: place.position)
        var written = place.position
        let types = handler.types.map(\.rawValue).sorted()
        while outcome.position < end {
            try Task.checkCancellation()
            let (events, reached) = try await source.next(
                after: outcome.position, to: end, types: types, limit: EventStoreLimits.replayBatch)
            guard try await !source.hasDropped(after: place.dropsSeen, beyond: outcome.position) else {
                throw ReplayFault.eventsDropped
            }
            for run in events.runs {
                guard let last = run.last?.position else { continue }
                try await apply(run, from: written, to: last)
                outcome.applied += Int64(run.count)
                written = last
                report(outcome.at(last))
            }
            outcome.position = reached
        }
        return outcome
    }

    /// Applies events of one organisation in one transaction.
    private func apply(_ events: ArraySlice<StoredEvent>, from old: Int64, to new: Int64) async throws {
        guard let organization = events.first?.organizationID else { return }
        var counts: [EventType: Int64] = [:]
        for event in events { if let type = event.type { counts[type, default: 0] += 1 } }
        try await target.transaction(for: .organization(organization)) { transaction in
            try shadow.enter(in: transaction)
            try await progress.move(from: old, to: new, counts: counts, in: transaction)
            for event in events { try await handler.handle(try event.envelope(), transaction) }
        }
    }

    private func passesByItself(_ error: any Error) -> Bool {
        switch error {
        case let error as PostgresError: error.isTransient
        case ReplayFault.movedByAnother, ReplayFault.nameTaken: true
        default: false
        }
    }
}

extension EventReplay.Outcome {
    fileprivate func at(_ position: Int64) -> Self {
        Self(applied: applied, position: position)
    }
}

extension [StoredEvent] {
    /// Neighbours of one organisation together.
    fileprivate var runs: [ArraySlice<StoredEvent>] {
        var runs: [ArraySlice<StoredEvent>] = []
        var start = startIndex
        for index in indices where self[index].organizationID != self[start].organizationID {
            runs.append(self[start..<index])
            start = index
        }
        if start < endIndex { runs.append(self[start...]) }
        return runs
    }
}
