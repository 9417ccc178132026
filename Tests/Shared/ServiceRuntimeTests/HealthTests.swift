import Identifiers
import JSON
import Observability
import ServiceRuntime
import TestKit
import Testing

struct HealthBoardTests {
    private let clock = MockClock()

    private func board() -> HealthBoard {
        HealthBoard(clock: clock, figures: .init(requestsProcessed: { 42 }, errorsRecent: { _ in 7 }))
    }

    private func healthy() -> ComponentHealth { ComponentHealth(.healthy, at: clock.now) }
    private func unhealthy() -> ComponentHealth { ComponentHealth(.unhealthy, at: clock.now) }

    @Test("a process is ready once it has started, its required parts are up, and until it drains")
    func readiness() {
        let board = board()
        let database = board.register(.database, "primary", isRequired: true)
        let broker = board.register(.eventBus, "kafka")
        broker.report(unhealthy())
        #expect(board.ready().status == 503)
        board.enter(.ready)
        #expect(board.ready().status == 503)
        #expect(board.ready().body["waitingFor"] == ["database:primary"])
        database.report(healthy())
        #expect(board.ready().status == 200)
        database.report(ComponentHealth(.degraded, at: clock.now))
        #expect(board.ready().status == 200)
        database.report(unhealthy())
        #expect(board.ready().status == 503)
        database.report(healthy())
        board.enter(.draining)
        #expect(board.ready().status == 503)
        #expect(board.ready().body["phase"] == "draining")
        #expect(board.live().status == 200)
    }

    @Test("the report has the documented shape")
    func shape() throws {
        let board = board()
        let database = board.register(.database, "primary", isRequired: true)
        database.report(.answered(after: .milliseconds(12), at: clock.now))
        clock.advance(by: .milliseconds(1500))
        let report = board.report().body
        #expect(report["overall"] == "healthy")
        #expect(report["timestamp"] == .string(clock.now.description))
        for kind in ["database", "eventBus", "circuitBreakers", "memory", "external"] {
            #expect(report["components"]?[kind]?["status"] == "healthy")
            #expect(report["components"]?[kind]?["lastCheck"] != nil)
        }
        #expect(report["components"]?["database"]?["responseTime"] == 12)
        #expect(report["components"]?["eventBus"]?["details"] == ["inUse": false])
        #expect(report["metrics"]?["uptime"] == 1500)
        #expect(report["metrics"]?["requestsProcessed"] == 42)
        #expect(report["metrics"]?["errorsRecent"] == 7)
        #expect(report["metrics"]?["memoryUsage"]?["rss"] != nil)
        #expect(try JSONValue(parsing: board.report().bytes)["overall"] == "healthy")
    }

    @Test(
        "overall is the worst of all components",
        arguments: [
            ([], .healthy, 200), ([.healthy, .healthy], .healthy, 200), ([.healthy, .degraded], .degraded, 200),
            ([.degraded, .unhealthy], .unhealthy, 503), ([.unhealthy, .healthy], .unhealthy, 503),
        ] as [([HealthStatus], HealthStatus, Int)])
    func overall(parts: [HealthStatus], status: HealthStatus, answer: Int) {
        let board = board()
        for (index, part) in parts.enumerated() {
            board.register(.external, "part\(index)").report(ComponentHealth(part, at: clock.now))
        }
        #expect(board.report().body["overall"] == .string(status.rawValue))
        #expect(board.report().status == answer)
    }

    @Test("several components of one kind are told apart, the kind shows the worst, the slowest and the oldest")
    func severalOfAKind() {
        let board = board()
        let first = board.register(.external, "maps")
        let second = board.register(.external, "mail")
        first.report(.answered(after: .milliseconds(5), at: clock.now))
        let older = clock.now
        clock.advance(by: .seconds(1))
        second.report(.answered(after: .seconds(2), at: clock.now))
        let external = board.report().body["components"]?["external"]
        #expect(external?["status"] == "degraded")
        #expect(external?["responseTime"] == 2000)
        #expect(external?["lastCheck"] == .string(older.description))
        #expect(external?["details"]?["maps"]?["status"] == "healthy")
        #expect(external?["details"]?["mail"]?["responseTime"] == 2000)
    }

    @Test("what is not looked at any more is degraded: not at the limit, but past it")
    func stale() {
        let board = board()
        let database = board.register(.database, "primary")
        database.report(healthy())
        clock.advance(by: HealthThresholds.stale)
        #expect(board.report().body["overall"] == "healthy")
        clock.advance(by: .microseconds(1))
        #expect(board.report().body["overall"] == "degraded")
        #expect(board.report().body["components"]?["database"]?["details"]?["primary"]?["stale"] == true)
    }

    @Test("a component that was never looked at is unhealthy")
    func neverChecked() {
        let board = board()
        _ = board.register(.database, "primary")
        #expect(board.report().body["overall"] == "unhealthy")
    }

    @Test("a check that throws is unhealthy with a reason that says nothing secret; the others still report")
    func throwingCheck() async {
        struct Leaky: Error { let password = "hunter2" }
        let board = board()
        let database = board.register(.database, "primary")
        let broker = board.register(.eventBus, "kafka")
        await database.check { throw Leaky() }
        await broker.check {}
        let report = board.report()
        #expect(report.body["components"]?["database"]?["status"] == "unhealthy")
        #expect(report.body["components"]?["database"]?["details"]?["primary"]?["error"] == "Leaky")
        #expect(report.body["components"]?["eventBus"]?["status"] == "healthy")
        #expect(String(decoding: report.bytes, as: UTF8.self).contains("hunter2") == false)
    }
}

