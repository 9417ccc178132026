import EventLoop
import Glibc
import Observability
import TestKit
import Testing

@testable import ServiceRuntime

struct ServiceGroupTests {
    /// A group under test: its services write to `events`, the test sends `signals` and moves `clock`.
    private final class Stage: Sendable {
        let events = Recorded<[String]>([])
        let clock = MockClock()
        let signals: AsyncStream<ProcessSignal>
        let send: AsyncStream<ProcessSignal>.Continuation
        let phases = Recorded<[LifecyclePhase]>([])
        let output: LogOutput

        init() throws {
            (signals, send) = AsyncStream.makeStream()
            output = try LogOutput(service: "test", clock: clock, descriptor: Discarding())
        }

        func note(_ event: String) { events.update { $0.append(event) } }

        func run(_ entries: [ServiceEntry], reload: @escaping @Sendable () async -> Void = {}) async -> GroupOutcome {
            defer { output.close() }
            return await ServiceGroup(
                entries, signals: Scripted(signals: signals), logger: Logger(output), clock: clock,
                hooks: GroupHooks(
                    phaseChanged: { [phases] phase in phases.update { $0.append(phase) } }, reload: reload,
                    abandon: { [events] name in events.update { $0.append("\(name) abandoned") } })
            ).run()
        }

        /// A service that does as it should.
        func obedient(_ name: String) -> Acting {
            Acting(name: name) { lifecycle in
                self.note("\(name) started")
                lifecycle.started()
                await lifecycle.stopRequested()
                self.note("\(name) stopped")
            }
        }
    }

