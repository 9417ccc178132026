import EventLoop
import HTTPWire

extension Upstream {
    /// Sends a request and waits for the head of its final response. What of the body came in the same segment is
    /// already in the exchange; a response that is complete has already given its connection back.
    ///
    /// Must be called on the loop. Cancelling the task ends the exchange at once.
    public func exchange(_ request: consuming OutgoingRequest) async throws(UpstreamFault) -> Exchange {
        loop.checkIsolated()
        counters.requests += 1
        counters.active += 1
        budget.earn()
        var request = request
        request.joinBody(upTo: limits.joinedBodyBytesMax)
        var wish = PoolWish()
        var retries = 0
        while true {
            var attempt = Attempt()
            do {
                let exchange = try await send(request, wish, &attempt)
                loop.returnBuffer(request.takeHead())
                return exchange
            } catch {
                if let connection = attempt.connection {
                    endLease(connection.endpoint, with: attempt.metStaleConnection(error) ? .abandoned : .failed(error))
                    close(connection)
                }
                if retries < limits.retriesMax, attempt.mayRepeat(request, after: error), budget.spend() {
                    retries += 1
                    counters.retries += 1
                    wish = PoolWish(avoided: attempt.endpoint, mustBeFresh: true)
                    continue
                }
                counters.count(error)
                ended()
                throw error
            }
        }
    }

    /// One attempt. What it came to before it failed is in `attempt`.
    private func send(
        _ request: OutgoingRequest, _ wish: PoolWish, _ attempt: inout Attempt
    ) async throws(UpstreamFault) -> Exchange {
        guard !(request.cancellation?.hasFired ?? Task.isCancelled) else { throw .cancelled }
        let connection: UpstreamConnection
        switch grantNow(wish) {
        case .connection(let pooled):
            connection = pooled
        case let granted:
            connection = try await acquire(wish, granted: granted, until: request.deadline, &attempt)
        }
        attempt.endpoint = connection.endpoint
        attempt.connection = connection
        attempt.wasUsed = connection.wasUsed
        connection.parser.expectResponse(to: request.method, offersUpgrade: request.asksToUpgrade)
        connection.wasUsed = true
        let terms = ExchangeTerms(request, of: self)
        guard let upload = try RequestUpload.begin(request, on: connection, terms) else {
            return try await awaitHead(on: connection, terms, upload: nil, &attempt)
        }
        return try await awaitHead(on: connection, terms, during: upload, &attempt)
    }

    /// Runs the rest of the upload beside the wait for the head, and stops it when the head comes first.
    private func awaitHead(
        on connection: UpstreamConnection, _ terms: ExchangeTerms, during upload: RequestUpload,
        _ attempt: inout Attempt
    ) async throws(UpstreamFault) -> Exchange {
        var progress = attempt
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: loop) { await upload.run() }
            let result: Result<Exchange, UpstreamFault>
            do throws(UpstreamFault) {
                result = .success(try await awaitHead(on: connection, terms, upload: upload, &progress))
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            await group.waitForAll()
            return result
        }
        attempt = progress
        let exchange = try result.get()
        exchange.uploadEnded(isComplete: upload.isComplete)
        return exchange
    }

    private func awaitHead(
        on connection: UpstreamConnection, _ terms: ExchangeTerms, upload: RequestUpload?, _ attempt: inout Attempt
    ) async throws(UpstreamFault) -> Exchange {
        var limit = upload == nil ? loop.now.after(terms.timeouts.head) : .never
        while true {
            if let upload, limit == .never {
                if let fault = upload.fault { throw fault }
                if upload.isOver { limit = loop.now.after(terms.timeouts.head) }
            }
            if let exchange = try readHead(on: connection, terms, isUploading: upload != nil, &attempt) {
                return exchange
            }
            do {
                try await connection.waitReadable(until: min(limit, terms.deadline), terms.cancellation)
            } catch {
                throw error.fault(.head, isCallersDeadline: terms.deadline <= limit)
            }
        }
    }

    /// Takes what has arrived; nil when the final head is not complete.
    private func readHead(
        on connection: UpstreamConnection, _ terms: ExchangeTerms, isUploading: Bool, _ attempt: inout Attempt
    ) throws(UpstreamFault) -> Exchange? {
        do {
            let exchange = try connection.stream.receiveValueNow { segment throws -> Exchange? in
                guard segment.count > 0 else { throw UpstreamFault.closedEarly(midBody: false) }
                attempt.hasReceived = true
                var offset = 0
                while let part = try connection.parser.parse(segment, from: &offset) {
                    // Interim responses other than 101 are dropped: 100 was not asked for, and nobody needs the rest.
                    guard case .head(let head, let framing) = part else { continue }
                    let exchange = Exchange(head, framing, on: connection, of: self, terms)
                    try exchange.begin(with: segment, from: offset, isUploading: isUploading)
                    return exchange
                }
                return nil
            }
            return exchange ?? nil
        } catch let fault as UpstreamFault {
            throw fault
        } catch let fault as HTTPParseFault {
            throw .protocolError(fault)
        } catch {
            throw .closedEarly(midBody: false)
        }
    }
}

/// How far one attempt to send a request came.
struct Attempt {
    var endpoint: UpstreamEndpoint?
    var connection: UpstreamConnection?
    /// Whether the connection had served a request before.
    var wasUsed = false
    var hasReceived = false

    /// Whether a pooled connection ended before a byte of a response: the peer had closed it before our request came,
    /// which is nobody's fault.
    func metStaleConnection(_ fault: UpstreamFault) -> Bool {
        if case .closedEarly(midBody: false) = fault { wasUsed && !hasReceived } else { false }
    }

    /// Whether the request may be sent again after `fault`: it never reached the upstream, or doing it twice is
    /// harmless and it met a connection that was being closed.
    func mayRepeat(_ request: OutgoingRequest, after fault: UpstreamFault) -> Bool {
        switch fault {
        case .connectFailed, .timedOut(.connecting): true
        default: metStaleConnection(fault) && request.isIdempotent && request.body.isReplayable
        }
    }
}

/// The time limits of one exchange.
struct ExchangeTerms {
    let deadline: MonotonicTime
    let timeouts: ExchangeTimeouts
    let cancellation: CancellationSignal?

    init(_ request: OutgoingRequest, of upstream: Upstream) {
        deadline = request.deadline
        cancellation = request.cancellation
        timeouts = request.timeouts ?? upstream.timeouts
    }
}

extension UpstreamConnection.WaitFault {
    /// What the caller of an exchange is told when `phase` ended like this.
    func fault(_ phase: UpstreamFault.Phase, isCallersDeadline: Bool) -> UpstreamFault {
        switch self {
        case .deadline: isCallersDeadline ? .deadline(phase) : .timedOut(phase)
        case .cancelled: .cancelled
        }
    }
}