struct HealthThresholdTests {
    private let now = Timestamp(secondsSinceEpoch: 0)

    @Test(
        "an answer is healthy below a second",
        arguments: [
            (.milliseconds(999), .healthy), (.seconds(1), .degraded), (.seconds(30), .degraded),
        ] as [(Duration, HealthStatus)])
    func answers(after: Duration, status: HealthStatus) {
        #expect(ComponentHealth.answered(after: after, at: now).status == status)
    }

    @Test(
        "memory degrades above 75 % and is unhealthy above 90 %",
        arguments: [
            (75, .healthy), (76, .degraded), (90, .degraded), (91, .unhealthy), (150, .unhealthy), (0, .healthy),
        ] as [(Int, HealthStatus)])
    func memory(percent: Int, status: HealthStatus) {
        let health = ComponentHealth.memory(usedBytes: percent << 20, limitBytes: 100 << 20, at: now)
        #expect(health.status == status)
        #expect(health.details["usagePercent"] == .number(.integer(Int64(percent))))
        #expect(ComponentHealth.memory(usedBytes: 1, limitBytes: 0, at: now).status == .healthy)
    }

    @Test(
        "errors degrade above 10 an hour and are unhealthy above 50",
        arguments: [
            (0, .healthy), (10, .healthy), (11, .degraded), (50, .degraded), (51, .unhealthy),
        ] as [(Int, HealthStatus)])
    func errors(count: Int, status: HealthStatus) {
        #expect(ComponentHealth.status(ofErrorsInTheLastHour: count) == status)
    }

    @Test("one open breaker degrades")
    func breakers() {
        #expect(ComponentHealth.breakers(open: 0, of: 3, at: now).status == .healthy)
        #expect(ComponentHealth.breakers(open: 1, of: 3, at: now).status == .degraded)
    }

    @Test("the process's own memory can be read")
    func ownMemory() {
        #expect(ComponentHealth.memory(at: now)?.status == .healthy)
    }
}

struct RecentErrorsTests {
    @Test("errors are forgotten an hour after their minute, and a clock set back loses none")
    func window() {
        let clock = MockClock(at: Timestamp(secondsSinceEpoch: 1_790_000_040))
        let errors = RecentErrors()
        #expect(errors.count(at: clock.now) == 0)
        errors.record(at: clock.now)
        clock.advance(by: .seconds(30 * 60))
        errors.record(at: clock.now)
        #expect(errors.count(at: clock.now) == 2)
        errors.record(at: clock.now.advanced(by: .seconds(-3600)))
        #expect(errors.count(at: clock.now) == 3)
        clock.advance(by: .seconds(29 * 60))
        #expect(errors.count(at: clock.now) == 3)
        clock.advance(by: .seconds(60))
        #expect(errors.count(at: clock.now) == 2)
        clock.advance(by: .seconds(86_400 * 365))
        #expect(errors.count(at: clock.now) == 0)
    }
}

struct HealthChecksTests {
    @Test("each check is repeated after its interval, and the service stops when asked")
    func repeated() async throws {
        let clock = MockClock()
        let board = HealthBoard(clock: clock, figures: .init(requestsProcessed: { 0 }, errorsRecent: { _ in 0 }))
        let looks = Recorded(0)
        let database = board.register(.database, "primary", isRequired: true)
        let memory = board.register(.memory, "process")
        let checks = HealthChecks(
            [
                .use(database, every: .seconds(5)) { looks.update { $0 += 1 } },
                .ask(memory, every: .seconds(60)) { ComponentHealth(.degraded, at: clock.now) },
            ], clock: clock)
        let (signals, send) = AsyncStream.makeStream(of: ProcessSignal.self)
        let output = try LogOutput(service: "test", clock: clock, descriptor: Discarding())
        let group = ServiceGroup(
            [ServiceEntry(checks)], signals: Scripted(signals: signals), logger: Logger(output), clock: clock,
            hooks: GroupHooks(phaseChanged: board.enter, abandon: { _ in }))
        async let outcome = group.run()
        await clock.waitForSleepers(2)
        #expect(looks.value == 1)
        try await wait(until: "the group has seen the start") { board.ready().status == 200 }
        #expect(board.report().body["overall"] == "degraded")
        clock.advance(by: .seconds(5))
        await clock.waitForSleepers(2)
        #expect(looks.value == 2)
        send.yield(.terminate)
        #expect(await outcome.exitCode == 0)
        output.close()
    }
}

struct ServiceVersionTests {
    @Test("the version says what was built from what, and since when it runs")
    func version() {
        let version = ServiceVersion(
            service: "gateway", version: "1.0.0", revision: nil, startedAt: Timestamp(secondsSinceEpoch: 0))
        #expect(
            String(decoding: version.json.bytes, as: UTF8.self)
                == #"{"service":"gateway","version":"1.0.0","revision":null,"startedAt":"1970-01-01T00:00:00.000Z"}"#)
    }
}

struct SystemWallClockTests {
    @Test("the machine's clock is past the day this was written")
    func plausible() {
        #expect(SystemWallClock().now > Timestamp(secondsSinceEpoch: 1_750_000_000))
    }
}
