import Bytes
import EventLoop
import HTTPServer
import HTTPWire
import Observability

extension WebSocketSession {
    /// The client's next message, or nil when the conversation is over or we have begun to end it; what a client sends
    /// after that is thrown away. Nothing is read ahead of the handler but the rest of one piece.
    public func next() async -> WebSocketMessage? {
        loop.checkIsolated()
        precondition(!isReading, "a session has one reader")
        isReading = true
        defer { isReading = false }
        while isOpen {
            if let message = digestInput() { return message }
            guard isOpen else { break }
            if let message = await receive() { return message }
        }
        return nil
    }

    /// Waits for bytes, or for the time to do something, whichever is first.
    func receive() async -> WebSocketMessage? {
        do {
            try enforceDeadlines()
            guard queue.replyBytes <= limits.replyBytesMax else {
                await room.wait(until: min(closeDeadline, expiresAt))
                if isCancelled { throw StreamFault.cancelled }
                return nil
            }
            var message: WebSocketMessage?
            let hasRead = try stream.receiveNow { span in
                guard span.count > 0 else { return takeEnd() }
                keepAlive.heard(at: loop.now)
                var position = 0
                message = digest(span, from: &position)
                if position < span.count { input.append(span: span.extracting(position...)) }
            }
            guard !hasRead else {
                receives += 1
                // A peer that never stops sending must not stop the others.
                if receives % StreamLimits.receivesPerTurn == 0 { await Task.yield() }
                return message
            }
            let due = try judgeSilence()
            try await exchange.cancellation.waitReadable(stream, until: min(due, closeDeadline, expiresAt))
        } catch StreamFault.deadline {
            return nil
        } catch StreamFault.cancelled where !isCancelled && !isAbandoned {
            // Woken because the end was decided meanwhile.
            return nil
        } catch {
            abandon(isCancelled ? .cancelled : error as? StreamEnd ?? .lost)
        }
        return nil
    }

    // MARK: Bytes

    /// The next message in what has arrived already.
    func digestInput() -> WebSocketMessage? {
        guard inputOffset < input.count else { return nil }
        let bytes = input
        let message = digest(bytes.span, from: &inputOffset)
        if inputOffset == input.count {
            input = []
            inputOffset = 0
        }
        return message
    }

    /// The next message in `bytes` from `position` on. What else is there is dealt with on the way.
    private func digest(_ bytes: Span<UInt8>, from position: inout Int) -> WebSocketMessage? {
        var replies = loop.takeBuffer()
        var message: WebSocketMessage?
        while message == nil, let event = machine.receive(bytes, from: &position, replies: &replies) {
            message = take(event)
        }
        reply(replies)
        return message
    }

    private func take(_ event: WebSocketEvent) -> WebSocketMessage? {
        switch event {
        case .text(let text):
            guard machine.state == .open else { return nil }
            settings.metrics.received.add()
            return .text(text)
        case .binary(let bytes):
            guard machine.state == .open else { return nil }
            settings.metrics.received.add()
            return .binary(bytes)
        case .ping, .pong: return nil
        case .closed(let close):
            peerClose = close
            note(.peer)
        case .failed(let fault):
            note(fault == .endedWithoutClose ? .lost : .fault(fault))
        }
        beginEnding()
        return nil
    }

    /// The peer has sent its last byte.
    private func takeEnd() {
        if let event = machine.receiveEnd() { _ = take(event) }
        abandon(.lost)
    }

    // MARK: Time

    /// Looked at before bytes are, so that a peer that never stops sending cannot put it off.
    private func enforceDeadlines() throws {
        let now = loop.now
        if now >= closeDeadline { throw StreamEnd.stalled }
        if now >= expiresAt { begin(.expired, .tokenExpired, "the token has expired") }
    }

    /// Asks a silent peer for a sign of life, or gives it up. Returns when to ask again.
    private func judgeSilence() throws -> MonotonicTime {
        guard machine.state == .open else { return closeDeadline }
        switch keepAlive.decide(at: loop.now) {
        case .wait(let moment): return moment
        case .giveUp: throw StreamEnd.silent
        case .ping(let moment):
            var ping = loop.takeBuffer()
            // The session is open and the ping empty: it is never refused.
            try? machine.sendPing(into: &ping)
            reply(ping)
            return moment
        }
    }
}
