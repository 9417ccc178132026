import Glibc
public import Observability

/// Runs the services of one process from start to exit code.
///
/// Purpose: a process stops the way it was built up, in the opposite order, each part given time to finish what it has
/// begun; and it always stops, whatever its parts do.
///
/// Model: `GroupMachine` decides; this drives it. Every service, every timer and the signals are children of one task
/// group and tell the machine what happened through one queue of events, so nothing runs on behind `run`'s back.
///
///     starting ──all started──▶ ready ──signal, end or failure of a service──▶ draining ──▶ outcome
///
/// Failure: a service that throws stops the group. One that does not finish in `stopMax` is cancelled; one that ignores
/// that too is abandoned: `abandon` is called, which in a real process writes the last log lines and exits, because no
/// structured program can leave such a task behind.
///
/// Not here: restarting services. A process that has lost a part restarts as a whole, from its durable state.
public struct ServiceGroup: Sendable {
    private let entries: [ServiceEntry]
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let graceMax: Duration
    private let signals: any SignalSource
    private let hooks: GroupHooks

    public init(
        _ entries: [ServiceEntry], signals: any SignalSource, logger: Logger,
        clock: any Clock<Duration> = ContinuousClock(), graceMax: Duration = LifecycleLimits.graceMax,
        hooks: GroupHooks
    ) {
        self.entries = entries
        self.signals = signals
        self.logger = logger
        self.clock = clock
        self.graceMax = graceMax
        self.hooks = hooks
    }

    /// Starts the services in order and returns when all of them have ended. Cancelling the task that calls this
    /// cancels every service at once: that is for tests and for programs that contain a group; a process is stopped by
    /// a signal.
    public func run() async -> GroupOutcome {
        let (events, feed) = AsyncStream.makeStream(of: GroupMachine.Input.self)
        // Reloads asked for while one runs are one reload.
        let (reloads, reload) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let lifecycles = entries.indices.map { index in ServiceLifecycle { feed.yield(.started(index)) } }
        var machine = GroupMachine(entries.map { ($0.service.name, $0.earlyReturn) })
        await withDiscardingTaskGroup { group in
            group.addTask { await signals.deliver { feed.yield(.signal($0)) } }
            group.addTask { for await _ in reloads { await hooks.reload() } }
            var pending = events.makeAsyncIterator()
            var actions = machine.begin()
            while true {
                for action in actions { perform(action, lifecycles, feed, reload, in: &group) }
                guard machine.outcome == nil, let event = await pending.next() else { break }
                log(event)
                actions = machine.handle(event)
            }
            group.cancelAll()
        }
        let outcome = machine.outcome ?? GroupOutcome(end: .cancelled)
        logger.info("process stopped") { $0.add(.exitCode, outcome.exitCode) }
        return outcome
    }

    private typealias Feed = AsyncStream<GroupMachine.Input>.Continuation

    private func perform(
        _ action: GroupMachine.Action, _ lifecycles: [ServiceLifecycle], _ feed: Feed,
        _ reload: AsyncStream<Void>.Continuation, in group: inout DiscardingTaskGroup
    ) {
        switch action {
        case .start(let index): start(index, lifecycles[index], feed, in: &group)
        case .requestStop(let index): lifecycles[index].requestStop()
        case .cancel(let index):
            logger.error("service cancelled: it did not finish in time") { $0.add(.component, name(index)) }
            lifecycles[index].cancel()
        case .abandon(let index):
            logger.error("service abandoned: it ignores its cancellation") { $0.add(.component, name(index)) }
            hooks.abandon(name(index))
        case .arm(let timer): arm(timer, feed, in: &group)
        case .enter(let phase):
            logger.info("process phase") { $0.add(.phase, phase.rawValue) }
            hooks.phaseChanged(phase)
        case .reload: reload.yield()
        case .finish: break
        }
    }

    private func start(
        _ index: Int, _ lifecycle: ServiceLifecycle, _ feed: Feed, in group: inout DiscardingTaskGroup
    ) {
        let service = entries[index].service
        group.addTask {
            switch await lifecycle.carry(service) {
            case .returned: feed.yield(.returned(index))
            case .threw(let error):
                logger.error("service failed", error) { $0.add(.component, service.name) }
                feed.yield(.threw(index))
            }
        }
    }

    private func arm(_ timer: GroupMachine.Timer, _ feed: Feed, in group: inout DiscardingTaskGroup) {
        let duration =
            switch timer {
            case .stop(let index): entries[index].stopMax
            case .grace: graceMax
            case .cancel: LifecycleLimits.cancelMax
            }
        group.addTask {
            // The sleep throws only when the group is over and nobody asks any more.
            guard (try? await clock.sleep(for: duration)) != nil else { return }
            feed.yield(.timeUp(timer))
        }
    }

    private func name(_ index: Int) -> String { entries[index].service.name }

    private func log(_ event: GroupMachine.Input) {
        switch event {
        case .started(let index): logger.info("service started") { $0.add(.component, name(index)) }
        case .returned(let index): logger.info("service stopped") { $0.add(.component, name(index)) }
        case .signal(let signal): logger.info("signal received") { $0.add(.signal, signal.rawValue) }
        case .threw, .timeUp: break
        }
    }
}

/// What a group does to the world around it.
public struct GroupHooks: Sendable {
    /// Told of each phase as it is entered; readiness follows it.
    public var phaseChanged: @Sendable (LifecyclePhase) -> Void
    /// Run on SIGHUP, never twice at once.
    public var reload: @Sendable () async -> Void
    /// Called with the name of a service that ignores its cancellation. In a process it does not return.
    public var abandon: @Sendable (String) -> Void

    public init(
        phaseChanged: @escaping @Sendable (LifecyclePhase) -> Void = { _ in },
        reload: @escaping @Sendable () async -> Void = {}, abandon: @escaping @Sendable (String) -> Void
    ) {
        self.phaseChanged = phaseChanged
        self.reload = reload
        self.abandon = abandon
    }
}

extension GroupHooks {
    /// What a real process does: readiness follows the group, and a service that cannot be ended ends the process, with
    /// its last lines written (70, EX_SOFTWARE).
    public static func process(
        _ board: HealthBoard, _ output: LogOutput, reload: @escaping @Sendable () async -> Void = {}
    ) -> GroupHooks {
        GroupHooks(
            phaseChanged: { board.enter($0) }, reload: reload,
            abandon: { _ in
                output.close()
                _exit(70)
            })
    }
}

/// Where a group's signals come from: the kernel, or in a test the test.
public protocol SignalSource: Sendable {
    /// Hands over each signal as it comes, until the task is cancelled.
    func deliver(to group: @escaping @Sendable (ProcessSignal) -> Void) async
}
