import Identifiers
import TestKit

@testable import Sagas

/// What goes wrong with the attempts of one command.
enum Fault: String, CaseIterable, Sendable {
    case none
    /// The rules forbid it.
    case refused
    /// It fails every time and does nothing.
    case fails
    /// It fails three times, which is what is forgiven, and is done then.
    case failsThrice
    /// Every attempt is done, and no answer ever comes.
    case replyLost
    /// It is done at the first attempt, whose answer is lost; the second one gets it.
    case firstReplyLost
    /// Nothing is done and no answer comes.
    case timesOut
    /// The answer comes twice.
    case replyTwice
    /// No answer comes in time; it comes when the saga is elsewhere.
    case replyLate
    /// The command arrives only when the saga has ended.
    case arrivesLate
    /// The driver dies before the command is sent.
    case killedBefore
    /// The driver dies when it was done and the answer is not written down.
    case killedAfter
    /// A dependency is away for a while.
    case stalls
    /// A dependency never comes back.
    case stallsForever
}

/// The world around one machine: participants with a memory as `SagaParticipant` has it, a row that survives kills, and
/// time that jumps to where the next thing happens.
struct SimulatedSaga {
    /// A participant's memory of one command, and its net effect.
    struct Participant: Equatable {
        enum Memory { case nothing, done, undone, calledOff }
        var memory = Memory.nothing
        var effect = 0
        /// How often the effect was made, ever.
        var times = 0

        /// The command; false when it is refused.
        mutating func perform() -> Bool {
            switch memory {
            case .nothing:
                (memory, effect, times) = (.done, effect + 1, times + 1)
                return true
            case .done: return true
            case .undone, .calledOff: return false
            }
        }

        mutating func undo() {
            switch memory {
            case .nothing: memory = .calledOff
            case .done: (memory, effect) = (.undone, effect - 1)
            case .undone, .calledOff: break
            }
        }
    }

    let plan: SagaPlan
    /// By way and step.
    let faults: [SagaDirection: [Int: Fault]]
    /// The row.
    var state: SagaState
    var now = Timestamp(secondsSinceEpoch: 1_790_000_000)
    var participants: [Participant]
    var random: SeededRandom
    /// Commands that are still on their way.
    var late: [SagaTask] = []
    /// Answers that are still on their way.
    var lateAnswers: [(UUID128, SagaAnswer)] = []
    var attempts: [SagaDirection: [Int: Int]] = [.forward: [:], .backward: [:]]
    var stale = 0
    var wasStuck = false
    /// The order in which steps were undone.
    var undoings: [Int] = []

    init(_ plan: SagaPlan, _ faults: [SagaDirection: [Int: Fault]], seed: UInt64 = 1) {
        (self.plan, self.faults) = (plan, faults)
        state = .begun(plan, at: now)
        participants = plan.steps.map { _ in Participant() }
        random = SeededRandom(seed: seed)
    }

    /// Drives until it is final or stuck; false when it does not get there.
    mutating func run() -> Bool {
        for _ in 0..<2_000 {
            guard state.phase.isRunning else {
                settleLate()
                return true
            }
            round()
        }
        return false
    }

    /// One driver's turn: from the row to one command and its answer.
    private mutating func round() {
        var machine = SagaMachine(sagaID, plan, state)
        let effects = machine.handle(.due, at: now, &random)
        state = machine.state
        guard case .perform(let task) = effects.last else {
            if case .pause(let end) = effects.last { now = max(now, end) }
            return
        }
        let attempt = attempts[task.direction, default: [:]][task.step, default: 0] + 1
        attempts[task.direction, default: [:]][task.step] = attempt
        let fault = faults[task.direction]?[task.step] ?? .none
        guard let answer = perform(task, fault, attempt) else { return }
        deliver(answer, of: task)
        if fault == .replyTwice { deliver(answer, of: task) }
    }

    private mutating func deliver(_ answer: SagaAnswer, of task: SagaTask) {
        var machine = SagaMachine(sagaID, plan, state)
        let before = machine.state
        let effects = machine.handle(.answered(machine.command(task), answer), at: now, &random)
        if case .stale = effects.first {
            stale += 1
            if machine.state != before { stale = .max }
        }
        // A local step is done exactly when the saga has moved past it.
        if plan.kind(of: task.step, task.direction) == .local, answer == .done, machine.state != before { apply(task) }
        if effects.contains(where: { if case .stuck = $0 { true } else { false } }) { wasStuck = true }
        state = machine.state
    }

    private mutating func apply(_ task: SagaTask) {
        switch task.direction {
        case .forward: _ = participants[task.step].perform()
        case .backward:
            participants[task.step].undo()
            undoings.append(task.step)
        }
    }

    /// One attempt; nil when the driver dies in it.
    private mutating func perform(_ task: SagaTask, _ fault: Fault, _ attempt: Int) -> SagaAnswer? {
        let isLocal = plan.kind(of: task.step, task.direction) == .local
        let failure = SagaFault(fault.rawValue, at: plan.steps[task.step].name)
        func done(_ world: inout SimulatedSaga) { if !isLocal { world.apply(task) } }
        now = now.advanced(by: .milliseconds(5))
        switch fault {
        case .none, .replyTwice:
            done(&self)
            return .done
        case .refused: return .refused(failure)
        case .fails: return .failed(failure)
        case .failsThrice:
            guard attempt > 3 else { return .failed(failure) }
            done(&self)
            return .done
        case .replyLost:
            done(&self)
            now = now.advanced(by: SagaLimits.callMax)
            return .timedOut(failure)
        case .firstReplyLost:
            done(&self)
            guard attempt > 1 else {
                now = now.advanced(by: SagaLimits.callMax)
                return .timedOut(failure)
            }
            return .done
        case .timesOut:
            now = now.advanced(by: SagaLimits.callMax)
            return .timedOut(failure)
        case .replyLate:
            done(&self)
            now = now.advanced(by: SagaLimits.callMax)
            lateAnswers.append((SagaMachine(sagaID, plan, state).command(task), .done))
            return .timedOut(failure)
        case .arrivesLate:
            if !isLocal { late.append(task) }
            now = now.advanced(by: SagaLimits.callMax)
            return .timedOut(failure)
        case .killedBefore:
            if attempt <= 2 { return nil }
            done(&self)
            return .done
        case .killedAfter:
            done(&self)
            return attempt <= 2 ? nil : .done
        case .stalls:
            guard attempt > 4 else { return .stalled(failure) }
            done(&self)
            return .done
        case .stallsForever: return .stalled(failure)
        }
    }

    /// What was on its way arrives when nobody waits for it any more.
    private mutating func settleLate() {
        for task in late {
            // Refused at the fence, or the stored reply: never a second effect.
            if task.direction == .forward {
                _ = participants[task.step].perform()
            } else {
                participants[task.step].undo()
            }
        }
        late = []
        let final = state
        for (command, answer) in lateAnswers {
            var machine = SagaMachine(sagaID, plan, state)
            if case .stale = machine.handle(.answered(command, answer), at: now, &random).first { stale += 1 }
            state = machine.state
        }
        lateAnswers = []
        if state != final { stale = .max }
    }
}
