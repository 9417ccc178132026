import EventLoop

extension Database {
    /// Sends a unit, or lets it wait for a connection, and waits for its answer.
    func perform(_ unit: WorkUnit) async throws(PostgresError) {
        loop.checkIsolated()
        do throws(PostgresError) {
            try check(unit)
            try admit(unit)
            try await unit.answer(on: loop) { [self] in cancelled(unit) }
        } catch {
            count(error)
            throw error
        }
    }

    /// Refuses what cannot be sent before anything of it is.
    func check(_ unit: WorkUnit) throws(PostgresError) {
        guard !Task.isCancelled else { throw .cancelled }
        guard unit.statements.count <= limits.statementsPerUnitMax else { throw .unitTooLarge }
        for statement in unit.statements {
            if let (fault, number) = statement.parts.fault {
                throw .parameter(fault, number: number, statement: statement.parts.label)
            }
            guard statement.parameterCount <= PostgresLimits.parametersMax,
                statement.parts.bytes.count <= limits.parameterBytesMax
            else { throw .unitTooLarge }
        }
    }

    private func admit(_ unit: WorkUnit) throws(PostgresError) {
        guard !isClosing else { throw .closed }
        if waiting == 0, let connection = pick() { return give(unit, to: connection) }
        guard waiting < limits.waitersMax, hasProspects(unit) else {
            shared.value.refusals += 1
            throw .overloaded
        }
        shared.value.waits += 1
        unit.queuedAt = loop.now
        line.append(unit)
        waiting += 1
        armLineTimer(for: min(unit.deadline, unit.queuedAt.after(waitNanoseconds)))
    }

    /// Whether a unit that joins the line now will be answered in its time, as fast as the line moves. One that will not
    /// would only make those behind it wait until they are too late as well: the whole line would be served in vain. A
    /// few are let in at any rate, since without a line its pace is not known; nor is it without a connection.
    private func hasProspects(_ unit: WorkUnit) -> Bool {
        guard waiting > connections.count, !connections.isEmpty else { return true }
        let wait = pace.duration(of: waiting + 1)
        return wait < limits.waitTimeout && loop.now + wait + pace.duration(of: unitsInFlight) < unit.deadline
    }

    private var unitsInFlight: Int { connections.reduce(0) { $0 + $1.inFlight.count } }

    /// Hands out what has become free, in the order of the line. Who can no longer be answered in time is not sent: that
    /// it was not done is certain then.
    func dispatch() {
        guard !isDispatching else { return }
        isDispatching = true
        var left = 0
        defer { pace.left(left, staying: connections.isEmpty ? 0 : waiting, at: loop.now) }
        while let unit = line.first {
            if unit.isSettled {
                line.removeFirst()
                continue
            }
            guard let connection = pick() else { break }
            line.removeFirst()
            waiting -= 1
            guard loop.now + pace.duration(of: unitsInFlight) < unit.deadline else {
                shared.value.timeouts += 1
                unit.settle(.deadline(.waiting))
                continue
            }
            left += 1
            shared.value.waitedNanoseconds += loop.now.nanoseconds - min(loop.now, unit.queuedAt).nanoseconds
            give(unit, to: connection)
        }
        isDispatching = false
        if !drainWaiters.isEmpty { checkDrained() }
    }

    /// The connection with the least work among those that take more.
    private func pick() -> Connection? {
        var best: Connection?
        for connection in connections where connection.isShareable {
            if connection.inFlight.isEmpty { return connection }
            if let chosen = best, chosen.inFlight.count <= connection.inFlight.count { continue }
            best = connection
        }
        return best
    }

    private func give(_ unit: WorkUnit, to connection: Connection) {
        if let transaction = unit.transaction {
            connection.holder = transaction
            transaction.connection = connection
        }
        connection.send(unit)
    }

    // MARK: Leaving the line

    /// The task that waits for the unit was cancelled.
    func cancelled(_ unit: WorkUnit) {
        guard !unit.isSettled, unit.mayLeave else { return }
        if unit.isSent {
            if case .open = unit.role { unit.transaction?.connection?.cancelRunning() }
            unit.settle(.cancelled)
        } else {
            leave(unit, .cancelled)
        }
    }

    private func leave(_ unit: WorkUnit, _ error: PostgresError) {
        unit.settle(error)
        waiting -= 1
        // Those who left are taken out when their turn comes, or here when they have become many.
        if line.count > 2 * waiting + 16 { line.removeAll { $0.isSettled } }
        if !drainWaiters.isEmpty { checkDrained() }
    }

    private func armLineTimer(for moment: MonotonicTime) {
        guard moment < lineTimerArmedFor else { return }
        let timer = lineTimer ?? loop.makeTimer { [unowned self] in checkLine() }
        lineTimer = timer
        lineTimerArmedFor = moment
        loop.arm(timer, at: moment)
    }

    /// Lets go those who have waited long enough.
    private func checkLine() {
        lineTimerArmedFor = .never
        var late: [WorkUnit] = []
        var next = MonotonicTime.never
        line.visitEach { unit in
            guard !unit.isSettled else { return }
            let limit = min(unit.deadline, unit.queuedAt.after(waitNanoseconds))
            if limit <= loop.now { late.append(unit) } else { next = min(next, limit) }
        }
        for unit in late {
            shared.value.timeouts += 1
            leave(unit, .deadline(.waiting))
        }
        if next != .never { armLineTimer(for: next) }
    }

    func count(_ error: PostgresError) {
        shared.value.failures += 1
        if case .outcomeUnknown = error { shared.value.unknownOutcomes += 1 }
    }
}
