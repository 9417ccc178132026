public import EventLoop
public import Identifiers
public import KafkaClient
public import Observability
public import PlatformProtocol
public import Postgres
public import ServiceRuntime

/// Sends what lies in the outbox of one database, and deletes what the broker has acknowledged.
///
/// Every process of a service runs one; the one that holds the database's advisory lock works and the others stand by.
/// The lock belongs to the relay's own connection, over which every statement of its goes, so a relay that has lost the
/// lock cannot delete anything. One that was stopped for minutes and goes on sends events a second time at the worst.
///
/// What is decided is decided by `RelayMachine`; this carries it out. It runs as the database's system role, which sees
/// the outbox of all organisations and nothing else of them.
///
/// A process that is stopped (SIGSTOP, a frozen machine) keeps its lock for as long as the server keeps its connection:
/// nobody else sends meanwhile, and nothing is lost. Once the server has given the connection up (keepalive, see
/// `PostgresLimits`) another relay works, and what the stopped one still does when it goes on is to send what it had.
///
/// Failure. The broker is away: what was sent is taken back whole at its deadline, and is read and sent again with
/// growing pauses; the lock is kept. A partition has no leader: its keys wait, the others go on beside them. The database is away: the lock and everything in the producer are let go. A row
/// the broker refuses: its key is in quarantine, everything else goes on, and it is never dropped.
// Safety: everything but `init` and the reading of metrics runs on the loop's thread, where `run` goes first.
public final class OutboxRelay: Service, @unchecked Sendable {
    public let name: String
    private let database: DatabaseSettings
    private let producerSettings: ProducerSettings
    private let topics: [String]
    private let declared: Set<String>
    private let gate: OutboxGate
    private let settings: RelaySettings
    private let loop: Loop
    private let blocking: BlockingThread
    private let clock: any WallClock
    private let logger: Logger
    private let metrics: RelayMetrics

    private var machine: RelayMachine
    private let alarm: Alarm
    private var session: RelaySession?
    private var producer: KafkaProducer?
    /// The rows of the machine's next or last input.
    private var batch: [OutboxRow] = []
    private var sent: [SentBatch] = []
    private var measureDue = MonotonicTime(nanoseconds: 0)
    /// Whether rows are with the broker.
    var isDelivering: Bool { !sent.isEmpty }
    /// Told of each step of a batch, on the loop, before the next. Set before `run`.
    package var onStep: ((RelayStep) -> Void)?

    /// - Parameters:
    ///   - name: tells relays of one process apart, in metrics and logs.
    ///   - database: the database, as its system role.
    ///   - producer: how the broker is reached. The size of records is set to what the outbox accepts.
    ///   - topics: everything that may stand in the outbox: `topics(of:)`.
    ///   - gate: what the writers of this process have been given.
    ///   - settings: how it works.
    ///   - loop: where it runs.
    ///   - blocking: for what libpq and librdkafka cannot do without blocking.
    ///   - clock: the time of day, for how old rows are.
    ///   - logger: where it tells what happened.
    ///   - metrics: where it counts.
    public init(
        name: String = "outbox relay", database: DatabaseSettings, producer: ProducerSettings, topics: [String],
        gate: OutboxGate, settings: RelaySettings = RelaySettings(), on loop: Loop, blocking: BlockingThread,
        clock: any WallClock, logger: Logger, metrics: RelayMetrics
    ) {
        self.name = name
        self.database = database
        var producer = producer
        producer.recordBytesMax = MessagingLimits.recordBytesMax
        // Order must not rest on the broker's own check of sequence numbers, which not every broker makes.
        producer.requestsInFlightMax = 1
        // A batch is handed over whole, so there is nothing to wait for but its own end.
        producer.linger = min(producer.linger, .milliseconds(1))
        var settings = settings
        settings.batchRows = min(max(1, settings.batchRows), KafkaClientLimits.deliveryRecordsMax)
        settings.underWayMax = min(max(1, settings.underWayMax), MessagingLimits.relayUnderWayRows)
        // Room for all that can be under way, lest those that wait for a leader stand in the way of the others.
        producer.queuedRecordsMax = max(producer.queuedRecordsMax, settings.underWayMax + settings.batchRows)
        producer.queuedBytesMax = max(producer.queuedBytesMax, 2 * MessagingLimits.relayUnderWayBytes)
        producerSettings = producer
        declared = Set(topics)
        (self.topics, self.gate, self.settings) = (topics, gate, settings)
        (self.loop, self.blocking, self.clock) = (loop, blocking, clock)
        (self.logger, self.metrics) = (logger, metrics)
        var source = SystemRandomNumberGenerator()
        machine = RelayMachine(settings, random: FastRandom(seededFrom: &source))
        alarm = Alarm(on: loop)
    }