    @Test("services start in order, stop in the opposite order, and the process succeeds")
    func order() async throws {
        let stage = try Stage()
        let last = Acting(name: "c") { lifecycle in
            stage.note("c started")
            lifecycle.started()
            stage.send.yield(.terminate)
            await lifecycle.stopRequested()
            stage.note("c stopped")
        }
        let outcome = await stage.run(
            [ServiceEntry(stage.obedient("a")), ServiceEntry(stage.obedient("b")), ServiceEntry(last)])
        #expect(
            stage.events.value == ["a started", "b started", "c started", "c stopped", "b stopped", "a stopped"])
        #expect(stage.phases.value == [.starting, .ready, .draining])
        #expect(outcome == GroupOutcome(end: .signal(.terminate)))
        #expect(outcome.exitCode == 0)
    }

    @Test("a service that cannot start stops those before it and keeps those after it from starting")
    func failingStart() async throws {
        struct NoDatabase: Error {}
        let stage = try Stage()
        let failing = Acting(name: "b") { _ in throw NoDatabase() }
        let outcome = await stage.run(
            [ServiceEntry(stage.obedient("a")), ServiceEntry(failing), ServiceEntry(stage.obedient("c"))])
        #expect(stage.events.value == ["a started", "a stopped"])
        #expect(stage.phases.value == [.starting, .draining])
        #expect(outcome.end == .failed(service: "b"))
        #expect(outcome.exitCode == 1)
    }

    @Test("a service that does not finish in its time is cancelled, and the others still finish in order")
    func deadline() async throws {
        let stage = try Stage()
        let slow = Acting(name: "slow") { lifecycle in
            lifecycle.started()
            stage.send.yield(.terminate)
            await lifecycle.stopRequested()
            stage.note("slow is asked")
            try await MockClock().sleep(for: .seconds(1))
        }
        async let running = stage.run([
            ServiceEntry(stage.obedient("a")), ServiceEntry(slow, stopMax: .seconds(5)),
        ])
        // The group's grace and the service's own time.
        await stage.clock.waitForSleepers(2)
        stage.clock.advance(by: .seconds(5))
        let outcome = await running
        #expect(stage.events.value == ["a started", "slow is asked", "a stopped"])
        #expect(outcome == GroupOutcome(end: .signal(.terminate), cancelledServices: ["slow"]))
        #expect(outcome.exitCode == 1)
    }

    @Test("a second signal cancels at once")
    func secondSignal() async throws {
        let stage = try Stage()
        let slow = Acting(name: "slow") { lifecycle in
            lifecycle.started()
            stage.send.yield(.terminate)
            await lifecycle.stopRequested()
            stage.send.yield(.interrupt)
            try await MockClock().sleep(for: .seconds(1))
        }
        let outcome = await stage.run([ServiceEntry(slow)])
        #expect(outcome.forcedBy == .interrupt)
        #expect(outcome.exitCode == 130)
    }

    @Test("a service that ignores even its cancellation is given up")
    func abandoned() async throws {
        let stage = try Stage()
        let release = Signal()
        let deaf = Acting(name: "deaf") { lifecycle in
            lifecycle.started()
            stage.send.yield(.terminate)
            await release.wait()
        }
        async let running = stage.run([ServiceEntry(deaf, stopMax: .seconds(1))])
        await stage.clock.waitForSleepers(2)
        stage.clock.advance(by: .seconds(1))
        // The group's grace and the time to obey the cancellation.
        await stage.clock.waitForSleepers(2)
        stage.clock.advance(by: LifecycleLimits.cancelMax)
        try await wait(until: "the service is abandoned") { stage.events.value == ["deaf abandoned"] }
        await release.set()
        #expect(await running.cancelledServices == ["deaf"])
    }

    @Test("SIGHUP runs the reload hook and nothing stops")
    func reload() async throws {
        let stage = try Stage()
        let service = Acting(name: "a") { lifecycle in
            lifecycle.started()
            stage.send.yield(.reload)
            await lifecycle.stopRequested()
            stage.note("stopped")
        }
        let outcome = await stage.run([ServiceEntry(service)]) {
            stage.note("reloaded")
            stage.send.yield(.terminate)
        }
        #expect(stage.events.value == ["reloaded", "stopped"])
        #expect(outcome.exitCode == 0)
    }

    @Test("cancelling the group's own task cancels every service")
    func cancelled() async throws {
        let stage = try Stage()
        let up = Signal()
        let service = Acting(name: "a") { lifecycle in
            lifecycle.started()
            await up.set()
            await lifecycle.stopRequested()
            stage.note(Task.isCancelled ? "cancelled" : "stopped")
        }
        let outcome = await withTaskGroup(of: GroupOutcome.self) { group in
            group.addTask { await stage.run([ServiceEntry(service)]) }
            await up.wait()
            group.cancelAll()
            return await group.next()
        }
        #expect(stage.events.value == ["cancelled"])
        #expect(outcome?.exitCode == 1)
    }

    @Test("work that runs until the stop is left at its next await, and awaited")
    func untilStopped() async throws {
        let stage = try Stage()
        let service = Acting(name: "a") { lifecycle in
            lifecycle.started()
            await lifecycle.untilStopped {
                stage.send.yield(.terminate)
                // The clock never moves: only a cancellation ends this.
                await #expect(throws: CancellationError.self) { try await MockClock().sleep(for: .seconds(1)) }
                stage.note("left")
            }
            stage.note("stopped")
        }
        #expect(await stage.run([ServiceEntry(service)]).exitCode == 0)
        #expect(stage.events.value == ["left", "stopped"])
    }

    @Test("signals of the kernel are delivered, each as itself, until the task is cancelled")
    func kernelSignals() async throws {
        let seen = try await withLoop { loop in
            // Thread-directed signals on the loop's own thread, so that no other thread of the test process can die of
            // them.
            ProcessSignals.block()
            let seen = Recorded<[ProcessSignal]>([])
            await withDiscardingTaskGroup { group in
                group.addTask {
                    await ProcessSignals(on: loop).deliver { signal in
                        seen.update { $0.append(signal) }
                        switch signal {
                        case .reload: raise(SIGINT)
                        case .interrupt: raise(SIGTERM)
                        case .terminate: break
                        }
                    }
                }
                raise(SIGHUP)
                // A signal that never comes shows in the comparison below.
                try? await wait(until: "all signals are seen") { seen.value.count == 3 }
                group.cancelAll()
            }
            return seen.value
        }
        #expect(seen == [.reload, .interrupt, .terminate])
    }
}

private struct Acting: Service {
    let name: String
    let act: @Sendable (ServiceLifecycle) async throws -> Void

    func run(_ lifecycle: ServiceLifecycle) async throws {
        try await act(lifecycle)
    }
}

struct Scripted: SignalSource {
    let signals: AsyncStream<ProcessSignal>

    func deliver(to group: @escaping @Sendable (ProcessSignal) -> Void) async {
        for await signal in signals { group(signal) }
    }
}

struct Discarding: LogDescriptor {
    func write(_ bytes: ArraySlice<UInt8>) -> LogTransfer { .wrote(bytes.count) }
    func waitUntilWritable(atMost limit: Duration) {}
}
