public import EventLoop
public import Identifiers
import KafkaClient
public import Observability
import PlatformProtocol
public import Postgres
public import ServiceRuntime

/// Carries a consumer out: takes records, hands each to the lane of its key, and has its handler run.
///
/// Model. For each event one transaction: a row in the inbox, which is there already for a duplicate; the handler's
/// effect and what it tells; COMMIT. Then the record is finished, and what is contiguous of a partition is committed to
/// the group. A lane does one event after the other, so a key keeps its order; lanes go on beside each other.
///
/// Failure, by `Verdict`. What is prevented is tried again for ever, with growing pauses, and its partition is not
/// fetched meanwhile. What fails is tried a few times where it stands; then its key is parked, and whatever comes after
/// it under that key is put behind, while other keys go on. The head of each such line is tried again later, with
/// growing pauses (`ConsumerRuntime+Parked`); when that was in vain too it goes to the dead letters, as does at once what
/// cannot be read at all. A handler that outlasts its deadline while the database is well fails. An attempt that is
/// ended from outside leaves nothing: no inbox row, no offset, no count.
///
/// A partition that is taken away: what has not begun is given back at once, what has may finish for a while. Whoever
/// gets the partition meets the inbox. Stopping is the same for all partitions, and then the group is left.
// Safety: everything but `init` runs on the loop's thread, where `run` goes first.
public final class ConsumerRuntime: EventListener, @unchecked Sendable {
    public var name: String { "consumer \(consumer.name)" }
    let consumer: EventConsumer
    let settings: ConsumerRuntimeSettings
    let database: Database
    /// The same as the system role, for what is due in any organisation.
    let system: Database
    let gate: OutboxGate
    let loop: Loop
    let blocking: BlockingThread
    let clock: any WallClock
    let logger: Logger
    let metrics: ConsumerMetrics
    let inbox: Inbox
    let lot: ParkingLot
    let letters: DeadLetterBox

    var kafka: KafkaConsumer?
    var schedule: LaneSchedule<Work>
    var lanes: [Lane] = []
    let tasks: TaskSet
    var random: FastRandom
    /// Bytes of what was taken and is not dealt with.
    var queuedBytes = 0
    /// How many lanes hold each partition back.
    var held: [TopicPartition: Int] = [:]
    private let room: Alarm

