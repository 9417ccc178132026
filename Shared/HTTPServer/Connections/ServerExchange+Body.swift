import Bytes
import EventLoop
public import HTTPWire

/// Why a request's body could not be read to its end.
public enum RequestBodyFault: Error, Equatable, Sendable {
    /// More bytes than the route takes.
    case tooLarge
    /// Slower than the least pace.
    case tooSlow
    /// The client went away in the middle.
    case cutShort
    /// The framing was wrong.
    case malformed(HTTPParseFault)

    /// Bounded, for metrics.
    public var label: StaticString {
        switch self {
        case .tooLarge: "body_too_large"
        case .tooSlow: "body_too_slow"
        case .cutShort: "body_cut_short"
        case .malformed(let fault): fault.label
        }
    }
}

extension ServerExchange {
    /// Whether the request has a body of which something is still to come.
    public var hasBody: Bool { body != .complete }

    /// How many bytes the body will have, if the client said so.
    public var bodyLength: Int? {
        switch framing {
        case .none: 0
        case .length(let count): count
        default: nil
        }
    }

    /// The next piece of the body, or nil at its end. Nothing is read ahead: a handler that does not ask leaves the
    /// bytes with the client.
    public func nextBodyPiece() async throws -> [UInt8]? {
        try await beginReading()
        while body != .complete {
            guard body != .broken else { throw RequestBodyFault.cutShort }
            if let piece = try readPending() { return piece }
            if body == .complete { break }
            if let piece = try await receivePiece() { return piece }
        }
        return nil
    }

    /// The whole body. At most `limit` bytes are taken.
    public func collectBody(upTo limit: Int) async throws -> [UInt8] {
        if let length = bodyLength, length > limit { throw RequestBodyFault.tooLarge }
        var whole = try await nextBodyPiece() ?? []
        while let piece = try await nextBodyPiece() {
            guard whole.count + piece.count <= limit else {
                body = .broken
                throw RequestBodyFault.tooLarge
            }
            whole.append(contentsOf: piece)
        }
        guard whole.count <= limit else { throw RequestBodyFault.tooLarge }
        return whole
    }

    /// Lets this request have a body of up to `limit` bytes, more or fewer than the endpoint's default. Refuses what
    /// is declared larger before any of it is read.
    public func limitBody(to limit: Int) throws(RequestBodyFault) {
        do {
            try parser.setBodyLimit(limit)
        } catch {
            body = .broken
            throw .tooLarge
        }
        bodyLimit = limit
    }

    private func beginReading() async throws {
        guard case .unread(let expectsContinue) = body else { return }
        body = .reading
        let limits = endpoint.limits
        bodyPace = Pace(from: loop.now, grace: limits.bodyGrace, bytesPerSecondMin: limits.transferBytesPerSecondMin)
        guard expectsContinue, pendingOffset == pending.count, answer == .none else { return }
        var interim: [UInt8] = []
        interim.append("HTTP/1.1 100 Continue\r\n\r\n")
        try await stream.send(interim, until: loop.now + limits.responseGrace)
    }

    /// Looks through what of a chunked body came with the head, and takes none of it. A handler that never reads the body
    /// would act and answer before anybody saw that it is malformed; what comes later, only who reads it can see.
    func checkArrived() throws(RequestBodyFault) {
        guard framing == .chunked, pendingOffset < pending.count else { return }
        var ahead = parser
        var offset = pendingOffset
        let bytes = pending
        do {
            while let part = try ahead.parse(bytes.span, from: &offset) {
                if case .end = part { return }
            }
        } catch {
            // How long it may be is the route's to say.
            guard error.status != .contentTooLarge else { return }
            body = .broken
            throw .malformed(error)
        }
    }

    /// Takes a piece out of what has arrived already.
    private func readPending() throws -> [UInt8]? {
        guard pendingOffset < pending.count else { return nil }
        let bytes = pending
        let piece = try takePiece(bytes.span, from: &pendingOffset)
        if pendingOffset == pending.count { forgetPending() }
        return piece
    }

    private func receivePiece() async throws -> [UInt8]? {
        do {
            return try await stream.receive(until: bodyPace?.deadline ?? .never) { span in
                guard span.count > 0 else { throw RequestBodyFault.cutShort }
                var offset = 0
                let piece = try takePiece(span, from: &offset)
                keep(span, from: offset)
                return piece
            }
        } catch {
            body = .broken
            switch error {
            case StreamFault.deadline: throw RequestBodyFault.tooSlow
            case is RequestBodyFault: throw error
            default: throw RequestBodyFault.cutShort
            }
        }
    }

    /// The next piece of the body in `input`; nil when only framing was there, or the end.
    private func takePiece(_ input: Span<UInt8>, from offset: inout Int) throws(RequestBodyFault) -> [UInt8]? {
        do {
            while let part = try parser.parse(input, from: &offset) {
                switch part {
                case .body(let range):
                    var piece: [UInt8] = []
                    piece.reserveCapacity(range.count)
                    piece.append(span: input.extracting(range))
                    notes.bytesReceived += range.count
                    bodyPace?.moved(range.count, at: loop.now)
                    try takeEnd()
                    return piece
                case .end:
                    body = .complete
                    return nil
                case .head:
                    preconditionFailure("a new head cannot come before the end of the body")
                }
            }
            return nil
        } catch {
            body = .broken
            throw error.status == .contentTooLarge ? .tooLarge : .malformed(error)
        }
    }

    /// The end of a body of known length is due as soon as its last byte is there; waiting for more would wait for
    /// the next request.
    private func takeEnd() throws(HTTPParseFault) {
        var nothing = 0
        if case .end = try parser.parse(Span(), from: &nothing) { body = .complete }
    }

    /// Keeps what lies behind `offset` for whoever reads next.
    func keep(_ input: Span<UInt8>, from offset: Int) {
        guard offset < input.count else { return }
        pending.append(span: input.extracting(offset...))
    }

    func forgetPending() {
        pending.removeAll(keepingCapacity: pending.capacity <= 4096)
        pendingOffset = 0
    }
}
