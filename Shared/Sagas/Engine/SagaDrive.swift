import EventLoop
import Identifiers
import Observability
import Postgres

/// One driver's hold on one saga: it carries out command after command until there is a pause, an end, or a reason to
/// let go. Between any two awaits it may die; the rows tell the next one all there is to know.
struct SagaDrive {
    /// Why a drive ended.
    enum End: Sendable, Equatable {
        /// Nothing is to be done before its timer falls due, if ever.
        case left
        /// It is where the driver was to bring it, and left to whoever comes next.
        case reached
        /// Somebody else drives it.
        case overtaken
        /// This driver has to stop.
        case stopped
        /// It is not there, or of a definition that is not wired here.
        case unknown
    }

    let engine: SagaEngine
    let id: UUID128
    let claimant: UUID128
    let database: Database
    let scope: Scope
    /// Whether the driver is to stop before the next command.
    let isStopping: () -> Bool
    /// Whether the saga is where it was to be brought.
    let isReached: (SagaRecord) -> Bool

    /// Throws what the database does: the claim then lapses, or is given back by whoever is told.
    func run() async throws -> End {
        while true {
            guard let saga = try await engine.store.load(id, in: database, for: scope) else { return .unknown }
            let kind = WiredSaga.Key(type: saga.record.type, version: saga.record.definition)
            guard let wired = engine.wired[kind], let state = saga.state(of: wired.plan) else { return .unknown }
            guard saga.claimant == claimant else { return saga.claimant == nil ? .left : .overtaken }
            if isReached(saga.record) { return try await release(.reached) }
            if isStopping() || Task.isCancelled { return try await release(.stopped) }
            var machine = SagaMachine(id, wired.plan, state)
            let effects = engine.handle(.due, &machine)
            if machine.state != state {
                guard try await move(saga, machine, effects, nil) else { return .overtaken }
                continue
            }
            switch effects.last {
            case .perform(let task):
                if let end = try await perform(task, of: saga, machine, wired) { return end }
            default: return .left
            }
        }
    }

    /// Gives the saga back to the runners, at once.
    private func release(_ end: End) async throws -> End {
        try await engine.timers.release(id, from: claimant, at: engine.clock.now, in: database, for: scope)
        engine.bell.ring()
        return end
    }

    // MARK: One command

    /// Carries out one command and writes down what it came to; nil when there is more to do.
    private func perform(
        _ task: SagaTask, of saga: LoadedSaga, _ machine: SagaMachine, _ wired: WiredSaga
    ) async throws -> End? {
        let step = wired.plan.steps[task.step].name
        guard let work = wired.work(step, task.direction) else { return .unknown }
        let answer: SagaAnswer
        var payload = saga.payload
        switch work {
        case .local(let run):
            switch try await local(run, task, of: saga, machine) {
            case .moved: return nil
            case .overtaken: return .overtaken
            case .answered(let other): answer = other
            }
        case .call(let run):
            let command = saga.command
            let bytes = payload
            let deadline = MonotonicTime.now + engine.settings.callMax
            do {
                payload = try await withDeadline(deadline, on: database.loop) { try await run(command, bytes) }
                answer = .done
            } catch {
                answer = SagaAnswer(
                    error, at: step, isOverdue: MonotonicTime.now >= deadline, isCancelled: Task.isCancelled)
            }
        }
        if answer == .cancelled { return .stopped }
        return try await record(answer, to: task, payload, of: saga, machine)
    }

    private enum LocalEnd {
        case moved
        case overtaken
        case answered(SagaAnswer)
    }

