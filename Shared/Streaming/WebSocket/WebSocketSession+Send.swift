import EventLoop
public import HTTPWire
import Observability

extension WebSocketSession {
    /// Sends a message that was framed once for many. Never waits: what the kernel does not take stands in a bounded
    /// queue, and a reader too slow for that is cut off.
    ///
    /// - Parameter framed: The message.
    /// - Returns: False when it will not be sent: the conversation is over, or this was one too many.
    @discardableResult
    public func send(_ framed: WebSocketFramedMessage) -> Bool {
        loop.checkIsolated()
        if loop.now >= expiresAt { begin(.expired, .tokenExpired, "the token has expired") }
        guard isOpen else {
            settings.metrics.refused.add()
            return false
        }
        if !isWriting, stream.maySendSoon(framed.bytes.count) {
            stream.sendSoon(framed.bytes, isKept: true)
        } else if queue.offer(framed.bytes, within: limits) {
            startWriting()
        } else {
            settings.metrics.refused.add()
            overflow()
            return false
        }
        settings.metrics.sent.add()
        return true
    }

    /// Sends text, which must be UTF-8, as our JSON writer makes it.
    @discardableResult
    public func send(text: [UInt8]) -> Bool {
        send(WebSocketFramedMessage(text: text.span))
    }

    /// Sends text.
    @discardableResult
    public func send(text: String) -> Bool {
        send(text: Array(text.utf8))
    }

    /// Sends binary content.
    @discardableResult
    public func send(binary: [UInt8]) -> Bool {
        send(WebSocketFramedMessage(binary: binary.span))
    }

    /// Waits until nothing waits here for the reader, or the conversation is over: for a handler that sends more than a
    /// queue holds. For the session's own task only.
    public func flushed() async {
        loop.checkIsolated()
        while isWriting, isOpen, !isCancelled { await room.wait(until: expiresAt) }
    }

    /// Sends a control frame, or several, behind what waits already.
    func reply(_ frame: consuming [UInt8]) {
        guard !frame.isEmpty, !isAbandoned else { return loop.returnBuffer(frame) }
        guard isWriting || !stream.maySendSoon(frame.count) else { return stream.sendSoon(frame) }
        queue.add(reply: frame)
        startWriting()
    }

    /// The reader lags so far behind that it must start anew: what waits would only make it later.
    private func overflow() {
        queue.dropAll()
        begin(.overflowed, .tryAgainLater, "too slow")
    }

    // MARK: When the kernel takes no more

    private func startWriting() {
        guard !isWriting else { return }
        isWriting = true
        let writers = self.writers ?? TaskSet(on: loop)
        self.writers = writers
        writers.add { [self] in await writeQueue() }
    }

    private func writeQueue() async {
        do {
            while !isAbandoned, let batch = queue.take(upTo: limits.batchBytes) {
                try await write(batch, until: .now + limits.writeTimeout)
                room.ring()
            }
        } catch {
            abandon(error as? StreamFault == .deadline ? .stalled : .lost)
        }
        isWriting = false
        room.ring()
    }

    /// An interruption is not for us, but for the task that reads.
    private func write(_ batch: [UInt8], until deadline: MonotonicTime) async throws {
        var sent = 0
        while true {
            sent += try stream.sendNow(batch.span.extracting(sent...))
            guard sent < batch.count else { return }
            do {
                try await stream.waitWritable(until: deadline)
            } catch StreamFault.cancelled where !isAbandoned {
                continue
            }
        }
    }
}
