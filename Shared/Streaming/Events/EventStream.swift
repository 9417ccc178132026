public import EventLoop
import HTTPServer
public import HTTPWire
import Observability

/// An event stream, as its handler sees it: what is sent goes out in order, and it has an end.
///
/// Nothing is written before the handler calls `finished`, which writes until the end has come; what was sent before a
/// handler returns without it is written all the same.
// Safety: every entry point checks that it runs on the loop's thread.
public final class EventStream: @unchecked Sendable {
    /// The id of the last event the client has seen, when it says so (`Last-Event-ID`).
    public let lastEventID: String?
    /// Why it ends, once that is decided.
    public private(set) var end: StreamEnd?

    /// The loop it lives on.
    public var loop: Loop { exchange.loop }

    private let exchange: ServerExchange
    private let writer: ResponseWriter
    private let settings: EventStreamSettings
    private let expiresAt: MonotonicTime
    private let changed: Alarm
    private var queue = OutgoingQueue()

    init(
        _ exchange: ServerExchange, _ writer: ResponseWriter, _ settings: EventStreamSettings, expiresAt: MonotonicTime
    ) {
        self.exchange = exchange
        self.writer = writer
        self.settings = settings
        self.expiresAt = expiresAt
        lastEventID = exchange.head.lastEventID
        changed = Alarm(on: exchange.loop)
    }

    /// Whether anything can still be sent.
    public var isOpen: Bool { end == nil }

    /// Sends an event. Never waits: what the client has not read stands in a bounded queue, and a reader too slow for that
    /// is cut off; it will come back with the id of the last event it has.
    ///
    /// - Parameter event: The event.
    /// - Returns: False when it will not be sent: the stream is over, or this was one too many.
    @discardableResult
    public func send(_ event: ServerSentEvent) -> Bool {
        exchange.loop.checkIsolated()
        if exchange.loop.now >= expiresAt { begin(.expired) }
        guard isOpen else {
            settings.metrics.refused.add()
            return false
        }
        guard queue.offer(event.bytes, within: settings.limits) else {
            settings.metrics.refused.add()
            queue.dropAll()
            begin(.overflowed)
            return false
        }
        settings.metrics.sent.add()
        changed.ring()
        return true
    }

    /// Ends the stream when what was sent is out.
    public func finish() {
        begin(.finished)
    }

    /// Writes what is sent until the stream ends. For the handler's own task only.
    public func finished() async throws {
        while isOpen {
            let now = exchange.loop.now
            guard now < expiresAt else { return begin(.expired) }
            if let batch = queue.take(upTo: settings.limits.batchBytes) {
                try await writer.write(batch)
                heartbeatDue = exchange.loop.now + settings.limits.heartbeatInterval
            } else if now >= heartbeatDue {
                queue.add(reply: ServerSentEvent.comment("alive"))
            } else {
                await changed.wait(until: min(heartbeatDue, expiresAt))
                try Task.checkCancellation()
            }
        }
    }

    private var heartbeatDue = MonotonicTime.never

    // MARK: From beginning to end

    func run(_ serve: (EventStream) async throws -> Void) async throws {
        settings.metrics.open.add()
        exchange.onDrain = { [unowned self] in begin(.draining) }
        exchange.extendDeadline(to: expiresAt + settings.limits.closeTimeout)
        if exchange.isDraining { begin(.draining) }
        defer {
            exchange.onDrain = nil
            settings.metrics.ended(end ?? .cancelled)
        }
        do {
            try await writeOpening()
            do {
                try await serve(self)
                begin(.finished)
            } catch  where isOpen && !Task.isCancelled && !(error is StreamFault) {
                settings.failed(error)
                begin(.failed)
            }
            try await writeRest()
        } catch {
            let isStalled = error as? StreamFault == .deadline
            if end == nil { end = Task.isCancelled ? .cancelled : isStalled ? .stalled : .lost }
            throw error
        }
    }

    /// Bytes at once, so that everybody on the way lets the answer through, and its reader knows that it stands.
    private func writeOpening() async throws {
        var opening = settings.retry.map(ServerSentEvent.retry) ?? []
        opening.append(contentsOf: ServerSentEvent.comment("open"))
        try await writer.write(opening)
        heartbeatDue = exchange.loop.now + settings.limits.heartbeatInterval
    }

    private func writeRest() async throws {
        while let batch = queue.take(upTo: settings.limits.batchBytes) { try await writer.write(batch) }
        guard let end else { return }
        try await writer.write(ServerSentEvent.comment("ended") + ServerSentEvent.comment(end.label))
    }

    private func begin(_ end: StreamEnd) {
        exchange.loop.checkIsolated()
        guard isOpen else { return }
        self.end = end
        exchange.extendDeadline(to: exchange.loop.now + settings.limits.closeTimeout)
        changed.ring()
    }
}

extension HTTPRequestHead {
    /// What a client that comes back says it has seen last; nil when it says nothing, or nothing that an id of ours could be.
    public var lastEventID: String? {
        guard let id = fields.first("Last-Event-ID"), !id.isEmpty,
            id.utf8.count <= StreamLimits.lastEventIDBytesMax
        else { return nil }
        return id
    }
}