    /// A local step and the move past it are one transaction.
    private func local(
        _ run: @Sendable (SagaCommand, [UInt8], Transaction) async throws -> [UInt8], _ task: SagaTask,
        of saga: LoadedSaga, _ machine: SagaMachine
    ) async throws -> LocalEnd {
        var moved = machine
        let effects = engine.handle(.answered(machine.command(task), .done), &moved)
        let next = moved
        let deadline = MonotonicTime.now + engine.settings.operationMax
        do {
            let isMoved = try await database.transaction(for: scope, TransactionOptions(deadline: deadline)) {
                transaction in
                guard try await engine.store.lock(saga, in: transaction) else { return false }
                let payload = try await run(saga.command, saga.payload, transaction)
                // The row is locked, so nobody can have moved it; were it so, the step must not stay done.
                guard try await write(saga, next, effects, Answered(task, .done), payload, in: transaction) else {
                    throw SagaError.movedMeanwhile
                }
                return true
            }
            if isMoved { told(saga, next, effects, Answered(task, .done)) } else { lost(saga) }
            return isMoved ? .moved : .overtaken
        } catch let error as PostgresError where error.leavesOpen {
            // Whether it was committed the row will tell.
            throw error
        } catch {
            let step = machine.plan.steps[task.step].name
            let isOverdue = MonotonicTime.now >= deadline && !(error is PostgresError)
            return .answered(SagaAnswer(error, at: step, isOverdue: isOverdue, isCancelled: Task.isCancelled))
        }
    }

    // MARK: Writing down

    typealias Answered = (task: SagaTask, answer: SagaAnswer)

    /// Writes down an answer. When another driver has moved the saga meanwhile, the answer counts if it is still the
    /// current command's, and is put on record otherwise.
    private func record(
        _ answer: SagaAnswer, to task: SagaTask, _ payload: [UInt8], of saga: LoadedSaga, _ machine: SagaMachine
    ) async throws -> End? {
        var (saga, machine) = (saga, machine)
        let command = machine.command(task)
        for _ in 0..<SagaLimits.movesLostMax {
            let effects = engine.handle(.answered(command, answer), &machine)
            if case .stale = effects.first {
                try await stale(answer, to: task, saga, machine)
                return .overtaken
            }
            if try await move(saga, machine, effects, (task, answer), payload) { return nil }
            guard let found = try await engine.store.load(id, in: database, for: scope),
                let state = found.state(of: machine.plan)
            else { return .unknown }
            (saga, machine) = (found, SagaMachine(id, machine.plan, state))
        }
        return .overtaken
    }

    private func move(
        _ saga: LoadedSaga, _ machine: SagaMachine, _ effects: [SagaEffect], _ answered: Answered?,
        _ payload: [UInt8]? = nil
    ) async throws -> Bool {
        let options = TransactionOptions(deadline: .now + engine.settings.operationMax)
        let isMoved = try await database.transaction(for: scope, options) { transaction in
            try await write(saga, machine, effects, answered, payload ?? saga.payload, in: transaction)
        }
        if isMoved { told(saga, machine, effects, answered) } else { lost(saga) }
        return isMoved
    }

    /// The move itself, in a transaction; false when somebody else made one before.
    private func write(
        _ saga: LoadedSaga, _ machine: SagaMachine, _ effects: [SagaEffect], _ answered: Answered?, _ payload: [UInt8],
        in transaction: Transaction
    ) async throws -> Bool {
        try await engine.write(
            saga, machine, effects, answered, payload: payload, claimant: claimant, in: transaction)
    }

    private func stale(
        _ answer: SagaAnswer, to task: SagaTask, _ saga: LoadedSaga, _ machine: SagaMachine
    ) async throws {
        let step = machine.plan.steps[task.step].name
        let outcome = answer.outcome?.rawValue ?? "cancelled"
        let detail = SagaFault("\(task.direction.rawValue)_\(outcome)", at: step)
        try await database.transaction(for: scope) { transaction in
            try engine.store.audit(
                .staleAnswer, of: saga.record, version: saga.record.version, detail, at: engine.clock.now,
                in: transaction)
        }
        engine.metrics.stale.with(saga.record.type).add()
        engine.logger.log(.warning, "saga got an answer that is not asked for any more") { line in
            line.add(.component, saga.record.type)
            line.add(.aggregateID, id)
            line.add(.handler, step)
        }
    }

    private func told(_ saga: LoadedSaga, _ machine: SagaMachine, _ effects: [SagaEffect], _ answered: Answered?) {
        engine.told(saga, machine, effects, answered)
    }

    private func lost(_ saga: LoadedSaga) {
        engine.metrics.lostMoves.with(saga.record.type).add()
    }
}

extension PostgresError {
    /// Whether the transaction may have been committed.
    fileprivate var leavesOpen: Bool {
        if case .outcomeUnknown = self { true } else { false }
    }
}
