import Bytes

/// The client's side of HTTP/1.1: what an upstream answers. The same machine as `HTTPRequestParser` with what is
/// particular to responses: it has to be told the method of each request before it reads the answer, interim
/// responses may come first, and a body may end with the connection.
///
/// ```
///  idle ──expectResponse──▶ head ──1xx──▶ head …
///                            ├─ none ────────────────▶ end ──▶ idle
///                            ├─ length, chunks ──────▶ end ──▶ idle
///                            ├─ untilClose ──finish──▶ idle
///                            └─ 101 when offered ────▶ end ──▶ switched: what follows is not HTTP
/// ```
/// Bytes that come when no response is due are a fault: they are an answer to nobody, and whoever read on would give
/// them to somebody. After a fault, and whenever `keepsAlive` is false, the connection must not be used again.
public struct HTTPResponseParser: Sendable, HTTPSectionCollector {
    private enum State: Sendable, Equatable {
        /// No response is due. Can transition to: head, failed.
        case idle
        /// Before or inside a head. Can transition to: head, length, chunks, untilClose, end, failed.
        case head
        /// So many bytes of the body are still to come. Can transition to: end, failed.
        case length(Int)
        /// Inside the chunked coding. Can transition to: trailers, failed.
        case chunks
        /// Behind the last chunk. Can transition to: idle, failed.
        case trailers
        /// Everything is body until the connection ends. Can transition to: idle, failed.
        case untilClose
        /// The response is complete and its end not yet told. Can transition to: idle, switched.
        case end
        /// The connection speaks another protocol now.
        case switched
        /// Nothing more is read from this peer.
        case failed(HTTPParseFault)
    }

    private let limits: HTTPWireLimits
    private let headRules: HTTPHeadReader.Rules
    private let trailerRules: HTTPHeadReader.Rules
    private var state = State.idle
    private var method = HTTPMethod.get
    private var offersUpgrade = false
    private var hasSwitched = false
    private var informationals = 0
    private var bodyLimit = Int.max
    private var chunks = HTTPChunkReader()
    private var line = HTTPStatusLine()
    var reader = HTTPHeadReader()
    /// Whether the connection can carry another request after the current response. Known from its head on.
    public private(set) var keepsAlive = true

    /// A parser at the beginning of a connection.
    public init(limits: HTTPWireLimits = HTTPWireLimits()) {
        self.limits = limits.checked()
        headRules = HTTPHeadReader.Rules(
            singular: [.contentLength, .transferEncoding, .contentType, .location], refusesUnderscores: false,
            lineBytesMax: limits.fieldLineBytesMax, sectionBytesMax: limits.fieldSectionBytesMax,
            linesMax: limits.fieldsMax, sectionFault: .fieldSectionTooLong, linesFault: .fieldsTooMany)
        trailerRules = .trailers(limits)
    }

    /// Whether no response is due.
    public var isIdle: Bool { state == .idle }

    /// Whether a response is due and not a byte of it has come, not even of an interim one. A request on a reused
    /// connection that ends like this may be sent again if it is idempotent (RFC 9112 section 9.3.1).
    public var isAwaitingFirstByte: Bool { state == .head && informationals == 0 && reader.isUntouched }

    /// Tells that a request has been sent. 101 is accepted in answer only when `offersUpgrade`.
    public mutating func expectResponse(to method: HTTPMethod, offersUpgrade: Bool = false) {
        precondition(state == .idle, "one response is read before the next request is sent")
        self.method = method
        self.offersUpgrade = offersUpgrade
        informationals = 0
        bodyLimit = .max
        state = .head
    }

    /// Sets how many bytes the body of the current response may have; there is no limit by default, because a proxy
    /// holds none of them. Throws at once when the length it declares is more.
    public mutating func setBodyLimit(_ bytesMax: Int) throws(HTTPParseFault) {
        bodyLimit = bytesMax
        if case .length(let count) = state, count > bytesMax { throw fail(.bodyTooLong) }
    }

