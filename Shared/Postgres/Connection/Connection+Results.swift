import CLibPQ
import EventLoop

extension Connection {
    /// Hands out the results that are complete.
    func process() {
        var isAnyOver = false
        while isOpen, let unit = inFlight.first, !link.isBusy {
            guard let result = link.nextResult() else {
                // The end of one statement's results, or of the connection.
                guard !link.isBad else { return lose() }
                unit.answered += 1
                guard case .script = unit.role else { continue }
                guard link.enterPipeline() else { return lose() }
                inFlight.removeFirst()
                complete(unit)
                isAnyOver = true
                continue
            }
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                inFlight.removeFirst()
                startFirst()
                complete(unit)
                isAnyOver = true
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                take(result, for: unit)
            case PGRES_PIPELINE_ABORTED:
                break
            case PGRES_FATAL_ERROR:
                guard result.isFromServer else { return lose() }
                note(result, for: unit)
            default:
                // COPY, which a pipeline cannot do: libpq is of no more use.
                return lose()
            }
        }
        if isAnyOver { unitsEnded() }
    }

    private func take(_ result: consuming ServerResult, for unit: WorkUnit) {
        if case .commit = unit.role, result.isRollback { unit.failure = unit.failure ?? .rolledBack }
        if case .script = unit.role { return }
        guard let statement = unit.current, !unit.isSettled, !unit.dropsResults else { return }
        if case .read = unit.role, !result.isRead, unit.failure == nil {
            unit.failure = .notARead(statement: statement.parts.label)
        }
        guard result.status == PGRES_TUPLES_OK else { return unit.outcomes.append(.written(result.affected)) }
        let isTooLarge = result.rowCount > limits.resultRowsMax || result.memoryBytes > limits.resultBytesMax
        if isTooLarge, unit.failure == nil {
            unit.failure = .resultTooLarge(statement: statement.parts.label)
        }
        unit.outcomes.append(isTooLarge ? .written(0) : .rows(Rows(result, of: statement)))
    }

    /// Remembers what the server refused; the rest of the unit is skipped by the server until its Sync.
    private func note(_ result: borrowing ServerResult, for unit: WorkUnit) {
        guard unit.failure == nil else { return }
        if result.isFatal, case .batch = unit.role, unit.lacksOnlySync { return }
        if result.isFatal, case .commit = unit.role { return }
        let statement = unit.current
        let error = PostgresError(result.report(statement: statement?.parts.label ?? ""))
        unit.failure = unit.preparationFailure ?? error
        if case .prepare(let prepared, let user) = unit.role {
            _ = statements.remove(prepared)
            if user.preparationFailure == nil { user.preparationFailure = error }
            return
        }
        let failed = unit.current ?? (unit.answered < unit.prelude.count ? unit.prelude[unit.answered] : nil)
        guard let failed, error.mayComeFromPlan, let prepared = statements.find(failed),
            let removed = statements.remove(prepared)
        else { return }
        // A name the server does not know needs no forgetting.
        if error.report?.state != .unknownStatement { stale.append(removed) }
    }

    private func complete(_ unit: WorkUnit) {
        idleSince = loop.now
        if case .rollback = unit.role, unit.failure != nil {
            // Whatever state the session is in, nobody else shall meet it.
            unit.settle(unit.failure)
            return lose()
        }
        unit.settle(unit.failure)
    }

    private func unitsEnded() {
        if wantsCancel { cancelRunning() }
        comeClean()
        guard isOpen else { return }
        if isRetiring, holder == nil, inFlight.isEmpty { return end() }
        onChange?()
    }

    private func comeClean() {
        if mustComeClean, !isCancelling, inFlight.isEmpty { mustComeClean = false }
    }

    // MARK: Cancelling

    /// Asks the server to end what it is doing, as soon as all of it is the holder's own. Until the request has been
    /// answered, and everything in flight as well, nobody else gets the connection.
    func cancelRunning() {
        guard isOpen, !isCancelling, let holder, let first = inFlight.first else { return }
        guard first.owner === holder else {
            wantsCancel = true
            return
        }
        wantsCancel = false
        guard let key = link.cancelKey() else { return lose() }
        isCancelling = true
        mustComeClean = true
        cancelSince = loop.now
        armTimer(for: cancelSince + limits.answerGrace)
        counters.value.cancels += 1
        tasks.add { [self] in
            // A cancel that cannot be delivered leaves the statement to the server's own timeout.
            _ = try? await blocking.run { key.cancel() }
            isCancelling = false
            resumeCancelWaiters()
            comeClean()
            onChange?()
        }
    }

    func resumeCancelWaiters() {
        for waiter in cancelWaiters { waiter.resume() }
        cancelWaiters = []
    }

    /// Suspends until no cancel is being delivered, or the connection is gone.
    func cancelDelivered() async {
        guard isCancelling, isOpen else { return }
        await withUnsafeContinuation { continuation in
            if isCancelling, isOpen { cancelWaiters.append(continuation) } else { continuation.resume() }
        }
    }
}

extension PostgresError {
    /// Whether the prepared form of the statement may be what is wrong: then it is prepared anew at its next use.
    fileprivate var mayComeFromPlan: Bool {
        switch self {
        case .stalePlan, .invalidStatement: true
        default: false
        }
    }
}
