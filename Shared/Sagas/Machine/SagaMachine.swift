import Identifiers
import Messaging

/// The rules of a saga, without clock, tasks or tables: each input answers with what to do, and with a new state that
/// must be written down before it is done.
///
/// Before the pivot is done, a refusal, too many failures or the deadline turn the saga back. What is undone then: every
/// step that was done, and the current one as well when it is a call, since a call without an answer, a call of a driver
/// that died and a call of a driver that was stopped and goes on later may all have been done, or will be. Its undoing
/// leaves a fence at the participant. A local step is done exactly when the saga has moved past it, so the current one
/// was not.
///
/// What must succeed, undoings and steps after the pivot, is repeated more often and then ends `stuck`: a person decides.
struct SagaMachine: Sendable, Equatable {
    let id: UUID128
    let plan: SagaPlan
    private(set) var state: SagaState

    init(_ id: UUID128, _ plan: SagaPlan, _ state: SagaState) {
        (self.id, self.plan, self.state) = (id, plan, state)
    }

    /// The id of a command: the same wherever and how often it is made.
    static func command(_ saga: UUID128, _ step: String, _ direction: SagaDirection) -> UUID128 {
        UUID128(parent: saga, name: "\(direction.rawValue)/\(step)")
    }

    func command(_ task: SagaTask) -> UUID128 {
        Self.command(id, plan.steps[task.step].name, task.direction)
    }

    /// What it is at.
    var current: SagaTask { SagaTask(step: state.step, direction: state.direction) }

    /// Whether a failure turns it back.
    private var isReversible: Bool { state.direction == .forward && state.step <= plan.pivot }

    mutating func handle(
        _ input: SagaInput, at now: Timestamp, _ random: inout some RandomNumberGenerator
    ) -> [SagaEffect] {
        switch input {
        case .due: return due(at: now)
        case .answered(let command, let answer):
            guard state.phase.isRunning, command == self.command(current) else { return [.stale(command)] }
            return answered(answer, at: now, &random)
        case .retried: return retried(at: now)
        case .abandoned:
            guard state.phase == .stuck else { return [.nothing] }
            return end(.abandoned)
        }
    }

    private mutating func due(at now: Timestamp) -> [SagaEffect] {
        guard state.phase.isRunning else { return [.nothing] }
        if isReversible, now >= state.deadline { return turnBack(fault("deadline"), at: now) }
        if let end = state.pauseEnd, now < end { return [.pause(until: end)] }
        return [.perform(current)]
    }

    private mutating func retried(at now: Timestamp) -> [SagaEffect] {
        guard state.phase == .stuck else { return [.nothing] }
        state.phase = state.direction == .forward ? .forward : .compensating
        return go(to: current, at: now)
    }

    private mutating func answered(
        _ answer: SagaAnswer, at now: Timestamp, _ random: inout some RandomNumberGenerator
    ) -> [SagaEffect] {
        switch answer {
        case .done: return state.direction == .forward ? advance(at: now) : retreat(from: state.step - 1, at: now)
        case .refused(let fault) where isReversible: return turnBack(fault, at: now)
        case .refused(let fault), .failed(let fault), .timedOut(let fault): return failed(fault, at: now, &random)
        case .stalled(let fault): return stalled(fault, at: now, &random)
        case .cancelled: return [.release]
        }
    }

    // MARK: Moving

    private mutating func advance(at now: Timestamp) -> [SagaEffect] {
        let next = state.step + 1
        guard next < plan.steps.count else { return end(.completed) }
        if next <= plan.pivot, now >= state.deadline {
            return turnBack(fault("deadline"), from: state.step, at: now)
        }
        return go(to: SagaTask(step: next, direction: .forward), at: now)
    }

    private mutating func turnBack(_ fault: SagaFault, at now: Timestamp) -> [SagaEffect] {
        let mayBeDone = plan.steps[state.step].form.forward == .call
        return turnBack(fault, from: mayBeDone ? state.step : state.step - 1, at: now)
    }

    private mutating func turnBack(_ fault: SagaFault, from step: Int, at now: Timestamp) -> [SagaEffect] {
        state.fault = fault
        state.phase = .compensating
        state.direction = .backward
        return [.turnedBack(fault)] + retreat(from: step, at: now)
    }

    /// To the undoing of the last step, from `step` downwards, that has one.
    private mutating func retreat(from step: Int, at now: Timestamp) -> [SagaEffect] {
        for index in stride(from: step, through: 0, by: -1) where plan.steps[index].form.compensation != nil {
            return go(to: SagaTask(step: index, direction: .backward), at: now)
        }
        return end(.compensated)
    }

    private mutating func go(to task: SagaTask, at now: Timestamp) -> [SagaEffect] {
        (state.step, state.direction) = (task.step, task.direction)
        (state.failures, state.stalls) = (0, 0)
        (state.stepSince, state.pauseEnd) = (now, nil)
        return [.perform(task)]
    }

    private mutating func end(_ phase: SagaPhase) -> [SagaEffect] {
        state.phase = phase
        state.pauseEnd = nil
        return [.ended(phase)]
    }

    // MARK: Trying again

    private mutating func failed(
        _ fault: SagaFault, at now: Timestamp, _ random: inout some RandomNumberGenerator
    ) -> [SagaEffect] {
        state.failures += 1
        state.stalls = 0
        let policy = plan.policy
        guard isReversible else {
            guard state.failures <= policy.persistentRetriesMax else { return stop(fault) }
            return pause(policy.persistentBackoff.pause(after: state.failures, &random), at: now)
        }
        guard state.failures <= policy.retriesMax, now < state.deadline else { return turnBack(fault, at: now) }
        return pause(policy.retryBackoff.pause(after: state.failures, &random), at: now)
    }

    private mutating func stalled(
        _ fault: SagaFault, at now: Timestamp, _ random: inout some RandomNumberGenerator
    ) -> [SagaEffect] {
        state.stalls += 1
        if isReversible {
            guard now < state.deadline else { return turnBack(fault, at: now) }
        } else if state.stepSince.duration(to: now) >= plan.policy.patience {
            return stop(fault)
        }
        return pause(plan.policy.stallBackoff.pause(after: state.stalls, &random), at: now)
    }

    /// No pause reaches beyond the deadline, at which something else is to be done.
    private mutating func pause(_ pause: Duration, at now: Timestamp) -> [SagaEffect] {
        let end = now.advanced(by: pause)
        let bounded = isReversible ? min(end, state.deadline) : end
        state.pauseEnd = bounded
        return [.pause(until: bounded)]
    }

    private mutating func stop(_ fault: SagaFault) -> [SagaEffect] {
        state.phase = .stuck
        state.pauseEnd = nil
        // Of one that has turned back, the reason for that is what people ask for; this one is on record beside it.
        if state.direction == .forward { state.fault = fault }
        return [.stuck(fault)]
    }

    private func fault(_ label: String) -> SagaFault { SagaFault(label, at: plan.steps[state.step].name) }
}
