import EventLoop
import Identifiers

/// What a relay does next, decided without doing anything: what happened goes in, what to do comes out.
///
///     standing by ─lock─▶ warming ─▶ reading ─rows─▶ delivering ─▶ settling ─▶ reading …
///          ▲                           │ none              │ nothing delivered
///          └── the database fails ──   └──▶ resting ◀──────┘
///
/// A batch is waited for only a while. What the broker has not answered by then is under way: its keys are left out of
/// what is read next, so that a partition without a leader holds up nobody else, and its rows are settled when their
/// answers arrive. A key's rows are under way from its oldest one on and nothing of the key is sent behind them, so
/// when the producer drops everything, it still drops only a tail of each key.
///
/// It reads the oldest rows that are there and keeps no position: a position would lose rows of transactions that took
/// their numbers early and commit late. What it knows beside the table is which keys are held back, and that only makes
/// it slower: it may be lost at any moment.
struct RelayMachine {
    /// What happened.
    enum Input: Sendable, Equatable {
        case begin
        case locked
        /// Another relay has the lock.
        case notLocked
        case warmed
        case notWarmed
        /// What was read, oldest first.
        case rows([RowName])
        /// What became of the rows delivered, in their order, as far as it is known.
        case delivered([RowOutcome])
        /// What became of rows that were under way.
        case arrived([RowName], [RowOutcome])
        case settled
        /// The rest is over: time has passed, or somebody has something to send.
        case rested
        /// The session is gone, and the lock with it.
        case databaseFailed
    }

    /// What to do; its result is the next input.
    enum Action: Sendable, Equatable {
        /// Open the session if there is none, and try the lock.
        case lock
        /// Drop the session and whatever the producer still has, and wait.
        case standBy(Duration)
        /// Wait until the producer knows its topics.
        case warm
        /// Read the oldest rows of all keys but these.
        case read(limit: Int, without: [String])
        /// Read the oldest row of one key that is in quarantine.
        case probe(key: String)
        case deliver([RowName])
        /// Delete what was acknowledged and note what was refused.
        case settle(delete: [Int64], refused: [Refusal])
        case rest(Duration)
        /// Wait until nothing is under way any more.
        case drain
        case finish
    }

    /// What the machine needs to know of a row.
    struct RowName: Sendable, Hashable {
        let id: Int64
        let key: String
        var bytes = 0
    }

    /// A row that the broker will not take as it is.
    struct Refusal: Sendable, Equatable {
        let id: Int64
        let label: String
    }

    private enum State: Equatable {
        case idle
        case locking
        case waitingForLock
        case warming
        case reading
        case probing(String)
        case delivering([RowName])
        case settling
        case resting
        case draining
        case standingBy
        case finished
    }

    private var state = State.idle
    private var isStopping = false
    private var held: HeldKeys
    /// Rows that are with the broker, by key, and their bytes.
    private var underWay: [String: Int] = [:]
    private var rowsUnderWay = 0
    private var bytesUnderWay = 0
    private var random: FastRandom
    private let settings: RelaySettings
    /// Batches in a row of which nothing was delivered.
    private var failedBatches = 0
    /// Failures of the database in a row.
    private var failedSessions = 0
    /// Reads in a row that found nothing.
    private var emptyReads = 0
    private var probedLast = false

    init(_ settings: RelaySettings, random: FastRandom) {
        self.settings = settings
        self.random = random
        held = HeldKeys(settings)
    }

    /// Whether the lock is held, as far as the machine was told.
    var isLeading: Bool {
        switch state {
        case .idle, .locking, .waitingForLock, .standingBy, .finished: false
        case .warming, .reading, .probing, .delivering, .settling, .resting, .draining: true
        }
    }

    /// Keys in quarantine.
    var quarantined: Int { held.quarantined }

    /// Whether the broker has refused or lost whole batches lately.
    var isBroken: Bool { failedBatches > 0 }

    /// Has the relay finish what it has begun; the next input leads there.
    mutating func requestStop() {
        isStopping = true
    }

    mutating func handle(_ input: Input, at now: MonotonicTime) -> Action {
        if input == .databaseFailed { return databaseFailed() }
        switch (state, input) {
        case (.delivering(let rows), .delivered(let outcomes)):
            return delivered(rows, outcomes, at: now)
        case (.reading, .arrived(let rows, let outcomes)), (.probing, .arrived(let rows, let outcomes)),
            (.resting, .arrived(let rows, let outcomes)), (.draining, .arrived(let rows, let outcomes)):
            for row in rows { hasArrived(row) }
            return delivered(rows, outcomes, at: now)
        case _ where isStopping:
            return finish()
        case (.idle, .begin), (.standingBy, .rested), (.waitingForLock, .rested):
            state = .locking
            return .lock
        case (.locking, .notLocked):
            state = .waitingForLock
            failedSessions = 0
            return .rest(settings.standbyPoll)
        case (.locking, .locked), (.warming, .rested):
            state = .warming
            failedSessions = 0
            return .warm
        case (.warming, .notWarmed):
            failedBatches += 1
            return .rest(brokerPause())
        case (.warming, .warmed), (.resting, .rested), (.settling, .settled):
            return next(at: now)
        case (.reading, .rows(let rows)):
            return read(rows, isProbe: false, at: now)
        case (.probing(let key), .rows(let rows)):
            if rows.isEmpty { held.release(key) }
            return read(rows, isProbe: true, at: now)
        default:
            preconditionFailure("a relay is told what it asked for")
        }
    }

