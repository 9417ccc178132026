import Bytes
import EventLoop
import HTTPWire
import Observability
import PlatformProtocol

extension ServerExchange {
    /// The life of the connection: requests in order, one answer each, until one side has had enough.
    func serve() async {
        do {
            while try await nextRequest() {
                await answerRequest()
                guard keepsAlive, await discardBody() else { break }
            }
        } catch let fault as HTTPParseFault {
            endpoint.connections.malformed.add()
            await refuse(.malformed(fault))
        } catch StreamFault.deadline where !parser.isIdle {
            endpoint.connections.timeouts.add()
            await refuse(.tooSlow)
        } catch {
            // The peer left, or waited for its next request too long: there is nobody to tell.
            return await deliverAnswer()
        }
        await deliverAnswer()
        await linger()
    }

    // MARK: Requests

    /// Waits for a request's head; false when the client is done with the connection.
    private func nextRequest() async throws -> Bool {
        let idleDeadline = loop.now.after(endpoint.times.idle)
        var headDeadline = MonotonicTime.never
        if pendingOffset < pending.count {
            headDeadline = loop.now.after(endpoint.times.head)
            let bytes = pending
            let part = try parser.parse(bytes.span, from: &pendingOffset)
            if pendingOffset == pending.count { forgetPending() }
            if try begin(part) { return true }
        }
        while !(isDraining && parser.isIdle) {
            let deadline = parser.isIdle ? idleDeadline : headDeadline
            var isOver = false
            var hasHead = false
            try await stream.receive(until: deadline) { span in
                guard span.count > 0 else {
                    isOver = true
                    return try parser.finish()
                }
                var offset = 0
                hasHead = try begin(try parser.parse(span, from: &offset))
                keep(span, from: offset)
            }
            if isOver || hasHead { return hasHead }
            if headDeadline == .never { headDeadline = loop.now.after(endpoint.times.head) }
        }
        return false
    }

    /// Takes a head that the parser found; false if it found none yet.
    private func begin(_ part: consuming HTTPRequestPart?) throws -> Bool {
        guard case .head(let head, let framing) = consume part else { return false }
        self.framing = framing
        // Asked here, of the value at hand: each question to the stored head would copy it first.
        clientKeepsAlive = head.keepsAlive
        expectation = head.expectation
        switch framing {
        case .none, .length(0):
            body = .complete
            // The end of a request without a body is due at once; taken here, the next head is next.
            var nothing = 0
            _ = try parser.parse(Span(), from: &nothing)
        default: body = .unread(expectsContinue: expectation == .continuation)
        }
        self.head = head
        return true
    }

    private func answerRequest() async {
        requestCount += 1
        endpoint.requestCount += 1
        endpoint.inFlight?.add()
        receivedAt = loop.now
        answerPace = nil
        answer = .none
        abort = .none
        notes = ExchangeNotes()
        failure = nil
        isBrokenOff = false
        bodyLimit = endpoint.wireLimits.bodyBytesMax
        knownRequestID = nil
        knownTrace = nil
        // A client that asked for a tunnel and may take the answer for one sends bytes that are no requests.
        keepsAlive =
            clientKeepsAlive && head.method != .connect && requestCount < endpoint.limits.requestsPerConnectionMax
        extendDeadline(to: receivedAt.after(endpoint.times.request))
        if stream.peerFinished { peerLeft() }
        do {
            if expectation == .unsupported { throw Problem(.expectationFailed) }
            if body != .complete { try checkArrived() }
            try await endpoint.handler.handle(self)
            if answer == .none {
                throw Problem(.internalError, internalMessage: "the handler returned without an answer")
            }
            if answer == .started { throw ResponseLengthBroken() }
        } catch {
            await answerFailure(error)
        }
        endpoint.inFlight?.subtract()
        endpoint.observe?(self)
        receivedAt = .never
        onDrain = nil
    }

    // MARK: Failures

    /// Turns what a handler threw into an answer, if there is still somebody to answer and nothing was said yet.
    private func answerFailure(_ error: any Error) async {
        guard answer == .none else {
            // Half an answer is out. A clean end would make it look whole.
            keepsAlive = false
            answer = .finished
            failure = error
            isBrokenOff = true
            return stream.reset()
        }
        let problem = problem(for: error)
        failure = error
        guard abort != .clientGone else {
            keepsAlive = false
            answer = .finished
            notes.status = ServerExchange.clientClosedRequest
            return stream.close()
        }
        // A cancelled task cannot serve another request: whatever it awaits next would end at once.
        if abort != .none || body == .broken { keepsAlive = false }
        do {
            try await send(problem.response(to: self))
        } catch {
            // The client cannot be told; the connection says it all.
            keepsAlive = false
            stream.reset()
        }
    }

    /// What the access log says of a request whose client did not wait for the answer; never sent.
    static let clientClosedRequest = 499

    private func problem(for error: any Error) -> Problem {
        switch abort {
        case .deadline:
            return Problem(.gatewayTimeout, detail: "The request took longer than it may.", internalMessage: "\(error)")
        case .shutdown:
            return .temporary(.draining, retryAfter: 1, internalMessage: "\(error)")
        case .clientGone, .none: break
        }
        switch error {
        case let problem as Problem: return problem
        case let convertible as any ProblemConvertible: return convertible.problem
        default: return Problem(.internalError, internalMessage: "\(error)")
        }
    }

    /// Why a request was refused before it could reach a handler.
    private enum Refusal {
        case malformed(HTTPParseFault)
        case tooSlow
    }

    /// Answers what is not a request, and ends the connection.
    private func refuse(_ refusal: Refusal) async {
        keepsAlive = false
        isRefused = true
        answer = .none
        answerPace = nil
        notes = ExchangeNotes()
        knownRequestID = nil
        knownTrace = nil
        receivedAt = loop.now
        head = HTTPEndpoint.noRequest
        let problem =
            switch refusal {
            case .malformed(let fault): Problem(malformed: fault)
            case .tooSlow: Problem(.requestTimeout)
            }
        // A peer that sends garbage may well not listen either.
        try? await send(problem.response(to: self))
        endpoint.observe?(self)
        receivedAt = .never
    }

    // MARK: Ends

    /// Reads what is left of a body that the handler did not want, so that the next request can be found behind it.
    private func discardBody() async -> Bool {
        guard body != .complete else { return true }
        if case .unread = body { body = .unread(expectsContinue: false) }
        var left = endpoint.limits.drainBytesMax
        do {
            while let piece = try await nextBodyPiece() {
                left -= piece.count
                if left < 0 { return false }
            }
            return true
        } catch {
            return false
        }
    }

    /// Sees to it that the kernel has all of the last answer: most of the time it has.
    private func deliverAnswer() async {
        // A client that has not read it within the grace does without.
        try? await stream.waitSent(until: loop.now + endpoint.limits.responseGrace)
    }

    /// Closes so that the last answer arrives: bytes that nobody read would turn our end into a reset, and a reset
    /// throws away what the client has not read yet.
    private func linger() async {
        guard stream.isOpen, body != .complete || !pending.isEmpty || isRefused else { return }
        stream.finishSending()
        let deadline = loop.now + endpoint.limits.lingerTimeout
        var left = endpoint.limits.drainBytesMax
        while left > 0 {
            // Whatever ends this ends the connection.
            let count = (try? await stream.receive(until: deadline) { $0.count }) ?? 0
            if count == 0 { return }
            left -= count
        }
    }
}
