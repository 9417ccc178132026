public import EventLoop
import HTTPWire

/// How an exchange, or an attempt at one, ended for its endpoint.
enum ExchangeOutcome {
    /// A complete response, or a tunnel.
    case succeeded
    /// A complete response with a status that is held against the endpoint.
    case refused
    case failed(UpstreamFault)
    /// The caller wanted no more of it, or it says nothing about the endpoint for another reason.
    case abandoned
}

extension Upstream {
    /// Ends a request's claim on its endpoint and lets the endpoint's health learn from it.
    func endLease(_ endpoint: UpstreamEndpoint, with outcome: ExchangeOutcome) {
        endpoint.outstanding -= 1
        switch outcome {
        case .succeeded: endpoint.health.succeeded(at: clock())
        case .refused: blame(endpoint)
        case .failed(let fault) where fault.countsAgainstEndpoint: blame(endpoint)
        case .failed, .abandoned: endpoint.health.undecided(at: clock())
        }
    }

    /// Counts a failure of the endpoint and ejects it when it had too many.
    private func blame(_ endpoint: UpstreamEndpoint) {
        let ejected = endpoints.count { !$0.health.isHealthy }
        let mayEject = (ejected + 1) * 100 <= endpoints.count * limits.ejectedPercentMax
        if endpoint.health.failed(at: clock(), mayEject: mayEject, limits: limits) { counters.ejections += 1 }
    }

    // MARK: What exchanges tell

    /// The head of a final response is here: an endpoint on probation has passed, whatever becomes of the body.
    func headArrived(_ status: HTTPStatus, from endpoint: UpstreamEndpoint) {
        if !endpoint.health.isHealthy, !isFailure(status) { endpoint.health.succeeded(at: clock()) }
    }

    /// A response is complete.
    func completed(_ status: HTTPStatus, on connection: UpstreamConnection, isReusable: Bool) {
        counters.completed += 1
        endLease(connection.endpoint, with: isFailure(status) ? .refused : .succeeded)
        if isReusable { park(connection) } else { close(connection) }
        ended()
    }

    /// A response broke off, or was no response.
    func failed(_ connection: UpstreamConnection, _ fault: UpstreamFault) {
        counters.count(fault)
        endLease(connection.endpoint, with: .failed(fault))
        close(connection)
        ended()
    }

    /// The caller gave up a response that had begun.
    func abandon(_ connection: UpstreamConnection) {
        counters.abandoned += 1
        endLease(connection.endpoint, with: .abandoned)
        close(connection)
        ended()
    }

    /// The connection has left HTTP and belongs to the caller.
    func handedOver(_ connection: UpstreamConnection) {
        counters.upgrades += 1
        counters.completed += 1
        endLease(connection.endpoint, with: .succeeded)
        connection.stream.onHangup = nil
        forget(connection)
        if !waiters.isEmpty { serveWaiters() }
        ended()
    }

    private func isFailure(_ status: HTTPStatus) -> Bool {
        countsAsFailure?(status) ?? false
    }

    // MARK: Connections

    /// Gives back a connection on which nothing was sent.
    func giveBack(_ connection: UpstreamConnection) {
        endLease(connection.endpoint, with: .abandoned)
        park(connection)
    }

    /// Keeps a connection for the next request, which may be waiting already.
    func park(_ connection: UpstreamConnection) {
        guard !isClosed, !connection.stream.peerFinished, connection.stream.isOpen else {
            return close(connection)
        }
        connection.idleSince = loop.now
        connection.endpoint.park(connection)
        counters.idle += 1
        if !waiters.isEmpty { serveWaiters() }
        armIdleTimer()
    }

    /// Closes a connection, which makes room for another.
    func close(_ connection: UpstreamConnection) {
        discard(connection)
        if !waiters.isEmpty { serveWaiters() }
    }

    /// Closes a connection without looking who could use its room.
    func discard(_ connection: UpstreamConnection) {
        connection.stream.close()
        forget(connection)
    }

    /// Takes a connection out of the books; its stream lives on in other hands or is closed.
    func forget(_ connection: UpstreamConnection) {
        connection.endpoint.remove(connection)
        counters.open -= 1
    }

    /// The peer closed an idle connection, or broke it.
    func hungUp(_ connection: UpstreamConnection) {
        guard connection.isIdle else { return }
        connection.endpoint.takeIdle(connection)
        counters.idle -= 1
        counters.idleDrops += 1
        close(connection)
    }

    // MARK: Idle connections

    /// One timer closes idle connections. It is set for the one that has been idle longest and not touched while
    /// requests come and go.
    private func armIdleTimer() {
        guard !isIdleTimerArmed else { return }
        let oldest = endpoints.compactMap { $0.idle.first?.idleSince }.min()
        guard let oldest else { return }
        let timer = idleTimer ?? loop.makeTimer { [self] in closeExpired() }
        idleTimer = timer
        isIdleTimerArmed = true
        loop.arm(timer, at: oldest + limits.idleTimeout)
    }

    private func closeExpired() {
        isIdleTimerArmed = false
        for endpoint in endpoints {
            while let oldest = endpoint.idle.first, oldest.idleSince + limits.idleTimeout <= loop.now {
                endpoint.takeIdle(oldest)
                counters.idle -= 1
                close(oldest)
            }
        }
        armIdleTimer()
    }

    // MARK: Ending

    /// Takes no more exchanges: those that wait are refused, idle connections are closed, and what is under way goes
    /// on and closes its connection at its end.
    public func close() {
        loop.checkIsolated()
        guard !isClosed else { return }
        isClosed = true
        for waiter in waiters { refuse(waiter, .noHealthyEndpoint) }
        for endpoint in endpoints {
            while let connection = endpoint.takeOldestIdle() {
                counters.idle -= 1
                discard(connection)
            }
        }
        if let idleTimer { loop.release(idleTimer) }
        idleTimer = nil
    }

    /// Closes, waits for what is under way until `deadline`, and then ends it.
    public func drain(until deadline: MonotonicTime) async {
        close()
        if counters.active > 0 {
            let drained = OneShot<Void>()
            drainers.append(drained)
            let timer = loop.makeTimer { drained.resolve(()) }
            loop.arm(timer, at: deadline)
            await drained.wait(on: loop) { drained.resolve(()) }
            loop.release(timer)
        }
        for endpoint in endpoints {
            // Whoever waits on one of these is woken with `cancelled` and takes it out of the books.
            for connection in endpoint.connections { connection.stream.close() }
        }
        await connecting.drained()
    }

    /// An exchange is over.
    func ended() {
        counters.active -= 1
        guard counters.active == 0, !drainers.isEmpty else { return }
        for drained in drainers { drained.resolve(()) }
        drainers = []
    }
}