    /// Reads on: a key in quarantine that is due after every other batch, so that neither starves.
    private mutating func next(at now: MonotonicTime) -> Action {
        if !probedLast, let key = held.dueForProbe(at: now, except: underWay) {
            probedLast = true
            state = .probing(key)
            return .probe(key: key)
        }
        probedLast = false
        let isFull =
            held.isFull || rowsUnderWay >= settings.underWayMax || bytesUnderWay >= MessagingLimits.relayUnderWayBytes
        guard !isFull else { return rest(until: held.nextDue(after: now), at: now) }
        state = .reading
        return .read(limit: settings.batchRows, without: held.keys(at: now) + underWay.keys)
    }

    private mutating func read(_ rows: [RowName], isProbe: Bool, at now: MonotonicTime) -> Action {
        guard !rows.isEmpty else {
            if isProbe { return next(at: now) }
            emptyReads += 1
            return rest(until: held.nextDue(after: now), at: now)
        }
        emptyReads = 0
        state = .delivering(rows)
        return .deliver(rows)
    }

    /// Rests for as long as nothing was found, at most until a held key is due.
    private mutating func rest(until due: MonotonicTime?, at now: MonotonicTime) -> Action {
        state = .resting
        let doubled = settings.pollMin * (1 << min(max(emptyReads, 1) - 1, 10))
        let pause = min(doubled, settings.pollMax)
        guard let due else { return .rest(pause) }
        return .rest(max(.zero, min(pause, due - now)))
    }

    /// Sorts the outcomes. Of each key only what comes before its first failure went in order; what was acknowledged
    /// behind one is acknowledged all the same, and sending it again would not bring it to its place.
    private mutating func delivered(_ rows: [RowName], _ outcomes: [RowOutcome], at now: MonotonicTime) -> Action {
        precondition(rows.count == outcomes.count, "every row has its outcome")
        var delete: [Int64] = []
        var refused: [Refusal] = []
        /// What each key's first failure was.
        var failures: [String: RowOutcome] = [:]
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .delivered:
                delete.append(row.id)
                continue
            case .underWay:
                hasLeft(row)
                continue
            case .refused(let label): refused.append(Refusal(id: row.id, label: label))
            case .failed: break
            }
            if failures[row.key] == nil { failures[row.key] = outcome }
        }
        if delete.isEmpty, refused.isEmpty { return noneDelivered(rows, failures, at: now) }
        failedBatches = 0
        for (row, outcome) in zip(rows, outcomes) where outcome == .delivered { held.release(row.key) }
        for row in rows {
            switch failures.removeValue(forKey: row.key) {
            case .failed: held.hold(row.key, at: now, &random)
            case .refused: held.quarantine(row.key, at: now, &random)
            case .delivered, .underWay, nil: break
            }
        }
        state = .settling
        return .settle(delete: delete, refused: refused)
    }

    /// Where nothing failed either, everything is still under way. Else it is taken for the broker's affair, and no
    /// key is to blame.
    private mutating func noneDelivered(
        _ rows: [RowName], _ failures: [String: RowOutcome], at now: MonotonicTime
    ) -> Action {
        guard !failures.isEmpty else { return isStopping ? finish() : next(at: now) }
        failedBatches += 1
        for row in rows where held.isQuarantined(row.key) && failures[row.key] != nil {
            held.quarantine(row.key, at: now, &random)
        }
        guard !isStopping else { return finish() }
        state = .resting
        return .rest(brokerPause())
    }

    private mutating func hasLeft(_ row: RowName) {
        underWay[row.key, default: 0] += 1
        rowsUnderWay += 1
        bytesUnderWay += row.bytes
    }

    private mutating func hasArrived(_ row: RowName) {
        let others = underWay[row.key, default: 1] - 1
        underWay[row.key] = others > 0 ? others : nil
        rowsUnderWay -= 1
        bytesUnderWay -= row.bytes
    }

    private mutating func brokerPause() -> Duration {
        settings.brokerBackoff.pause(after: failedBatches, &random)
    }

    private mutating func databaseFailed() -> Action {
        // Whoever leads next knows nothing of what is held or under way; neither does this one, if it is the next.
        held = HeldKeys(settings)
        (underWay, rowsUnderWay, bytesUnderWay) = ([:], 0, 0)
        guard !isStopping else { return finish() }
        failedSessions += 1
        state = .standingBy
        return .standBy(settings.databaseBackoff.pause(after: failedSessions, &random))
    }

    private mutating func finish() -> Action {
        guard underWay.isEmpty else {
            state = .draining
            return .drain
        }
        state = .finished
        return .finish
    }
}

/// What became of one row.
enum RowOutcome: Sendable, Equatable {
    /// The broker has it.
    case delivered
    /// The broker has it not, or nobody knows: it is sent again, as the same event.
    case failed
    /// Nothing will make the broker take it as it is, for the reason of this label.
    case refused(String)
    /// Nobody knows yet: the broker has not answered.
    case underWay
}
