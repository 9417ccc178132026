import Identifiers
import Observability
import Postgres

extension SagaEngine {
    /// Writes down a saga's new state with all that goes with it.
    ///
    /// - Parameters:
    ///   - saga: as it was read.
    ///   - machine: as it is to be.
    ///   - effects: what the machine wants done now.
    ///   - answered: the command that was answered, if it was one.
    ///   - payload: what the saga carries now.
    ///   - claimant: who goes on driving it; nil leaves it to the runners.
    ///   - transaction: that of the move.
    /// - Returns: false, and nothing is written, when somebody moved it before.
    /// - Throws: what the database says, and what the hook throws.
    func write(
        _ saga: LoadedSaga, _ machine: SagaMachine, _ effects: [SagaEffect], _ answered: SagaDrive.Answered?,
        payload: [UInt8], claimant: UUID128?, in transaction: Transaction
    ) async throws -> Bool {
        let now = clock.now
        let state = machine.state
        var timer = SagaTimer.none
        var fireAt: Timestamp?
        if state.phase.isRunning {
            switch (state.pauseEnd, claimant) {
            case (let end?, _): (timer, fireAt) = (.retry, end)
            case (nil, nil): (timer, fireAt) = (.run, now)
            case (nil, _?): (timer, fireAt) = (.lease, now.advanced(by: settings.lease))
            }
        }
        let logged = answered.flatMap { answered in
            answered.answer.outcome.map { outcome in
                SagaMove.Answered(
                    task: answered.task, command: machine.command(answered.task), outcome: outcome,
                    fault: answered.answer.fault)
            }
        }
        let move = SagaMove(
            saga: saga, plan: machine.plan, state: state, payload: payload, answered: logged, timer: timer,
            fireAt: fireAt, claimant: timer == .lease ? claimant : nil, at: now)
        guard try await store.move(move, in: transaction) else { return false }
        let version = saga.record.version + 1
        for effect in effects {
            switch effect {
            case .turnedBack(let fault):
                try store.audit(.turnedBack, of: saga.record, version: version, fault, at: now, in: transaction)
            case .stuck(let fault):
                try store.audit(.stuck, of: saga.record, version: version, fault, at: now, in: transaction)
            default: break
            }
        }
        try await settings.onChange?(
            SagaChange(
                before: saga.record, phase: state.phase, direction: state.direction,
                step: machine.plan.steps[state.step].name, version: version, fault: state.fault, at: now),
            transaction)
        return true
    }

    /// Counts and logs a move that was written down.
    func told(
        _ saga: LoadedSaga, _ machine: SagaMachine, _ effects: [SagaEffect], _ answered: SagaDrive.Answered?
    ) {
        let type = saga.record.type
        let phase = machine.state.phase
        metrics.transitions.with(type, phase.rawValue).add()
        if let answered, let outcome = answered.answer.outcome {
            metrics.attempts.with(type, answered.task.direction.rawValue, outcome.rawValue).add()
        }
        for effect in effects {
            switch effect {
            case .turnedBack(let fault): log(.info, "saga turned back", saga.record, fault)
            case .stuck(let fault):
                metrics.stuck.with(type).add()
                log(.error, "saga is stuck: an operator must retry or abandon it", saga.record, fault)
            case .ended:
                metrics.duration.with(type, phase.rawValue).record(saga.record.startedAt.duration(to: clock.now))
            default: break
            }
        }
    }

    private func log(_ level: LogLevel, _ message: StaticString, _ record: SagaRecord, _ fault: SagaFault) {
        logger.log(level, message) { line in
            line.add(.component, record.type)
            line.add(.aggregateID, record.id)
            line.add(.handler, fault.step)
            line.add(.reason, fault.label)
        }
    }
}
