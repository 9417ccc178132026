import EventLoop
public import Identifiers
public import JSON
import Observability
import Synchronization

/// What the process knows about its own health, and the three answers made from it.
///
/// Purpose: `/health` tells an operator everything; `/health/live` tells an orchestrator whether to restart the process
/// (it never blames a dependency: restarting would not mend it); `/health/ready` tells a load balancer whether to send
/// work (not while starting or draining, nor while a *required* dependency is down).
///
/// Model: components report when they know something; answers are made from the last reports and cost no I/O.
///
/// Failure: a component nobody has reported yet counts as unhealthy, one whose reports have stopped as degraded.
public final class HealthBoard: Sendable {
    /// What the report tells about the process as a whole.
    public struct Figures: Sendable {
        public var requestsProcessed: @Sendable () -> Int
        public var errorsRecent: @Sendable (Timestamp) -> Int

        public init(
            requestsProcessed: @escaping @Sendable () -> Int, errorsRecent: @escaping @Sendable (Timestamp) -> Int
        ) {
            self.requestsProcessed = requestsProcessed
            self.errorsRecent = errorsRecent
        }
    }

    fileprivate struct Entry {
        let kind: ComponentKind
        let name: String
        let isRequired: Bool
        var health: ComponentHealth?
    }

    private struct State {
        var phase = LifecyclePhase.starting
        var entries: [Entry] = []
    }

    private let state = Mutex(State())
    private let clock: any WallClock
    private let start: Timestamp
    private let figures: Figures

    public init(clock: any WallClock, figures: Figures) {
        self.clock = clock
        self.figures = figures
        start = clock.now
    }

    /// Adds a component. A required one holds readiness back while it is unhealthy.
    public func register(_ kind: ComponentKind, _ name: String, isRequired: Bool = false) -> HealthComponent {
        state.withLock { state in
            precondition(
                !state.entries.contains { $0.kind == kind && $0.name == name }, "a component is registered once")
            state.entries.append(Entry(kind: kind, name: name, isRequired: isRequired, health: nil))
            return HealthComponent(board: self, index: state.entries.count - 1)
        }
    }

    /// Follows the group: hand this to `GroupHooks.phaseChanged`.
    public func enter(_ phase: LifecyclePhase) {
        state.withLock { $0.phase = phase }
    }

    func report(_ health: ComponentHealth, for index: Int) {
        state.withLock { $0.entries[index].health = health }
    }

    var now: Timestamp { clock.now }

    // MARK: Answers

    /// `GET /health/live`: the process runs and can answer.
    public func live() -> HealthAnswer {
        HealthAnswer(status: 200, body: .object(["status": "alive"]))
    }

    /// `GET /health/ready`.
    public func ready() -> HealthAnswer {
        let now = clock.now
        let (phase, entries) = state.withLock { ($0.phase, $0.entries) }
        let missing = entries.filter { $0.isRequired && $0.current(at: now).status == .unhealthy }
        let isReady = phase == .ready && missing.isEmpty
        let waitingFor = missing.map { JSONValue.string("\($0.kind.rawValue):\($0.name)") }
        return HealthAnswer(
            status: isReady ? 200 : 503,
            body: .object([
                "status": .string(isReady ? "ready" : "not_ready"), "phase": .string(phase.rawValue),
                "waitingFor": .array(waitingFor),
            ]))
    }

    /// `GET /health`: the whole report. Its status is 503 only when something is unhealthy.
    public func report() -> HealthAnswer {
        let now = clock.now
        let entries = state.withLock { $0.entries }
        var components = JSONObject()
        var overall = HealthStatus.healthy
        for kind in ComponentKind.allCases {
            let (status, member) = kind.report(of: entries.filter { $0.kind == kind }, at: now)
            overall = max(overall, status)
            components[kind.rawValue] = .object(member)
        }
        return HealthAnswer(
            status: overall == .unhealthy ? 503 : 200,
            body: .object([
                "overall": .string(overall.rawValue), "timestamp": .string(now.description),
                "components": .object(components), "metrics": .object(metrics(at: now)),
            ]))
    }

    private func metrics(at now: Timestamp) -> JSONObject {
        var memory = JSONObject()
        if let reading = ProcessReading.memory() {
            memory["rss"] = .number(.integer(Int64(reading.residentBytes)))
            memory["virtual"] = .number(.integer(Int64(reading.virtualBytes)))
        }
        if let limit = ProcessReading.memoryLimitBytes() { memory["limit"] = .number(.integer(Int64(limit))) }
        return [
            "uptime": .number(.integer(max(now.millisecondsSinceEpoch - start.millisecondsSinceEpoch, 0))),
            "memoryUsage": .object(memory),
            "requestsProcessed": .number(.integer(Int64(figures.requestsProcessed()))),
            "errorsRecent": .number(.integer(Int64(figures.errorsRecent(now)))),
        ]
    }
}

/// One component's line to the board.
public struct HealthComponent: Sendable {
    private let board: HealthBoard
    private let index: Int

    fileprivate init(board: HealthBoard, index: Int) {
        self.board = board
        self.index = index
    }

    public func report(_ health: ComponentHealth) {
        board.report(health, for: index)
    }

    /// Looks at a dependency by using it: reports how long that took, or why it failed.
    public func check(_ use: () async throws -> Void) async {
        let begun = MonotonicTime.now
        do {
            try await use()
            report(.answered(after: MonotonicTime.now - begun, at: board.now))
        } catch {
            report(.failed(error, at: board.now))
        }
    }
}

/// An answer to a health question, ready to be sent as `application/json` with `Cache-Control: no-store`.
public struct HealthAnswer: Sendable {
    public let status: Int
    public let body: JSONValue

    /// The body's bytes.
    public var bytes: [UInt8] { body.bytes }
}

extension HealthBoard.Entry {
    /// The last report, or what its absence or age makes of it.
    fileprivate func current(at now: Timestamp) -> ComponentHealth {
        guard var health else {
            return ComponentHealth(.unhealthy, at: now, details: ["error": "not checked yet"])
        }
        if health.lastCheck.duration(to: now) > HealthThresholds.stale {
            health.status = max(health.status, .degraded)
            health.details["stale"] = .bool(true)
        }
        return health
    }
}

extension ComponentKind {
    /// The member of the report that stands for all components of one kind: their worst status, their oldest look,
    /// their slowest answer, and each one's own story by its name. A kind the process does not use is healthy.
    fileprivate func report(of entries: [HealthBoard.Entry], at now: Timestamp) -> (HealthStatus, JSONObject) {
        let all = entries.map { (name: $0.name, health: $0.current(at: now)) }
        let status = all.map(\.health.status).max() ?? .healthy
        var member: JSONObject = ["status": .string(status.rawValue)]
        if let slowest = all.compactMap(\.health.responseTime).max() {
            member["responseTime"] = slowest.asMilliseconds
        }
        member["lastCheck"] = .string((all.map(\.health.lastCheck).min() ?? now).description)
        var details = JSONObject()
        for (name, health) in all {
            var own = health.details
            if all.count > 1 {
                own["status"] = .string(health.status.rawValue)
                if let time = health.responseTime { own["responseTime"] = time.asMilliseconds }
            }
            details[name] = .object(own)
        }
        if all.isEmpty { details["inUse"] = .bool(false) }
        member["details"] = .object(details)
        return (status, member)
    }
}

extension Duration {
    /// Whole milliseconds, as the report has them.
    fileprivate var asMilliseconds: JSONValue {
        .number(.integer(wholeNanoseconds / 1_000_000))
    }
}
