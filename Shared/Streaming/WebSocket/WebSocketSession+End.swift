import EventLoop
import HTTPServer
public import HTTPWire
import Observability

extension WebSocketSession {
    /// Begins the closing handshake: nothing more is sent, `next` gives nil, and the handler should return. Does nothing
    /// when the end has begun already.
    public func close(_ code: WebSocketCloseCode = .normal, reason: String = "") {
        begin(.finished, code, reason)
    }

    /// The whole conversation, and what comes after it.
    func run(_ serve: (WebSocketSession) async throws -> Void) async {
        settings.metrics.open.add()
        exchange.onDrain = { [unowned self] in begin(.draining, .goingAway, "the server stops") }
        // The net under a handler that neither reads nor is sent anything.
        exchange.extendDeadline(to: expiresAt + limits.closeTimeout)
        if exchange.isDraining { begin(.draining, .goingAway, "the server stops") }
        do {
            try await serve(self)
            if !isCancelled { begin(.finished, .normal, "") }
        } catch {
            if isOpen, !isCancelled {
                settings.failed(error)
                begin(.failed, .internalError, "")
            }
        }
        if isCancelled { abandon(loop.now >= expiresAt ? .expired : .cancelled) }
        await finish()
        exchange.onDrain = nil
        settings.metrics.ended(end ?? .cancelled)
    }

    func note(_ end: StreamEnd) {
        if self.end == nil { self.end = end }
    }

    /// Closes from our side, for the reason given.
    func begin(_ end: StreamEnd, _ code: WebSocketCloseCode, _ reason: String) {
        loop.checkIsolated()
        guard isOpen else { return }
        note(end)
        var frame = loop.takeBuffer()
        machine.close(WebSocketClose(code: code, reason: reason), into: &frame)
        beginEnding()
        reply(frame)
        // Whoever waits for the peer waits no longer than until the deadline that there is now.
        if isReading { stream.interrupt() }
        if writers != nil { room.ring() }
    }

    /// One side has closed: from here on the time is short, for the handler as well.
    func beginEnding() {
        guard closeDeadline == .never else { return }
        closeDeadline = loop.now + limits.closeTimeout
        exchange.extendDeadline(to: closeDeadline + limits.lingerTimeout)
    }

    /// Ends the connection without further words.
    func abandon(_ end: StreamEnd) {
        note(end)
        guard !isAbandoned else { return }
        isAbandoned = true
        queue.dropAll()
        stream.reset()
    }

    /// Waits for the peer's close, sees our own out, and lets the connection end gently.
    private func finish() async {
        while machine.state == .closeSent, !isAbandoned {
            _ = digestInput()
            guard machine.state == .closeSent else { break }
            _ = await receive()
        }
        await deliverRest()
        await linger()
        await writers?.drained()
    }

    private func deliverRest() async {
        while isWriting, !isAbandoned {
            guard loop.now < closeDeadline, !isCancelled else { return abandon(.stalled) }
            await room.wait(until: closeDeadline)
        }
        guard stream.isOpen else { return }
        do {
            try await stream.waitSent(until: closeDeadline)
        } catch {
            abandon(.lost)
        }
    }

    /// Bytes of the peer's that nobody read would turn our end into a reset, and a reset throws away what the peer has
    /// not read yet: the reason why it was closed.
    private func linger() async {
        guard !isAbandoned, stream.isOpen else { return }
        stream.finishSending()
        let deadline = loop.now + limits.lingerTimeout
        var left = limits.lingerBytesMax
        while left > 0 {
            // Whatever ends this ends the connection.
            let count = (try? await stream.receive(until: deadline) { $0.count }) ?? 0
            guard count > 0 else { return }
            left -= count
        }
    }
}
