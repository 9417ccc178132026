public import EventLoop
import Identifiers

extension Database {
    /// Keeps one connection open: the life of one of the pool's places.
    func keepConnected() async {
        var failures = 0
        while !isClosing, !Task.isCancelled {
            do throws(PostgresError) {
                let connection = try await Connection.open(
                    settings, on: loop, limits: limits, counters: shared, tasks: tasks, blocking: blocking)
                failures = 0
                connectFailure = nil
                await serve(connection)
            } catch {
                guard error.isFailureToConnect else { return }
                failures += 1
                connectFailure = error
                // Cancelled: the pool is closing, which the loop's condition sees.
                try? await loop.sleep(for: reconnectDelay(after: failures))
            }
        }
    }

    private func serve(_ connection: Connection) async {
        guard !isClosing else { return connection.end() }
        connections.append(connection)
        connection.onChange = { [unowned self, unowned connection] in changed(connection) }
        if let lifetime = limits.connectionLifetime {
            // Not all at once: each place draws its own end between three quarters of the lifetime and all of it.
            let spread = Int64(truncatingIfNeeded: random.next(upperBound: UInt64(lifetime.milliseconds / 4 + 1)))
            connection.retire(at: connection.openedAt + (lifetime - .milliseconds(spread)))
        }
        readinessMayHaveChanged()
        dispatch()
        await connection.receive()
        connection.end()
        connection.onChange = nil
    }

    /// A connection has room, or none any more.
    private func changed(_ connection: Connection) {
        if !connection.isOpen {
            connections.removeAll { $0 === connection }
            readinessMayHaveChanged()
        }
        dispatch()
    }

    /// Full jitter: anything up to a bound that doubles with each failure.
    private func reconnectDelay(after failures: Int) -> Duration {
        let bound = min(limits.reconnectDelayMax, limits.reconnectDelayMin * (1 << min(failures - 1, 16)))
        return .microseconds(Int64(random.next(upperBound: UInt64(bound.milliseconds) * 1_000 + 1)))
    }

    // MARK: Readiness

    private func readinessMayHaveChanged() {
        let isReady = isReady
        guard isReady != wasReady else { return }
        wasReady = isReady
        onReadinessChange?(isReady)
        guard isReady else { return }
        for waiter in readyWaiters { waiter.settle(nil) }
        readyWaiters = []
    }

    /// Waits until a connection is open.
    public func ready(until deadline: MonotonicTime) async throws(PostgresError) {
        loop.checkIsolated()
        guard !isReady else { return }
        let waiter = WorkUnit(.upkeep, [], until: deadline)
        readyWaiters.append(waiter)
        let timer = loop.makeTimer { [unowned self] in
            waiter.settle(connectFailure ?? .deadline(.waiting))
        }
        loop.arm(timer, at: deadline)
        defer {
            loop.release(timer)
            readyWaiters.removeAll { $0 === waiter }
        }
        try await waiter.answer(on: loop) { waiter.settle(.cancelled) }
    }

    // MARK: Closing

    /// Takes no more units, lets those that it has come to their end until `deadline`, and closes the connections.
    public func close(by deadline: MonotonicTime? = nil) async {
        loop.checkIsolated()
        if !isClosing {
            isClosing = true
            readinessMayHaveChanged()
            for waiter in readyWaiters { waiter.settle(.closed) }
            readyWaiters = []
        }
        await drained(by: deadline ?? loop.now + limits.unitTimeout)
        line.visitEach { unit in
            if !unit.isSettled { unit.settle(.closed) }
        }
        waiting = 0
        for connection in connections { connection.end() }
        tasks.cancelAll()
        await tasks.drained()
        if let lineTimer { loop.release(lineTimer) }
        lineTimer = nil
    }

    private var isDrained: Bool {
        waiting == 0 && openTransactions == 0 && connections.allSatisfy { $0.inFlight.isEmpty && !$0.isCancelling }
    }

    private func drained(by deadline: MonotonicTime) async {
        // Without a connection there is nobody to come to an end with.
        guard !isDrained, !connections.isEmpty || openTransactions > 0 else { return }
        let waiter = WorkUnit(.upkeep, [], until: deadline)
        drainWaiters.append(waiter)
        let timer = loop.makeTimer { waiter.settle(nil) }
        loop.arm(timer, at: deadline)
        defer { loop.release(timer) }
        // It is settled without a failure, by the end of the work or by the timer.
        try? await waiter.answerInAnyCase()
    }

    func checkDrained() {
        guard isDrained else { return }
        for waiter in drainWaiters { waiter.settle(nil) }
        drainWaiters = []
    }
}

extension PostgresError {
    /// Whether another attempt to connect makes sense.
    fileprivate var isFailureToConnect: Bool {
        if case .connectFailed = self { true } else { false }
    }
}