    /// Takes `input` from `offset` up to the next event. Nil when everything given was taken in and more is needed,
    /// or when the connection has switched protocols: then what is left from `offset` on belongs to the new one.
    public mutating func parse(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPResponsePart? {
        do {
            return try next(input, from: &offset)
        } catch {
            throw fail(error)
        }
    }

    /// Tells that the peer will send no more. Ends a body that lasts until then; throws inside anything else.
    public mutating func finish() throws(HTTPParseFault) -> HTTPResponsePart? {
        keepsAlive = false
        switch state {
        case .idle, .switched: return nil
        case .untilClose, .end:
            state = .idle
            return .end(trailers: nil)
        case .head, .length, .chunks, .trailers: throw fail(.incomplete)
        case .failed(let fault): throw fault
        }
    }

    private mutating func fail(_ fault: HTTPParseFault) -> HTTPParseFault {
        state = .failed(fault)
        keepsAlive = false
        return fault
    }

    private mutating func next(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPResponsePart? {
        switch state {
        case .idle:
            guard offset == input.count else { throw .unexpectedBytes }
            return nil
        case .head:
            return try nextHead(input, from: &offset)
        case .length(let count):
            guard count <= bodyLimit else { throw .bodyTooLong }
            guard let range = takeBody(input, from: &offset, atMost: count) else { return nil }
            state = range.count == count ? .end : .length(count - range.count)
            return .body(range)
        case .chunks:
            switch try chunks.step(input, from: &offset, limits: limits, bodyLimit: bodyLimit) {
            case .needsMore: return nil
            case .body(let range): return .body(range)
            case .last: state = .trailers
            }
            return try nextTrailers(input, from: &offset)
        case .trailers:
            return try nextTrailers(input, from: &offset)
        case .untilClose:
            guard input.count - offset <= bodyLimit else { throw .bodyTooLong }
            guard let range = takeBody(input, from: &offset, atMost: .max) else { return nil }
            return .body(range)
        case .end:
            state = hasSwitched ? .switched : .idle
            return .end(trailers: nil)
        case .switched:
            return nil
        case .failed(let fault):
            throw fault
        }
    }

    private mutating func takeBody(_ input: Span<UInt8>, from offset: inout Int, atMost count: Int) -> Range<Int>? {
        guard offset < input.count else { return nil }
        let range = offset..<(offset + min(count, input.count - offset))
        offset = range.upperBound
        bodyLimit -= range.count
        return range
    }

    private mutating func nextHead(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPResponsePart? {
        guard offset < input.count else { return nil }
        guard let bytes = try collect(input, from: &offset, extra: { _ in 0 }) else { return nil }
        let head = HTTPResponseHead(
            status: line.status, version: line.version, fields: reader.takeFields(bytes), reasonRange: line.reason)
        if head.status.isInformational {
            informationals += 1
            guard informationals <= limits.informationalsMax else { throw .informationalsTooMany }
            return .informational(head)
        }
        guard head.status != .switchingProtocols || offersUpgrade else { throw .unexpectedUpgrade }
        let framing = try HTTPResponseRules.framing(head, answering: method)
        hasSwitched = head.status == .switchingProtocols
        keepsAlive = framing != .untilClose && !hasSwitched && head.keepsAlive
        switch framing {
        case .none, .length(0): state = .end
        case .length(let count): state = .length(count)
        case .untilClose: state = .untilClose
        case .chunked:
            state = .chunks
            chunks = HTTPChunkReader()
        }
        return .head(head, framing)
    }

    private mutating func nextTrailers(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPResponsePart? {
        guard let bytes = try collect(input, from: &offset, extra: { _ in 0 }) else { return nil }
        state = .idle
        return .end(trailers: reader.takeTrailers(bytes))
    }

    mutating func advance(_ section: borrowing Span<UInt8>) throws(HTTPParseFault) -> Int? {
        if case .trailers = state { return try reader.readFields(section, trailerRules) }
        if !reader.hasStartLine {
            guard
                let range = try reader.nextLine(
                    section, bytesMax: limits.startLineBytesMax, sectionEnd: .max, highest: 255,
                    tooLong: .statusLineTooLong, sectionTooLong: .statusLineTooLong)
            else { return nil }
            line = try HTTPStatusLine(section, range)
            reader.beginFields()
        }
        return try reader.readFields(section, headRules)
    }
}
