import Identifiers
import TestKit
import Testing

@testable import Sagas

/// Every fault at every step of every plan, on the way forward and on the way back, against what the world must look
/// like afterwards.
@Suite("The saga machine against its model") struct SagaModelTests {
    @Test("any one fault at any one step ends with every effect once, or with none")
    func oneFault() {
        var cases = 0
        for (name, plan) in allPlans {
            for step in plan.steps.indices {
                for fault in Fault.allCases {
                    var world = SimulatedSaga(plan, [.forward: [step: fault]])
                    let isOver = world.run()
                    cases += 1
                    check(world, isOver, "\(name), \(fault) at \(plan.steps[step].name)")
                    #expect(
                        world.state.phase == expected(fault, at: step, of: plan),
                        "\(name), \(fault) at \(plan.steps[step].name): \(world.state)")
                }
            }
        }
        #expect(cases == (11 + 8 + 3 * 8) * Fault.allCases.count)
    }

    @Test(
        "any fault on the way back, of a saga turned back by any fault at any later step, is made good or calls a person"
    )
    func twoFaults() {
        // What the other plans have on their way back, these have too.
        for (name, plan) in allPlans.prefix(3) {
            for step in plan.steps.indices where step <= plan.pivot {
                for cause in [Fault.refused, .fails, .replyLost, .arrivesLate, .replyLate] {
                    for undone in 0...step where plan.steps[undone].form.compensation != nil {
                        for fault in Fault.allCases {
                            var world = SimulatedSaga(plan, [.forward: [step: cause], .backward: [undone: fault]])
                            let isOver = world.run()
                            let what = "\(name), \(cause) at \(step), \(fault) undoing \(undone)"
                            check(world, isOver, what)
                            #expect(world.state.phase == .compensated || world.wasStuck, "\(what): \(world.state)")
                        }
                    }
                }
            }
        }
    }

    @Test(
        "an undoing that fails five times is made good; one that never succeeds ends stuck, and a retry goes on there")
    func failingUndoing() {
        let plan = BookingCreation.plan
        let reserve = BookingCreation.Step.allCases.firstIndex(of: .reserveInventory) ?? 0
        let notify = BookingCreation.Step.allCases.firstIndex(of: .notifyStakeholders) ?? 0
        var world = SimulatedSaga(plan, [.forward: [notify: .timesOut], .backward: [reserve: .fails]])
        let worldEnded = world.run()
        #expect(worldEnded)
        #expect(world.state.phase == .stuck && world.state.step == reserve && world.state.direction == .backward)
        #expect(world.attempts[.backward]?[reserve] == plan.policy.persistentRetriesMax + 1)
        #expect(world.state.fault?.label == "timesOut", "the reason for turning back is kept")
        #expect(world.participants[reserve].effect == 1)

        var again = SimulatedSaga(plan, [.backward: [reserve: .failsThrice]])
        (again.state, again.participants, again.now) = (world.state, world.participants, world.now)
        var machine = SagaMachine(sagaID, plan, again.state)
        #expect(
            machine.handle(.retried, at: again.now, &again.random)
                == [.perform(SagaTask(step: reserve, direction: .backward))])
        again.state = machine.state
        #expect(again.state.failures == 0)
        let againEnded = again.run()
        #expect(againEnded)
        #expect(again.state.phase == .compensated)
        let left = zip(plan.steps, again.participants).filter { $0.form.compensation != nil && $1.effect != 0 }
        #expect(left.isEmpty)
    }

    @Test("steps are undone in the reverse of their order, and only those that may have been done")
    func order() {
        var world = SimulatedSaga(mixedPlan(), [.forward: [4: .fails]])
        let worldEnded = world.run()
        #expect(worldEnded)
        #expect(world.undoings == [4, 3, 2])
        var local = SimulatedSaga(mixedPlan(), [.forward: [5: .fails]])
        let localEnded = local.run()
        #expect(localEnded)
        // The failing local step was not done: there is nothing to undo.
        #expect(local.undoings == [4, 3, 2])
        #expect(local.participants[5] == .init())
    }

    @Test(
        "random faults at every step and on every way back, with kills in between, leave all or nothing",
        arguments: 1...300)
    func randomFaults(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (name, plan) = allPlans[Int(random.below(UInt64(allPlans.count)))]
        var faults: [SagaDirection: [Int: Fault]] = [:]
        for direction in SagaDirection.allCases {
            for step in plan.steps.indices where random.below(3) == 0 {
                faults[direction, default: [:]][step] = Fault.allCases[Int(random.below(UInt64(Fault.allCases.count)))]
            }
        }
        var world = SimulatedSaga(plan, faults, seed: seed)
        let isOver = world.run()
        check(world, isOver, "\(name), seed \(seed)")
    }

    /// I8: completed with each effect once, compensated with none, or stuck.
    private func check(_ world: SimulatedSaga, _ isOver: Bool, _ what: String) {
        #expect(isOver, "\(what): it never ends: \(world.state)")
        #expect(world.stale != .max, "\(what): a stale answer changed something")
        let effects = world.participants.map(\.effect)
        switch world.state.phase {
        case .completed: #expect(effects.allSatisfy { $0 == 1 }, "\(what): \(effects)")
        case .compensated:
            for (step, effect) in zip(world.plan.steps, effects) where step.form.compensation != nil {
                #expect(effect == 0, "\(what): \(step.name) is left with \(effect)")
            }
            #expect(world.undoings == world.undoings.sorted(by: >), "\(what): \(world.undoings)")
        case .stuck: #expect(world.wasStuck, "\(what): stuck in silence")
        case .forward, .compensating, .abandoned: Issue.record("\(what): ended \(world.state.phase)")
        }
        #expect(world.participants.allSatisfy { $0.times <= 1 }, "\(what): an effect was made twice")
    }

    /// How a saga with one fault on its way forward must end.
    private func expected(_ fault: Fault, at step: Int, of plan: SagaPlan) -> SagaPhase {
        switch fault {
        case .none, .failsThrice, .firstReplyLost, .replyTwice, .killedBefore, .killedAfter, .stalls: .completed
        case .refused, .fails, .replyLost, .timesOut, .replyLate, .arrivesLate, .stallsForever:
            step <= plan.pivot ? .compensated : .stuck
        }
    }
}
