import Bytes
public import EventLoop
import HTTPWire

extension ServerExchange {
    /// Answers the request. May be called once.
    public func send(_ response: Response) async throws {
        switch response.body {
        case .empty:
            try await sendWhole(response, [])
        case .bytes(let bytes):
            try await sendWhole(response, bytes)
        case .stream(let length, let produce):
            try await sendStream(response, length, produce)
        case .upgrade(let run):
            try await sendUpgrade(response, run)
        }
    }

    private func sendWhole(_ response: Response, _ bytes: [UInt8]) async throws {
        var out = loop.takeBuffer()
        guard appendHead(response, .length(bytes.count), to: &out) != .none else { return try await finish(out) }
        if bytes.count <= ServerExchange.joinedBodyBytes {
            out.append(span: bytes.span)
            try await finish(out)
        } else {
            try await write(out)
            try await finish(bytes)
        }
    }

    /// Bodies up to this size are copied behind their head, which saves a system call; larger ones are not.
    static let joinedBodyBytes = 32 * 1024

    private func sendStream(
        _ response: Response, _ length: Int?, _ produce: (ResponseWriter) async throws -> Void
    ) async throws {
        var out = loop.takeBuffer()
        let framing = appendHead(response, length.map(HTTPBodyFraming.length) ?? .chunked, to: &out)
        // An empty body that was promised is no body to the encoder, but the producer must still keep the promise.
        guard framing != .none || length == 0 && head.method != .head else { return try await finish(out) }
        try await write(out)
        let writer = ResponseWriter(self, length == 0 ? .length(0) : framing)
        try await produce(writer)
        try await writer.finish()
        answer = .finished
    }

    private func sendUpgrade(_ response: Response, _ run: (UpgradedConnection) async -> Void) async throws {
        var out = loop.takeBuffer()
        _ = appendHead(response, .none, to: &out)
        await run(try await leaveHTTP(out))
    }

    // MARK: Answers encoded elsewhere

    /// Decides whether the connection will carry another request, for a caller that encodes the head itself and must
    /// write `Connection` accordingly. A caller that ends the body by closing passes `false` for `bodyIsDelimited`.
    public func settleConnection(bodyIsDelimited: Bool = true) -> Bool {
        keepsAlive = keepsAlive && bodyIsDelimited && !isDraining && leftoverIsBearable
        return keepsAlive
    }

    /// The value for the `Date` field.
    public var date: [UInt8] { endpoint.currentDate() }

    /// Sends bytes of an answer whose head the caller has encoded; the first call must carry the head.
    public func write(_ bytes: consuming [UInt8]) async throws {
        answer = .started
        let sent = try stream.sendNow(bytes.span)
        if sent < bytes.count { try await writeRest(bytes, from: sent) }
        notes.bytesSent += bytes.count
        loop.returnBuffer(bytes)
    }

    /// Sends the last bytes of such an answer.
    public func finish(_ bytes: consuming [UInt8]) async throws {
        if stream.maySendSoon(bytes.count) {
            notes.bytesSent += bytes.count
            stream.sendSoon(bytes)
        } else {
            try await write(bytes)
        }
        answer = .finished
    }

    /// Ends such an answer when nothing is left to send.
    public func finish() {
        answer = .finished
    }

    /// Sends a head of status 101 that the caller has encoded, and hands the connection over: from here on it is the
    /// caller's until its handler returns, without a deadline.
    public func leaveHTTP(_ head: consuming [UInt8]) async throws -> UpgradedConnection {
        keepsAlive = false
        try await finish(head)
        extendDeadline(to: .never)
        let early = Array(pending[pendingOffset...])
        forgetPending()
        body = .complete
        return UpgradedConnection(stream: stream, early: early)
    }

    /// Waits for a slow reader, as long as it keeps the least pace.
    private func writeRest(_ bytes: [UInt8], from start: Int) async throws {
        let limits = endpoint.limits
        var pace =
            answerPace
            ?? Pace(from: loop.now, grace: limits.responseGrace, bytesPerSecondMin: limits.transferBytesPerSecondMin)
        var moved = start
        try await stream.send(bytes, from: start) { sent in
            pace.moved(sent - moved, at: loop.now)
            moved = sent
            return pace.deadline
        }
        pace.moved(bytes.count - moved, at: loop.now)
        answerPace = pace
    }

    /// Appends the head of `response`; returns how its body must be framed.
    private func appendHead(
        _ response: Response, _ framing: HTTPBodyFraming, to out: inout [UInt8]
    ) -> HTTPResponseFraming {
        precondition(answer == .none, "a request is answered once")
        notes.status = Int(response.status.code)
        var exchange = HTTPExchange(method: head.method, version: head.version, keepsAlive: settleConnection())
        let head = HTTPResponseHead(status: response.status, fields: response.fields)
        let settled = head.encode(into: &out, body: framing, for: &exchange, date: endpoint.currentDate().span)
        keepsAlive = exchange.keepsAlive
        return settled
    }

    /// Whether what is left of the request's body can be read and thrown away.
    private var leftoverIsBearable: Bool {
        switch body {
        case .complete: true
        case .unread(let expectsContinue): !expectsContinue && declaredLeftover <= endpoint.limits.drainBytesMax
        case .reading: declaredLeftover <= endpoint.limits.drainBytesMax
        case .broken: false
        }
    }

    /// What the client still means to send, as far as it said; a chunked body is measured while it is drained.
    private var declaredLeftover: Int {
        (bodyLength ?? 0) - notes.bytesReceived
    }
}

/// What a producer of a streamed body writes to.
public final class ResponseWriter {
    private let exchange: ServerExchange
    private let framing: HTTPResponseFraming
    private var written = 0

    init(_ exchange: ServerExchange, _ framing: HTTPResponseFraming) {
        self.exchange = exchange
        self.framing = framing
    }

    /// Sends `bytes`, suspending while the client does not take them.
    public func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        written += bytes.count
        switch framing {
        case .chunked:
            var out = exchange.loop.takeBuffer()
            out.appendChunk(bytes.span)
            try await exchange.write(out)
        case .length(let promised):
            guard written <= promised else { throw ResponseLengthBroken() }
            try await exchange.write(bytes)
        case .untilClose, .none:
            try await exchange.write(bytes)
        }
    }

    func finish() async throws {
        switch framing {
        case .chunked:
            var out = exchange.loop.takeBuffer()
            out.appendLastChunk()
            try await exchange.write(out)
        case .length(let promised):
            guard written == promised else { throw ResponseLengthBroken() }
        case .untilClose, .none:
            break
        }
    }
}

/// A producer wrote more or fewer bytes than it had promised.
public struct ResponseLengthBroken: Error, Equatable {
    public init() {}
}

/// A connection that has left HTTP.
public struct UpgradedConnection {
    public let stream: TCPStream
    /// What the client sent behind its request, before our answer.
    public let early: [UInt8]
}
