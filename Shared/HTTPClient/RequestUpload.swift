import EventLoop
import HTTPWire

/// What of a request could not be sent at once: it goes out in a child task, while the caller's task waits for the
/// answer, which may come first and end it.
// Safety: used on the loop's thread only, by the child task that runs it and by the task that waits for the head.
final class RequestUpload: @unchecked Sendable {
    private enum State {
        case running
        case complete
        /// The upstream takes no more. It may have answered before that, so the wait for the head goes on.
        case refused
        case failed(UpstreamFault)
    }

    private let connection: UpstreamConnection
    private let terms: ExchangeTerms
    private let rest: [UInt8]
    private let restSent: Int
    private let body: OutgoingBody
    private var state = State.running

    private init(
        _ connection: UpstreamConnection, _ terms: ExchangeTerms, rest: [UInt8], sent: Int, body: OutgoingBody
    ) {
        self.connection = connection
        self.terms = terms
        self.rest = rest
        restSent = sent
        self.body = body
    }

    /// Sends what the kernel takes at once; nil when that is the whole request.
    static func begin(
        _ request: OutgoingRequest, on connection: UpstreamConnection, _ terms: ExchangeTerms
    ) throws(UpstreamFault) -> RequestUpload? {
        if case .none = request.body, connection.stream.maySendSoon(request.head.count) {
            connection.stream.sendSoon(request.head, isKept: true)
            return nil
        }
        let sent = try sendNow(request.head, from: 0, on: connection)
        guard sent == request.head.count else {
            return RequestUpload(connection, terms, rest: request.head, sent: sent, body: request.body)
        }
        switch request.body {
        case .none:
            return nil
        case .bytes(let bytes):
            let sent = try sendNow(bytes, from: 0, on: connection)
            return sent == bytes.count
                ? nil : RequestUpload(connection, terms, rest: bytes, sent: sent, body: .none)
        case .pieces:
            return RequestUpload(connection, terms, rest: [], sent: 0, body: request.body)
        }
    }

    var isComplete: Bool { if case .complete = state { true } else { false } }

    var isOver: Bool { if case .running = state { false } else { true } }

    /// What ended the upload, unless the upstream did.
    var fault: UpstreamFault? { if case .failed(let fault) = state { fault } else { nil } }

    /// Sends everything, and wakes the task that waits for the head when that is done.
    func run() async {
        do throws(UpstreamFault) {
            try await send(rest, from: restSent)
            switch body {
            case .none: break
            case .bytes(let bytes): try await send(bytes)
            case .pieces(let length?, let next): try await sendPieces(length, next)
            case .pieces(nil, let next): try await sendChunks(next)
            }
            state = .complete
        } catch {
            if case .closedEarly = error { state = .refused } else { state = .failed(error) }
        }
        connection.stream.interrupt()
    }

    private func sendPieces(
        _ length: Int, _ next: () async throws -> [UInt8]?
    ) async throws(UpstreamFault) {
        var given = 0
        while given < length {
            guard let piece = try await take(next), piece.count <= length - given else {
                throw .bodySourceFailed(BodyLengthMismatch(announced: length, given: given))
            }
            try await send(piece)
            given += piece.count
        }
    }

    private func sendChunks(_ next: () async throws -> [UInt8]?) async throws(UpstreamFault) {
        let loop = connection.stream.loop
        while let piece = try await take(next) {
            guard !piece.isEmpty else { continue }
            var chunk = loop.takeBuffer()
            chunk.appendChunk(piece.span)
            try await send(chunk)
            loop.returnBuffer(chunk)
        }
        var end: [UInt8] = []
        end.appendLastChunk()
        try await send(end)
    }

    /// Asks the source. A source that ends because it was cancelled must not look like one that is complete.
    private func take(_ next: () async throws -> [UInt8]?) async throws(UpstreamFault) -> [UInt8]? {
        let piece: [UInt8]?
        do {
            piece = try await next()
        } catch {
            if Task.isCancelled { throw .cancelled }
            throw .bodySourceFailed(error)
        }
        if Task.isCancelled { throw .cancelled }
        return piece
    }

    private func send(_ bytes: [UInt8], from start: Int = 0) async throws(UpstreamFault) {
        var sent = start
        while true {
            let before = sent
            sent = try Self.sendNow(bytes, from: sent, on: connection)
            if sent == bytes.count { return }
            try await waitForRoom(hasProgressed: sent > before)
        }
    }

    private var roomLimit = MonotonicTime.never

    /// The upstream has to take something within the idle limit; waking without room does not start it anew.
    private func waitForRoom(hasProgressed: Bool) async throws(UpstreamFault) {
        if hasProgressed || roomLimit == .never {
            roomLimit = connection.stream.loop.now.after(terms.timeouts.bodyIdle)
        }
        do {
            try await connection.waitWritable(until: min(roomLimit, terms.deadline))
        } catch {
            throw error.fault(.sending, isCallersDeadline: terms.deadline <= roomLimit)
        }
    }

    private static func sendNow(
        _ bytes: [UInt8], from start: Int, on connection: UpstreamConnection
    ) throws(UpstreamFault) -> Int {
        do {
            return start + (try connection.stream.sendNow(bytes.span.extracting(start...)))
        } catch {
            throw .closedEarly(midBody: false)
        }
    }
}
