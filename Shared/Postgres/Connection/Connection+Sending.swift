import EventLoop

extension Connection {
    /// Sends a unit behind those in flight. It is settled in every case, at once when the connection is gone.
    func send(_ unit: WorkUnit) {
        guard isOpen else { return unit.settle(unit.failureWhenLost) }
        uses += 1
        if let settings = unit.settings(at: loop.now) { unit.prelude.append(settings) }
        needed.removeAll(keepingCapacity: true)
        for statement in unit.prelude { needed.append(prepared(statement, for: unit)) }
        for statement in unit.statements { needed.append(prepared(statement, for: unit)) }
        if holder == nil || isDedicated, !stale.isEmpty { forgetStale() }
        var index = 0
        for statement in unit.prelude {
            guard link.send(needed[index].name, statement) else { return fail(unit) }
            index += 1
        }
        for statement in unit.statements {
            guard link.send(needed[index].name, statement) else { return fail(unit) }
            index += 1
        }
        counters.value.statements += UInt64(unit.statements.count)
        finish(unit)
        flush()
    }

    /// Sends plain text, which takes a connection with nothing in flight. It goes back into pipeline mode at the end.
    func send(_ script: SQLScript, as unit: WorkUnit) {
        guard isOpen, inFlight.isEmpty, link.exitPipeline(), link.sendScript(script.bytes) else {
            unit.settle(.connectionLost)
            return lose()
        }
        startFirst()
        unit.isSent = true
        inFlight.append(unit)
        armTimer(for: unit.deadline)
        flush()
    }

    /// The prepared statement, which is sent to be prepared when it is not.
    private func prepared(_ statement: SQL, for unit: WorkUnit) -> PreparedStatement {
        if let found = statements.find(statement) {
            found.lastUsed = uses
            return found
        }
        let (added, evicted) = statements.insert(statement, at: uses)
        if let evicted { stale.append(evicted) }
        counters.value.prepares += 1
        let preparation = WorkUnit(.prepare(added, for: unit), [statement], until: .never, ownedBy: unit.owner)
        if link.sendPrepare(added.name, statement) { finish(preparation) }
        return added
    }

    /// Ends the unit with its Sync and puts it into the line.
    private func finish(_ unit: WorkUnit) {
        unit.isSent = true
        if inFlight.isEmpty { startFirst() }
        inFlight.append(unit)
        guard link.sendSync() else { return lose() }
        armTimer(for: unit.deadline)
    }

    /// libpq took not all of a unit: there is no memory, or the connection is gone.
    private func fail(_ unit: WorkUnit) {
        unit.settle(.connectionLost)
        lose()
    }

    /// Lets the server forget statements that gave way or went stale.
    private func forgetStale() {
        for statement in stale {
            let unit = WorkUnit(.upkeep, [], until: .never)
            guard link.sendForget(statement.name) else { return lose() }
            finish(unit)
        }
        stale.removeAll(keepingCapacity: true)
    }

    /// Asks an idle server whether it is there.
    private func check() {
        let unit = WorkUnit(.upkeep, ["SELECT 1"], until: loop.now + limits.answerGrace)
        send(unit)
    }

    /// The unit in front is another one than before.
    func startFirst() {
        bytesOfFirst = 0
        readsOfFirst = 0
        firstSince = loop.now
    }

    // MARK: Time

    /// Lets go the tasks whose time is over, gives up a server that does not answer, asks one that is idle.
    func checkTime() {
        let now = loop.now
        var next = min(now + limits.idleCheckInterval, retiresAt > now ? retiresAt : .never)
        isRetiring = isRetiring || retiresAt <= now
        // A cancel that cannot be delivered in time is given up with its connection: its key fits no other.
        var isGivenUp = isCancelling && cancelSince + limits.answerGrace <= now
        inFlight.visitEach { unit in
            guard !unit.isSettled else { return }
            guard unit.deadline <= now else {
                next = min(next, unit.deadline)
                return
            }
            switch unit.role {
            case .upkeep, .rollback, .prepare: isGivenUp = true
            case .open: cancelRunning()
            default: break
            }
            counters.value.timeouts += 1
            unit.settle(unit.failureWhenLate)
        }
        if let first = inFlight.first {
            // The server's own timeout should have ended the statement long ago.
            let allowed = firstSince + limits.unitTimeout
            let patience = (first.deadline == .never ? allowed : max(allowed, first.deadline)) + limits.answerGrace
            isGivenUp = isGivenUp || patience <= now
            next = min(next, patience)
        } else if isRetiring, holder == nil {
            return end()
        } else if holder == nil || isDedicated, idleSince + limits.idleCheckInterval <= now {
            check()
        } else {
            next = min(next, idleSince + limits.idleCheckInterval)
        }
        guard !isGivenUp else { return lose() }
        armTimer(for: next)
    }
}