    /// What a service's outbox may hold: its own topics, and the dead letters of what it hears.
    public static func topics(of service: ServiceName) -> [String] {
        TopicRegistry.topics(publishedBy: service)
            + TopicRegistry.topics.filter { $0.consumers.contains(service) }.map { $0.deadLetters(of: service) }
    }

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        try await withTaskExecutorPreference(loop) {
            try await work(lifecycle)
        }
    }

    /// Whether it holds the lock. On the loop.
    public var isLeading: Bool { machine.isLeading && session?.isOpen == true }

    /// The number of the server's process that holds the lock's session. On the loop.
    var serverProcess: Int32? { session?.serverProcess }

    private func work(_ lifecycle: ServiceLifecycle) async throws {
        let producer = try KafkaProducer(
            producerSettings, topics: topics, on: loop, blocking: blocking, logger: logger)
        self.producer = producer
        gate.onAppend { [loop, alarm] in
            if loop.isCurrent { alarm.ring() } else { loop.execute { alarm.ring() } }
        }
        lifecycle.started()
        await withDiscardingTaskGroup { group in
            group.addTask(executorPreference: loop) { [self] in
                await lifecycle.stopRequested()
                await stop()
            }
            await relay()
            group.cancelAll()
        }
        gate.onAppend(nil)
        await producer.close(until: .now)
        self.producer = nil
    }

    /// Lets what is under way finish, for a while. A cancelled task waits for nothing.
    private func stop() async {
        machine.requestStop()
        alarm.ring()
        // Ended early by the end of the work, or by cancellation: either way the time is over.
        try? await loop.sleep(for: Task.isCancelled ? .zero : settings.stopMax)
        if isDelivering { producer?.abandon() }
    }

    private func relay() async {
        var action = machine.handle(.begin, at: .now)
        while action != .finish {
            let input = await perform(action)
            action = machine.handle(input, at: .now)
            tell()
        }
        await close()
        tell()
    }

    // MARK: Carrying out

    private func perform(_ action: RelayMachine.Action) async -> RelayMachine.Input {
        switch action {
        case .lock: return await lock()
        case .standBy(let pause):
            await close()
            await alarm.wait(until: .now + pause)
            return .rested
        case .warm: return await warm()
        case .read(let limit, let keys):
            if let arrived = arrived() { return arrived }
            alarm.reset()
            return await rows { session throws(PostgresError) in try await session.read(limit: limit, without: keys) }
        case .probe(let key):
            if let arrived = arrived() { return arrived }
            return await rows { session throws(PostgresError) in try await session.probe(key) }
        case .deliver: return await deliver()
        case .settle(let ids, let refused): return await settle(ids, refused)
        case .rest(let pause):
            if let arrived = arrived() { return arrived }
            await alarm.wait(until: .now + pause)
            return arrived() ?? .rested
        case .drain: return await drain()
        case .finish: preconditionFailure("the end is not carried out")
        }
    }

    private func lock() async -> RelayMachine.Input {
        do throws(PostgresError) {
            let session = try await openSession()
            try await measure(session)
            guard try await session.tryLock() else { return .notLocked }
        } catch {
            return failed(error)
        }
        logger.info("outbox relay leads") { $0.add(.component, name) }
        return .locked
    }

    private func openSession() async throws(PostgresError) -> RelaySession {
        if let session { return session }
        let opened = try await RelaySession.open(database, on: loop, blocking: blocking, settings) { [weak self] in
            self?.sessionLost()
        }
        session = opened
        return opened
    }

    /// The lock went with the session: what is still in the producer is another's to send now.
    private func sessionLost() {
        if isDelivering { producer?.abandon() }
        alarm.ring()
    }

    /// Topics the cluster lacks stop only their own events.
    private func warm() async -> RelayMachine.Input {
        guard let producer else { return .notWarmed }
        if await producer.warmed(until: .now + settings.deliveryMax) { return .warmed }
        guard !producer.missingTopics.isEmpty else {
            count(producer.lastFault?.label.description ?? "broker_unreachable")
            return .notWarmed
        }
        logger.error("topics are missing") { line in
            line.add(.component, name)
            line.add(.count, producer.missingTopics.count)
            line.add(.topic, producer.missingTopics[0])
        }
        return .warmed
    }

    private func rows(
        _ read: (RelaySession) async throws(PostgresError) -> [OutboxRow]
    ) async -> RelayMachine.Input {
        guard let session else { return .databaseFailed }
        do throws(PostgresError) {
            if MonotonicTime.now >= measureDue { try await measure(session) }
            batch = try await read(session)
        } catch {
            return failed(error)
        }
        return .rows(batch.map(\.name))
    }

    private func deliver() async -> RelayMachine.Input {
        guard let producer else { return .databaseFailed }
        onStep?(.read)
        metrics.batchRows.with(name).record(steps: UInt64(batch.count))
        let plan = BatchPlan(batch, topics: declared)
        let sent = SentBatch(batch, plan, producer.begin(plan.records, until: .now + settings.deliveryMax))
        self.sent.append(sent)
        await sent.delivery.resolved(until: .now + settings.batchWait)
        let outcomes = sent.first()
        if sent.isOver { self.sent.removeLast() } else { sent.delivery.onProgress = { [alarm] in alarm.ring() } }
        onStep?(.acknowledged)
        count(outcomes)
        guard session?.isOpen == true else { return failed(.connectionLost) }
        return .delivered(outcomes)
    }

    /// What has become known of rows under way; nil when nothing has.
    private func arrived() -> RelayMachine.Input? {
        guard !sent.isEmpty else { return nil }
        var outcomes: [RowOutcome] = []
        var rows: [OutboxRow] = []
        for sent in sent {
            let news = sent.news()
            rows += news.rows
            outcomes += news.outcomes
        }
        sent.removeAll { $0.isOver }
        guard !rows.isEmpty else { return nil }
        batch = rows
        onStep?(.acknowledged)
        count(outcomes)
        guard session?.isOpen == true else { return failed(.connectionLost) }
        return .arrived(rows.map(\.name), outcomes)
    }

    /// Waits for every answer, which `stop` bounds.
    private func drain() async -> RelayMachine.Input {
        for sent in sent { await sent.delivery.resolved() }
        return arrived() ?? .databaseFailed
    }

    private func settle(_ ids: [Int64], _ refused: [RelayMachine.Refusal]) async -> RelayMachine.Input {
        guard let session else { return .databaseFailed }
        do throws(PostgresError) {
            if !ids.isEmpty {
                try await session.delete(ids)
                gate.deleted(ids.count)
            }
            for refusal in refused {
                log(refusal)
                try await session.note(refusal)
            }
        } catch {
            return failed(error)
        }
        batch = []
        onStep?(.deleted)
        return .settled
    }

    private func measure(_ session: RelaySession) async throws(PostgresError) {
        let (rows, oldest) = try await session.measure(upTo: gate.rowsMax)
        gate.measured(rows: rows, oldest: oldest)
        measureDue = .now + settings.measureInterval
    }

    /// Lets go of the lock, and of everything that was sent under it.
    private func close() async {
        if isDelivering { producer?.abandon() }
        for sent in sent { await sent.delivery.resolved() }
        sent = []
        batch = []
        guard let session else { return }
        self.session = nil
        await session.close()
    }

    // MARK: Telling

    private func failed(_ error: PostgresError) -> RelayMachine.Input {
        count(error.label.description)
        logger.log(.warning, "outbox relay lost its database") { line in
            line.add(.component, name)
            line.add(.reason, error.label)
        }
        return .databaseFailed
    }

    private func count(_ label: String) {
        metrics.faults.with(name, label).add()
    }

    private func count(_ outcomes: [RowOutcome]) {
        let now = clock.now
        let latency = metrics.latency.with(name)
        var delivered: UInt64 = 0
        var failed: UInt64 = 0
        for (row, outcome) in zip(batch, outcomes) {
            switch outcome {
            case .delivered:
                delivered += 1
                latency.record(row.createdAt.duration(to: now))
            case .failed: failed += 1
            case .refused(let label): count(label)
            case .underWay: break
            }
        }
        metrics.sent.with(name).add(delivered)
        guard failed > 0 else { return }
        metrics.faults.with(name, producer?.lastFault?.label.description ?? "not_delivered").add(failed)
    }

    private func log(_ refusal: RelayMachine.Refusal) {
        let row = batch.first { $0.id == refusal.id }
        logger.error("event refused by the broker; its key is held back") { line in
            line.add(.component, name)
            line.add(.reason, refusal.label)
            guard let row else { return }
            line.add(.eventID, row.eventID)
            line.add(.topic, row.topic)
        }
    }

    private func tell() {
        metrics.leader.with(name).set(isLeading ? 1 : 0)
        metrics.rows.with(name).set(Int64(gate.rows))
        let age = gate.oldest.map { $0.duration(to: clock.now).components.seconds } ?? 0
        metrics.oldestAge.with(name).set(max(0, age))
        metrics.quarantined.with(name).set(Int64(machine.quarantined))
        metrics.producers.with(name).set(Int64(clamping: producer?.counters.generations ?? 0))
    }
}
