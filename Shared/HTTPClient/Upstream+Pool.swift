import EventLoop

/// What a request asks of the pool.
struct PoolWish {
    /// The endpoint that just failed, taken only when there is no other.
    var avoided: UpstreamEndpoint?
    /// Whether a connection has to be opened: one from the pool proved dead a moment ago.
    var mustBeFresh = false
}

/// What a request gets from the pool. Its endpoint has one more outstanding request from then on.
enum PoolGrant: Sendable {
    case connection(UpstreamConnection)
    /// The right to open one connection to this endpoint, already counted.
    case room(UpstreamEndpoint)
    case refused(UpstreamFault)
}

extension Upstream {
    /// What the pool has for a request right now; nil when it must wait, if only because others wait already.
    func grantNow(_ wish: PoolWish) -> PoolGrant? {
        waiters.isEmpty ? grant(wish) : nil
    }

    /// Turns what `grantNow` gave into a connection, opened or waited for if need be.
    func acquire(
        _ wish: PoolWish, granted: PoolGrant?, until deadline: MonotonicTime, _ attempt: inout Attempt
    ) async throws(UpstreamFault) -> UpstreamConnection {
        var grant = granted
        if grant == nil { grant = await waitInLine(wish, until: deadline) }
        let connection: UpstreamConnection
        switch grant {
        case .connection(let pooled): connection = pooled
        case .room(let endpoint):
            attempt.endpoint = endpoint
            connection = try await connect(to: endpoint, until: deadline)
        case .refused(let fault): throw fault
        case nil: throw .noHealthyEndpoint
        }
        guard !Task.isCancelled else {
            giveBack(connection)
            throw .cancelled
        }
        return connection
    }

    private func grant(_ wish: PoolWish) -> PoolGrant? {
        guard !isClosed else { return .refused(.noHealthyEndpoint) }
        switch pick(wish) {
        case .nobody:
            return .refused(.noHealthyEndpoint)
        case .noRoom:
            return nil
        case .found(let endpoint):
            endpoint.outstanding += 1
            endpoint.health.began()
            if !wish.mustBeFresh, let connection = takeIdle(of: endpoint) { return .connection(connection) }
            if endpoint.openCount >= limits.connectionsPerEndpointMax, let oldest = endpoint.takeOldestIdle() {
                counters.idle -= 1
                discard(oldest)
            }
            endpoint.openCount += 1
            counters.open += 1
            return .room(endpoint)
        }
    }

    private enum Choice {
        case found(UpstreamEndpoint)
        /// Every endpoint that takes requests has all its connections busy.
        case noRoom
        /// No endpoint takes requests.
        case nobody
    }

    /// The endpoint with the fewest outstanding requests among those that take requests and have a connection to
    /// spare. Equal ones take turns.
    private func pick(_ wish: PoolWish) -> Choice {
        let now = clock()
        var best: UpstreamEndpoint?
        var isAnyone = false
        var index = firstChoice
        for _ in endpoints.indices {
            let candidate = endpoints[index]
            index = index + 1 < endpoints.count ? index + 1 : 0
            guard candidate.health.takesRequests(at: now) else { continue }
            isAnyone = true
            guard !candidate.idle.isEmpty || candidate.openCount < limits.connectionsPerEndpointMax else { continue }
            if let chosen = best {
                let isBetter = candidate.outstanding < chosen.outstanding && candidate !== wish.avoided
                guard isBetter || chosen === wish.avoided else { continue }
            }
            best = candidate
        }
        guard let best else { return isAnyone ? .noRoom : .nobody }
        firstChoice = firstChoice + 1 < endpoints.count ? firstChoice + 1 : 0
        return .found(best)
    }

    /// The most recently used idle connection on which nothing arrived since it was parked.
    private func takeIdle(of endpoint: UpstreamEndpoint) -> UpstreamConnection? {
        while let connection = endpoint.takeNewestIdle() {
            counters.idle -= 1
            if connection.isQuiet { return connection }
            // Bytes nobody asked for, or the end: whatever would be read next does not belong to our request.
            counters.idleDrops += 1
            discard(connection)
        }
        return nil
    }

    // MARK: Waiting

    private func waitInLine(_ wish: PoolWish, until deadline: MonotonicTime) async -> PoolGrant {
        guard waiters.count < limits.waitersMax else { return .refused(.queueFull) }
        let waiter = PoolWaiter(wish)
        waiters.append(waiter)
        counters.waiting += 1
        let limit = loop.now + limits.waitTimeout
        let timer = loop.makeTimer { [self] in
            refuse(waiter, deadline <= limit ? .deadline(.waiting) : .timedOut(.waiting))
        }
        loop.arm(timer, at: min(limit, deadline))
        defer { loop.release(timer) }
        // The line may have stood still only because nobody asked: an ejection may be over by now.
        serveWaiters()
        return await waiter.grant.wait(on: loop) { [self] in refuse(waiter, .cancelled) }
    }

    func refuse(_ waiter: PoolWaiter, _ fault: UpstreamFault) {
        guard waiter.grant.resolve(.refused(fault)) else { return }
        waiters.removeAll { $0 === waiter }
        counters.waiting -= 1
    }

    /// Gives what has become free to those who wait, in the order they came.
    func serveWaiters() {
        while let first = waiters.first, let grant = grant(first.wish) {
            waiters.removeFirst()
            counters.waiting -= 1
            first.grant.resolve(grant)
        }
    }

    // MARK: Connecting

    /// Opens the connection that `room` was granted for. A caller that is cancelled does not wait for the kernel:
    /// the connection goes to the pool when it comes.
    private func connect(
        to endpoint: UpstreamEndpoint, until deadline: MonotonicTime
    ) async throws(UpstreamFault) -> UpstreamConnection {
        counters.connects += 1
        let attempt = OneShot<ConnectResult>()
        let limit = loop.now + limits.connectTimeout
        connecting.add { [self] in
            do {
                let stream = try await TCPStream.connect(to: endpoint.address, on: loop, until: min(limit, deadline))
                let connection = UpstreamConnection(stream, to: endpoint, of: self)
                endpoint.add(connection)
                if !attempt.resolve(.connected(connection)) { park(connection) }
            } catch {
                endpoint.openCount -= 1
                counters.open -= 1
                attempt.resolve(.failed(.connecting(error, isCallersDeadline: deadline <= limit)))
                serveWaiters()
            }
        }
        switch await attempt.wait(on: loop, onCancel: { attempt.resolve(.failed(.cancelled)) }) {
        case .connected(let connection):
            return connection
        case .failed(let fault):
            endLease(endpoint, with: .failed(fault))
            throw fault
        }
    }
}

/// A request that waits for a connection.
// Safety: used on the loop's thread only.
final class PoolWaiter: @unchecked Sendable {
    let wish: PoolWish
    let grant = OneShot<PoolGrant>()

    init(_ wish: PoolWish) {
        self.wish = wish
    }
}

private enum ConnectResult: Sendable {
    case connected(UpstreamConnection)
    case failed(UpstreamFault)
}

extension UpstreamFault {
    fileprivate static func connecting(_ error: any Error, isCallersDeadline: Bool) -> UpstreamFault {
        switch error {
        case StreamFault.deadline: isCallersDeadline ? .deadline(.connecting) : .timedOut(.connecting)
        case let fault as StreamFault: .connectFailed(fault)
        case let error as SystemError: .connectFailed(.system(error))
        default: .connectFailed(.closed)
        }
    }
}
