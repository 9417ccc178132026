import EventLoop
import Identifiers
import KafkaClient
import Observability
import PlatformProtocol
import Postgres

/// One record on its way through its lane.
struct Work: Sendable {
    let record: ConsumedRecord
    let bytes: Int
    var attempts = HandlingAttempts()
    /// When it first failed.
    var firstFailure: Timestamp?
    /// Why it is parked, once it is to be.
    var failure: EventFailure?
    /// Whether its next attempt is not due yet.
    var isWaiting = false

    init(_ record: ConsumedRecord) {
        self.record = record
        // What a record costs beside its bytes.
        bytes = 512 + (record.key?.count ?? 0) + (record.value?.count ?? 0) + record.headers.byteCount
    }
}

/// One lane: what it is at, and the task that does it. Idle without work; waiting for its next attempt without a task.
final class Lane {
    let index: Int
    var current: Work?
    var task: Task<Void, Never>?
    var timer: TimerID?
    /// Whether the deadline has ended the present attempt.
    var isOverdue = false
    /// The partition it holds back.
    var holds: TopicPartition?

    init(_ index: Int) {
        self.index = index
    }
}

extension ConsumerRuntime {
    /// How an attempt ended.
    enum End {
        /// With the event's time, when it could be read.
        case settled(ConsumerMetrics.Outcome, of: Timestamp?)
        case threw(any Error)
    }

    /// Goes on with a lane that has no task.
    func begin(_ lane: Lane) {
        guard advance(lane) else { return }
        lane.task = tasks.add { [self, index = lane.index] in await run(lanes[index]) }
    }

    /// Finds what the lane is to do next; false when there is nothing.
    private func advance(_ lane: Lane) -> Bool {
        while true {
            guard let work = lane.current ?? schedule.next(lane.index) else { return false }
            lane.current = work
            if mayBegin(work) { return true }
            lane.current = nil
            giveBack(work)
        }
    }

    /// Does one event after the other until there is none, one must wait, or the task was cancelled.
    private func run(_ lane: Lane) async {
        while let work = lane.current {
            let begun = MonotonicTime.now
            lane.isOverdue = false
            if let timer = lane.timer { loop.arm(timer, at: begun + settings.handlerMax) }
            let end = await attempt(work)
            if let timer = lane.timer { loop.disarm(timer) }
            var databaseAnswers = true
            if case .threw(let error) = end, Verdict.needsAnswer(error, isOverdue: lane.isOverdue) {
                databaseAnswers = await self.databaseAnswers()
            }
            let goesOn = conclude(end, of: lane, begun: begun, databaseAnswers)
            guard goesOn, !Task.isCancelled, advance(lane) else { break }
        }
        lane.task = nil
        // A cancelled task cannot go on, but the lane can.
        if Task.isCancelled, lane.timer != nil, !isWaiting(lane) { begin(lane) }
    }

    private func isWaiting(_ lane: Lane) -> Bool { lane.current.map { $0.isWaiting } ?? false }

    /// The lane's timer: an attempt has taken too long, or the next one is due.
    func timeUp(_ lane: Lane) {
        if let task = lane.task {
            lane.isOverdue = true
            task.cancel()
        } else {
            lane.current?.isWaiting = false
            begin(lane)
        }
    }

    /// Whether the database answers a question of no weight, in the line of everybody's.
    func databaseAnswers() async -> Bool {
        let answer = Answer()
        // A task of its own, because the lane's was cancelled when its time was over.
        await tasks.add { [self] in
            let deadline = MonotonicTime.now + settings.databaseAnswerMax
            // However it fails, it is no answer.
            answer.isThere = (try? await database.one("SELECT 1", for: .system, by: deadline)) != nil
        }.value
        return answer.isThere
    }

    /// What `databaseAnswers` found.
    // Safety: written by a task of the loop and read there after its end.
    private final class Answer: @unchecked Sendable {
        var isThere = false
    }

    /// Takes note of an attempt's end; false when the lane must wait.
    private func conclude(_ end: End, of lane: Lane, begun: MonotonicTime, _ databaseAnswers: Bool) -> Bool {
        guard var work = lane.current else { return true }
        switch end {
        case .settled(let outcome, let time):
            count(outcome, work.record, of: time, begun: begun)
            kafka?.finish(work.record.position)
            return leave(work, lane)
        case .threw(let error):
            let verdict = Verdict(
                error, isOverdue: lane.isOverdue, isCancelled: Task.isCancelled, databaseAnswers: databaseAnswers)
            note(verdict, work.record, attempt: work.attempts.failures + work.attempts.stalls + 1)
            if case .failed = verdict, work.firstFailure == nil { work.firstFailure = clock.now }
            switch next(after: verdict, &work) {
            case .giveBack:
                kafka?.release(work.record.position)
                return leave(work, lane)
            case .park:
                lane.current = work
                return true
            case .retry(let pause):
                return !waits(pause, with: &work, lane)
            }
        }
    }

    /// What comes after an attempt. Once an event is to be parked there is only that: it is never dropped.
    private func next(after verdict: Verdict, _ work: inout Work) -> HandlingAttempts.Next {
        if work.failure != nil, case .failed(let label, _) = verdict {
            return work.attempts.next(after: .stalled(label: label), settings, &random)
        }
        let next = work.attempts.next(after: verdict, settings, &random)
        if next == .park, case .failed(let label, let detail) = verdict {
            work.failure = EventFailure(
                label: label, detail: detail, attempts: work.attempts.failures, firstFailure: work.firstFailure)
        }
        return next
    }

    /// Has the lane wait for its next attempt, unless nobody may make that any more.
    private func waits(_ pause: Duration, with work: inout Work, _ lane: Lane) -> Bool {
        guard mayBegin(work), let timer = lane.timer else {
            lane.current = nil
            giveBack(work)
            return false
        }
        work.isWaiting = true
        lane.current = work
        if work.attempts.stalls >= settings.stallsBeforePause { hold(lane, work.record) }
        loop.arm(timer, at: .now + pause)
        return true
    }

    private func leave(_ work: Work, _ lane: Lane) -> Bool {
        lane.current = nil
        letGo(work)
        free(lane)
        return true
    }

    // MARK: Holding partitions back

    /// Has the lane's partition not fetched until the lane goes on.
    private func hold(_ lane: Lane, _ record: ConsumedRecord) {
        guard lane.holds == nil else { return }
        let partition = TopicPartition(record.topic, record.partition)
        guard kafka?.pause(partition) == true else { return }
        lane.holds = partition
        held[partition, default: 0] += 1
    }

    private func free(_ lane: Lane) {
        guard let partition = lane.holds else { return }
        lane.holds = nil
        let others = (held[partition] ?? 1) - 1
        held[partition] = others > 0 ? others : nil
        if others <= 0 { kafka?.resume(partition) }
    }
}
