import Testing

@testable import ServiceRuntime

struct GroupMachineTests {
    private typealias Action = GroupMachine.Action

    private func machine(_ returns: ServiceEntry.EarlyReturn...) -> GroupMachine {
        GroupMachine(returns.enumerated().map { ("s\($0.offset)", $0.element) })
    }

    /// A machine whose services have all started.
    private func ready(_ count: Int) -> GroupMachine {
        var machine = GroupMachine((0..<count).map { ("s\($0)", .isFault) })
        _ = machine.begin()
        for index in 0..<count { _ = machine.handle(.started(index)) }
        return machine
    }

    @Test("each service starts when the one before it has started")
    func startOrder() {
        var machine = machine(.isFault, .isFault)
        #expect(machine.begin() == [.enter(.starting), .start(0)])
        #expect(machine.handle(.started(0)) == [.start(1)])
        #expect(machine.handle(.started(0)) == [])
        #expect(machine.handle(.started(1)) == [.enter(.ready)])
    }

    @Test("services stop one at a time, last started first, and a signal is a success")
    func stopOrder() {
        var machine = ready(3)
        #expect(
            machine.handle(.signal(.terminate)) == [
                .enter(.draining), .arm(.grace), .requestStop(2), .arm(.stop(2)),
            ])
        #expect(machine.handle(.returned(2)) == [.requestStop(1), .arm(.stop(1))])
        #expect(machine.handle(.timeUp(.stop(2))) == [])
        #expect(machine.handle(.returned(1)) == [.requestStop(0), .arm(.stop(0))])
        #expect(machine.handle(.returned(0)) == [.finish])
        #expect(machine.outcome == GroupOutcome(end: .signal(.terminate)))
        #expect(machine.outcome?.exitCode == 0)
        #expect(machine.handle(.signal(.terminate)) == [])
    }

    @Test("a signal while starting stops what was started, the half-started one first, and starts nothing more")
    func signalWhileStarting() {
        var machine = machine(.isFault, .isFault, .isFault)
        _ = machine.begin()
        _ = machine.handle(.started(0))
        #expect(machine.handle(.signal(.interrupt)).contains(.requestStop(1)))
        #expect(machine.handle(.started(1)) == [])
        #expect(machine.handle(.returned(1)) == [.requestStop(0), .arm(.stop(0))])
        #expect(machine.handle(.returned(0)) == [.finish])
        #expect(machine.outcome?.exitCode == 0)
    }

    @Test("a service that fails to start stops those before it, and the process fails")
    func failingStart() {
        var machine = machine(.isFault, .isFault, .isFault)
        _ = machine.begin()
        _ = machine.handle(.started(0))
        #expect(
            machine.handle(.threw(1)) == [.enter(.draining), .arm(.grace), .requestStop(0), .arm(.stop(0))])
        #expect(machine.handle(.returned(0)) == [.finish])
        #expect(machine.outcome == GroupOutcome(end: .failed(service: "s1"), failedServices: ["s1"]))
        #expect(machine.outcome?.exitCode == 1)
    }

    @Test(
        "what an early return means is said per service",
        arguments: [
            (.isFault, .returnedEarly(service: "s0"), 1), (.endsGroup, .finished(service: "s0"), 0),
        ] as [(ServiceEntry.EarlyReturn, GroupEnd, Int32)])
    func earlyReturn(meaning: ServiceEntry.EarlyReturn, end: GroupEnd, exitCode: Int32) {
        var machine = machine(meaning, .isFault)
        _ = machine.begin()
        _ = machine.handle(.started(0))
        _ = machine.handle(.started(1))
        #expect(machine.handle(.returned(0)).contains(.requestStop(1)))
        #expect(machine.handle(.returned(1)) == [.finish])
        #expect(machine.outcome?.end == end)
        #expect(machine.outcome?.exitCode == exitCode)
    }

    @Test("a service whose return is expected lets the next start, said to have started or not")
    func migration() {
        var machine = machine(.isExpected, .isExpected, .isFault)
        _ = machine.begin()
        #expect(machine.handle(.returned(0)) == [.start(1)])
        #expect(machine.handle(.started(1)) == [.start(2)])
        #expect(machine.handle(.returned(1)) == [])
        #expect(machine.handle(.started(2)) == [.enter(.ready)])
        #expect(machine.handle(.signal(.terminate)).contains(.requestStop(2)))
        #expect(machine.handle(.returned(2)) == [.finish])
    }

    @Test("a group that everybody has left as expected is finished")
    func nobodyLeft() {
        var machine = machine(.isExpected, .isExpected)
        _ = machine.begin()
        _ = machine.handle(.returned(0))
        #expect(machine.handle(.returned(1)).last == .finish)
        #expect(machine.outcome?.end == .finished(service: "s1"))
        #expect(machine.outcome?.exitCode == 0)
    }

    @Test("a service that is too slow to finish is cancelled, and the next in order is asked")
    func stopTimeUp() {
        var machine = ready(2)
        _ = machine.handle(.signal(.terminate))
        #expect(machine.handle(.timeUp(.stop(1))) == [.cancel(1), .arm(.cancel(1))])
        #expect(machine.handle(.threw(1)) == [.requestStop(0), .arm(.stop(0))])
        #expect(machine.handle(.returned(0)) == [.finish])
        #expect(machine.outcome == GroupOutcome(end: .signal(.terminate), cancelledServices: ["s1"]))
        #expect(machine.outcome?.exitCode == 1)
    }

    @Test("when the group's time is up everything is cancelled at once")
    func graceTimeUp() {
        var machine = ready(2)
        _ = machine.handle(.signal(.terminate))
        #expect(
            machine.handle(.timeUp(.grace)) == [
                .cancel(1), .arm(.cancel(1)), .cancel(0), .arm(.cancel(0)),
            ])
        #expect(machine.handle(.returned(0)) == [])
        #expect(machine.handle(.returned(1)) == [.finish])
        #expect(machine.outcome?.exitCode == 1)
    }

    @Test("a second signal cancels everything and shows in the exit code")
    func secondSignal() {
        var machine = ready(2)
        _ = machine.handle(.signal(.terminate))
        #expect(machine.handle(.signal(.interrupt)).contains(.cancel(0)))
        #expect(machine.handle(.signal(.terminate)) == [])
        _ = machine.handle(.threw(1))
        #expect(machine.handle(.threw(0)) == [.finish])
        #expect(machine.outcome?.exitCode == 130)
        #expect(machine.outcome?.failedServices == [])
    }

    @Test("a service that ignores its cancellation is abandoned, and the end comes all the same")
    func abandoned() {
        var machine = ready(1)
        _ = machine.handle(.signal(.terminate))
        _ = machine.handle(.timeUp(.stop(0)))
        #expect(machine.handle(.timeUp(.cancel(0))) == [.abandon(0), .finish])
        #expect(machine.handle(.returned(0)) == [])
    }

    @Test("a service that throws while finishing fails the process but not the order")
    func throwsWhileStopping() {
        var machine = ready(2)
        _ = machine.handle(.signal(.terminate))
        #expect(machine.handle(.threw(1)) == [.requestStop(0), .arm(.stop(0))])
        _ = machine.handle(.returned(0))
        #expect(machine.outcome == GroupOutcome(end: .signal(.terminate), failedServices: ["s1"]))
        #expect(machine.outcome?.exitCode == 1)
    }

    @Test("a service that ends while another finishes is not asked again")
    func endsOutOfTurn() {
        var machine = ready(3)
        _ = machine.handle(.signal(.terminate))
        #expect(machine.handle(.returned(1)) == [])
        #expect(machine.handle(.returned(2)) == [.requestStop(0), .arm(.stop(0))])
    }

    @Test("SIGHUP reloads, but not while finishing")
    func reload() {
        var machine = ready(1)
        #expect(machine.handle(.signal(.reload)) == [.reload])
        _ = machine.handle(.signal(.terminate))
        #expect(machine.handle(.signal(.reload)) == [])
    }
}