    /// - Parameters:
    ///   - consumer: what is heard and what is done.
    ///   - settings: how it works.
    ///   - database: the consumer's database, as its application role, on the loop where everything runs.
    ///   - system: the same database as its system role, on the same loop.
    ///   - gate: the outbox gate of that database in this process.
    ///   - blocking: for what librdkafka cannot do without blocking.
    ///   - clock: the time of day.
    ///   - logger: where it tells what happened.
    ///   - metrics: where it counts.
    public init(
        _ consumer: EventConsumer, settings: ConsumerRuntimeSettings, database: Database, system: Database,
        gate: OutboxGate, blocking: BlockingThread, clock: any WallClock, logger: Logger, metrics: ConsumerMetrics
    ) {
        precondition(MessagingLimits.lanes.contains(settings.lanes), "a consumer has a bounded number of lanes")
        var settings = settings
        settings.kafka.group = consumer.name
        (self.consumer, self.settings, self.gate) = (consumer, settings, gate)
        (self.database, self.system) = (database, system)
        (loop, self.blocking, self.clock) = (database.loop, blocking, clock)
        (self.logger, self.metrics) = (logger, metrics)
        inbox = Inbox(consumer: consumer.name)
        lot = ParkingLot(consumer: consumer.name)
        letters = DeadLetterBox(consumer: consumer.name)
        schedule = LaneSchedule(lanes: settings.lanes)
        tasks = TaskSet(on: database.loop)
        room = Alarm(on: database.loop)
        var source = SystemRandomNumberGenerator()
        random = FastRandom(seededFrom: &source)
    }

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        try await withTaskExecutorPreference(loop) {
            try await work(lifecycle)
        }
    }

    public var isListening: Bool { kafka?.isMember ?? false }

    private func work(_ lifecycle: ServiceLifecycle) async throws {
        lanes = (0..<settings.lanes).map { Lane($0) }
        for lane in lanes {
            lane.timer = loop.makeTimer { [unowned self, unowned lane] in timeUp(lane) }
        }
        defer { releaseTimers() }
        let kafka = try KafkaConsumer(
            settings.kafka, topics: consumer.topics.map(\.name), hooks: hooks, on: loop, blocking: blocking,
            logger: logger)
        self.kafka = kafka
        lifecycle.started()
        let beside = [
            tasks.add { [self] in await measure(kafka) }, tasks.add { [self] in await tryParked() },
            tasks.add { [self] in await measurePutAside() },
        ]
        let end = await untilEnd(kafka, lifecycle)
        for task in beside { task.cancel() }
        await leave(kafka)
        self.kafka = nil
        try end.get()
    }

    /// Reads until the consumer is asked to stop, or cannot go on.
    private func untilEnd(_ kafka: KafkaConsumer, _ lifecycle: ServiceLifecycle) async -> Result<Void, any Error> {
        await withTaskGroup(of: Result<Void, any Error>.self) { group in
            group.addTask(executorPreference: loop) { [self] in
                do {
                    return .success(try await read(kafka))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                await lifecycle.stopRequested()
                return .success(())
            }
            let end = await group.next() ?? .success(())
            group.cancelAll()
            return end
        }
    }

    /// Lets what was begun finish, gives the rest back, and leaves the group. Cancelled, it waits for nothing.
    private func leave(_ kafka: KafkaConsumer) async {
        let patience = Task.isCancelled ? Duration.zero : settings.stopMax
        await withTaskCancellationHandler {
            _ = await kafka.close(until: .now + patience)
        } onCancel: {
            loop.execute { [tasks] in tasks.cancelAll() }
        }
        giveBackWhatIsOver()
        tasks.cancelAll()
        await tasks.drained()
        giveBackWhatIsOver()
    }

    private func releaseTimers() {
        for lane in lanes {
            if let timer = lane.timer { loop.release(timer) }
            lane.timer = nil
        }
    }

    // MARK: Taking records

    private var hooks: KafkaConsumerHooks {
        var hooks = KafkaConsumerHooks()
        hooks.assigned = { [unowned self] _ in held = [:] }
        hooks.failed = { [unowned self] fault in metrics.stalls.with(consumer.name, fault.label.description).add() }
        hooks.revoking = { [unowned self] _ in
            held = [:]
            for lane in lanes { lane.holds = nil }
            giveBackWhatIsOver()
        }
        return hooks
    }

    private func read(_ kafka: KafkaConsumer) async throws {
        while true {
            while queuedBytes >= settings.queuedBytesMax, !Task.isCancelled { await room.wait() }
            let records = try await kafka.next(atMost: MessagingLimits.takenAtOnce)
            guard !records.isEmpty else { return }
            for record in records { take(record) }
        }
    }

    private func take(_ record: ConsumedRecord) {
        let work = Work(record)
        queuedBytes += work.bytes
        let lane = schedule.lane(of: record.key, or: record.partition)
        if schedule.add(work, to: lane) { begin(lanes[lane]) }
    }

    /// Notes that a record is dealt with here, one way or the other.
    func letGo(_ work: Work) {
        let wasFull = queuedBytes >= settings.queuedBytesMax
        queuedBytes -= work.bytes
        if wasFull { room.ring() }
    }

    /// Gives back what nobody may begin any more, so that its partition need not wait for it.
    private func giveBackWhatIsOver() {
        for work in schedule.remove(where: { !mayBegin($0) }) { giveBack(work) }
        for lane in lanes where lane.task == nil {
            guard let work = lane.current, !mayBegin(work) else { continue }
            lane.current = nil
            giveBack(work)
            begin(lane)
        }
    }

    func mayBegin(_ work: Work) -> Bool {
        kafka?.mayStart(work.record.position) ?? false
    }

    func giveBack(_ work: Work) {
        // Stale when the assignment is over already; then there is nothing to give back to.
        kafka?.release(work.record.position)
        letGo(work)
    }
}
