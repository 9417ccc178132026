import EventLoop
import HTTPWire

/// One connection of an upstream: its stream and its parser, reused from request to request.
///
/// A wait here may end without cause: cancelling a task interrupts the stream it waited on, and by the time the
/// interrupt comes the stream may serve another request. So whoever is woken asks again what it waited for.
// Safety: used on the loop's thread only; a cancellation handler goes there before it touches the stream.
final class UpstreamConnection: @unchecked Sendable {
    let stream: TCPStream
    let endpoint: UpstreamEndpoint
    var parser: HTTPResponseParser

    /// Where it stands among its endpoint's connections.
    var place = 0
    var isIdle = false
    var idleSince = MonotonicTime(nanoseconds: 0)
    /// Whether a request has been answered on it before.
    var wasUsed = false

    init(_ stream: TCPStream, to endpoint: UpstreamEndpoint, of upstream: Upstream) {
        self.stream = stream
        self.endpoint = endpoint
        parser = HTTPResponseParser(limits: upstream.limits.wire)
        // Not weak: a weak reference moves an object's counts to a side table for good, and every later retain of the
        // connection and the upstream would go there. The upstream holds its connections, and `deinit` takes the
        // closure back.
        stream.onHangup = { [unowned self, unowned upstream] in upstream.hungUp(self) }
    }

    deinit {
        stream.onHangup = nil
    }

    /// Whether nothing has arrived since the last response. Costs no system call unless something did.
    var isQuiet: Bool {
        guard stream.isOpen, !stream.peerFinished else { return false }
        do {
            return try stream.receiveValueNow { $0.count } == nil
        } catch {
            // Broken: the next request must not find out.
            return false
        }
    }

    /// Why a wait ended without what it waited for.
    enum WaitFault: Error {
        case deadline
        case cancelled
    }

    /// Waits until there may be something to read. Returns also when interrupted without cause. With a `signal`, only
    /// that ends the wait early.
    func waitReadable(until deadline: MonotonicTime, _ signal: CancellationSignal?) async throws(WaitFault) {
        do {
            if let signal { return try await signal.waitReadable(stream, until: deadline) }
            try await withTaskCancellationHandler {
                try await stream.waitReadable(until: deadline)
            } onCancel: {
                interrupt()
            }
        } catch {
            try rethrow(error)
        }
    }

    /// Waits until there may be room to write. Returns also when interrupted without cause.
    func waitWritable(until deadline: MonotonicTime) async throws(WaitFault) {
        do {
            try await withTaskCancellationHandler {
                try await stream.waitWritable(until: deadline)
            } onCancel: {
                interrupt()
            }
        } catch {
            try rethrow(error)
        }
    }

    /// From any thread: wakes whoever waits on the stream when the loop comes to it.
    private nonisolated func interrupt() {
        stream.loop.execute { [stream] in stream.interrupt() }
    }

    private func rethrow(_ error: any Error) throws(WaitFault) {
        if case StreamFault.deadline = error { throw .deadline }
        // A stream that is no longer open was closed under us by a drain.
        if Task.isCancelled || !stream.isOpen { throw .cancelled }
    }
}
