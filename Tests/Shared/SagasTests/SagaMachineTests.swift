import Identifiers
import Messaging
import TestKit
import Testing

@testable import Sagas

@Suite("The saga machine") struct SagaMachineTests {
    private let start = Timestamp(secondsSinceEpoch: 1_790_000_000)

    private func machine(
        at step: Int, _ direction: SagaDirection = .forward, failures: Int = 0, plan: SagaPlan = mixedPlan()
    ) -> SagaMachine {
        SagaMachine(
            sagaID, plan,
            SagaState(
                phase: direction == .forward ? .forward : .compensating, direction: direction, step: step,
                failures: failures, stepSince: start, deadline: start.advanced(by: plan.policy.deadline)))
    }

    private func answer(
        _ machine: inout SagaMachine, _ answer: SagaAnswer, after elapsed: Duration = .zero
    ) -> [SagaEffect] {
        var random = SeededRandom(seed: 1)
        return machine.handle(
            .answered(machine.command(machine.current), answer), at: start.advanced(by: elapsed), &random)
    }

    private let fault = SagaFault("broken", at: "called effect")

    @Test("three failures are forgiven, the fourth turns it back", arguments: [0, 1, 2, 3])
    func retries(failures: Int) {
        var machine = machine(at: 3, failures: failures)
        let effects = answer(&machine, .failed(fault))
        if failures < 3 {
            guard case .pause(let end) = effects.first else {
                Issue.record("\(effects)")
                return
            }
            let bound = mixedPlan().policy.retryBackoff.bound(after: failures + 1)
            #expect(end >= start && end <= start.advanced(by: bound))
            #expect(machine.state.failures == failures + 1 && machine.state.phase == .forward)
        } else {
            #expect(effects == [.turnedBack(fault), .perform(SagaTask(step: 3, direction: .backward))])
        }
    }

    @Test(
        "past the pivot, and on the way back, ten failures are forgiven and the eleventh calls a person",
        arguments: [9, 10])
    func persistence(failures: Int) {
        for (step, direction) in [(6, SagaDirection.forward), (7, .forward), (3, .backward), (2, .backward)] {
            var machine = machine(at: step, direction, failures: failures)
            let effects = answer(&machine, .failed(fault))
            #expect((machine.state.phase == .stuck) == (failures == 10), "\(step) \(direction): \(effects)")
            if failures == 10 { #expect(effects == [.stuck(fault)]) }
        }
    }

    @Test("at the deadline, and not a microsecond before, what waits turns back; past the pivot nothing does")
    func deadline() {
        let limit = mixedPlan().policy.deadline
        var random = SeededRandom(seed: 1)
        var before = machine(at: 3)
        #expect(
            before.handle(.due, at: start.advanced(by: limit - .microseconds(1)), &random)
                == [.perform(SagaTask(step: 3, direction: .forward))])
        var at = machine(at: 3)
        #expect(
            at.handle(.due, at: start.advanced(by: limit), &random)
                == [
                    .turnedBack(SagaFault("deadline", at: "called effect")),
                    .perform(SagaTask(step: 3, direction: .backward)),
                ])
        for (step, direction) in [(6, SagaDirection.forward), (3, .backward)] {
            var late = machine(at: step, direction)
            #expect(
                late.handle(.due, at: start.advanced(by: limit + .seconds(9)), &random)
                    == [.perform(SagaTask(step: step, direction: direction))])
        }
        // The pivot's own answer is taken, however late it is: everything is done.
        var pivot = machine(at: 5)
        #expect(
            answer(&pivot, .done, after: limit + .seconds(1)) == [.perform(SagaTask(step: 6, direction: .forward))])
        var step = machine(at: 3)
        let effects = answer(&step, .done, after: limit)
        #expect(
            effects.last == .perform(SagaTask(step: 3, direction: .backward)), "what was just done is undone as well")
    }

    @Test("no pause reaches beyond the deadline")
    func boundedPause() {
        let limit = mixedPlan().policy.deadline
        for seed in 0..<50 as Range<UInt64> {
            var random = SeededRandom(seed: seed)
            var machine = machine(at: 3, failures: 2)
            let now = start.advanced(by: limit - .milliseconds(1))
            _ = machine.handle(.answered(machine.command(machine.current), .failed(fault)), at: now, &random)
            #expect((machine.state.pauseEnd ?? .init(secondsSinceEpoch: .max)) <= machine.state.deadline)
        }
    }

    @Test("stalls count for nothing but the deadline, and on the way back but for patience")
    func stalls() {
        var machine = machine(at: 3, failures: 2)
        for number in 1...50 {
            _ = answer(&machine, .stalled(fault), after: .seconds(number))
            #expect(machine.state.phase == .forward && machine.state.failures == 2 && machine.state.stalls == number)
        }
        _ = answer(&machine, .stalled(fault), after: .seconds(60))
        #expect(machine.state.phase == .compensating)
        var back = self.machine(at: 3, .backward)
        let patience = back.plan.policy.patience
        _ = answer(&back, .stalled(fault), after: patience - .microseconds(1))
        #expect(back.state.phase == .compensating)
        #expect(answer(&back, .stalled(fault), after: patience) == [.stuck(fault)])
    }

    @Test("an answer counts only for the current command of a saga that runs")
    func stale() {
        var random = SeededRandom(seed: 1)
        let current = machine(at: 3)
        for step in current.plan.steps.indices {
            for direction in SagaDirection.allCases where SagaTask(step: step, direction: direction) != current.current
            {
                var machine = current
                let command = machine.command(SagaTask(step: step, direction: direction))
                #expect(machine.handle(.answered(command, .done), at: start, &random) == [.stale(command)])
                #expect(machine == current)
            }
        }
        for phase in SagaPhase.allCases where !phase.isRunning {
            let ended = SagaMachine(
                sagaID, mixedPlan(),
                SagaState(phase: phase, direction: .forward, step: 3, stepSince: start, deadline: start))
            var machine = ended
            let command = machine.command(machine.current)
            #expect(machine.handle(.answered(command, .done), at: start, &random) == [.stale(command)])
            #expect(machine.handle(.due, at: start, &random) == [.nothing])
            #expect(machine == ended)
        }
    }

    @Test("a driver that has to stop changes nothing")
    func cancelled() {
        for (step, direction) in [(0, SagaDirection.forward), (3, .forward), (6, .forward), (3, .backward)] {
            var machine = machine(at: step, direction, failures: 2)
            let before = machine
            #expect(answer(&machine, .cancelled) == [.release])
            #expect(machine == before)
        }
    }

    @Test("only a stuck saga is an operator's, and it goes on in its own direction with patience renewed")
    func operators() {
        var random = SeededRandom(seed: 1)
        for direction in SagaDirection.allCases {
            var stuck = machine(at: direction == .forward ? 6 : 3, direction, failures: 10)
            #expect(stuck.handle(.retried, at: start, &random) == [.nothing])
            #expect(stuck.handle(.abandoned, at: start, &random) == [.nothing])
            _ = answer(&stuck, .failed(fault))
            #expect(stuck.state.phase == .stuck)
            var again = stuck
            #expect(again.handle(.retried, at: start, &random) == [.perform(stuck.current)])
            #expect(again.state.phase == (direction == .forward ? .forward : .compensating))
            #expect(again.state.failures == 0)
            var gone = stuck
            #expect(gone.handle(.abandoned, at: start, &random) == [.ended(.abandoned)])
            #expect(gone.handle(.retried, at: start, &random) == [.nothing])
        }
    }
}
