import Identifiers
import JSON

@testable import Sagas

/// A plan with every form of step, for the machine: checks and effects, local and called, with the pivot in the middle.
func mixedPlan(pivot: Int = 5, policy: SagaPolicy = SagaPolicy(deadline: .seconds(60))) -> SagaPlan {
    SagaPlan(
        [
            .init(name: "local check", form: .check(.local)), .init(name: "called check", form: .check(.call)),
            .init(name: "local effect", form: .effect(.local, undoneBy: "undo")),
            .init(name: "called effect", form: .effect(.call, undoneBy: "undo")),
            .init(name: "second call", form: .effect(.call, undoneBy: "undo")),
            .init(name: "pivot", form: .effect(.local, undoneBy: "undo")),
            .init(name: "call after", form: .effect(.call, undoneBy: "never")),
            .init(name: "local after", form: .effect(.local, undoneBy: "never")),
        ], pivot: pivot, policy: policy)
}

/// The plans that are tried with every fault at every step.
let allPlans: [(name: String, plan: SagaPlan)] = [
    ("booking creation", BookingCreation.plan), ("staff assignment", StaffAssignment.plan),
    ("every form of step", mixedPlan()), ("pivot first", mixedPlan(pivot: 0)), ("pivot last", mixedPlan(pivot: 7)),
].map { name, plan in
    // As patient as tests of thousands of sagas can wait for.
    var policy = plan.policy
    (policy.deadline, policy.patience) = (.seconds(60), .seconds(60))
    return (name, SagaPlan(plan.steps, pivot: plan.pivot, policy: policy))
}

/// The id of every saga that is only simulated.
let sagaID = UUID128(high: 0x0192_f0c1_0000_7000, low: 0x8000_0000_0000_00f1)
