import Bytes

/// HTTP/1.1 on the wire: bytes in, events out, no socket, no clock, no allocation but for heads.
///
/// `HTTPWire` holds the two parsers, the encoders and the types they share. Each parser is a value owned by a
/// connection and fed whatever was read:
///
/// ```
///  head ──no body──▶ end ──▶ head of the next request …
///   │ length            ▲
///   ├──────▶ length ────┤ all bytes seen
///   │ chunked           │
///   └──────▶ chunks ──last chunk──▶ trailers ──empty line──▶ end
///  any fault: failed, for good
/// ```
/// The profile is strict: what RFC 9112 lets a recipient repair is refused where two recipients could repair it
/// differently, because this parser stands in front of others. Whatever is refused is refused the same way however
/// the input was cut. After a fault every further call throws it again; the connection must close.
///
/// What it deliberately does not do: time limits, `Expect` and upgrade decisions, routing, content codings. The head
/// carries what those need.
public struct HTTPRequestParser: Sendable, HTTPSectionCollector {
    private enum State: Sendable, Equatable {
        /// Between requests or inside a head. Can transition to: length, chunks, end, failed.
        case head
        /// So many bytes of the body are still to come. Can transition to: end, failed.
        case length(Int)
        /// Inside the chunked coding. Can transition to: trailers, failed.
        case chunks
        /// Behind the last chunk. Can transition to: head, failed.
        case trailers
        /// The request is complete and its end not yet told. Can transition to: head.
        case end
        /// Nothing more is read from this peer.
        case failed(HTTPParseFault)
    }

    private let limits: HTTPWireLimits
    private let headRules: HTTPHeadReader.Rules
    private let trailerRules: HTTPHeadReader.Rules
    private var state = State.head
    private var bodyLimit: Int
    private var chunks = HTTPChunkReader()
    private var line = HTTPRequestLine()
    /// One empty line before a request is overlooked (RFC 9112 section 2.2), not two.
    private var hasSkippedEmptyLine = false
    var reader = HTTPHeadReader()

    /// A parser at the beginning of a connection.
    public init(limits: HTTPWireLimits = HTTPWireLimits()) {
        self.limits = limits.checked()
        headRules = HTTPHeadReader.Rules(
            singular: .singular, refusesUnderscores: true, lineBytesMax: limits.fieldLineBytesMax,
            sectionBytesMax: limits.fieldSectionBytesMax, linesMax: limits.fieldsMax,
            sectionFault: .fieldSectionTooLong, linesFault: .fieldsTooMany)
        trailerRules = .trailers(limits)
        bodyLimit = limits.bodyBytesMax
    }

    /// Whether the connection is between requests with nothing received of the next one.
    public var isIdle: Bool { state == .head && reader.isUntouched }

    /// Takes `input` from `offset` up to the next event. Nil when everything given was taken in and more is needed:
    /// call again with the next bytes. An event may be due without further input, so call until nil.
    public mutating func parse(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPRequestPart? {
        do {
            return try next(input, from: &offset)
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Tells that the peer will send no more. Throws when it stopped inside a request.
    public mutating func finish() throws(HTTPParseFault) {
        if case .failed(let fault) = state { throw fault }
        guard isIdle || state == .end else {
            state = .failed(.incomplete)
            throw .incomplete
        }
    }

    /// Sets how many bytes the body of the current request may have, for the time from its head to its end. Throws at
    /// once when the length it declares is more, so that nothing of it is waited for.
    public mutating func setBodyLimit(_ bytesMax: Int) throws(HTTPParseFault) {
        bodyLimit = bytesMax
        if case .length(let count) = state, count > bytesMax {
            state = .failed(.bodyTooLong)
            throw .bodyTooLong
        }
    }

    private mutating func next(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPRequestPart? {
        switch state {
        case .head:
            return try nextHead(input, from: &offset)
        case .length(let count):
            guard count <= bodyLimit else { throw .bodyTooLong }
            guard offset < input.count else { return nil }
            let range = offset..<(offset + min(count, input.count - offset))
            offset = range.upperBound
            bodyLimit -= range.count
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
        case .end:
            state = .head
            return .end(trailers: nil)
        case .failed(let fault):
            throw fault
        }
    }

    private mutating func nextHead(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPRequestPart? {
        guard offset < input.count else { return nil }
        let needsPath = { (parser: borrowing Self) in
            parser.line.target.needsNormalising ? parser.line.target.rawPath.range.count + 1 : 0
        }
        guard var bytes = try collect(input, from: &offset, extra: needsPath) else {
            forgetSkippedLine()
            return nil
        }
        if line.target.needsNormalising { try line.target.normalise(&bytes) }
        var fields = reader.takeFields(bytes)
        hasSkippedEmptyLine = false
        let framing = try HTTPRequestRules.framing(fields, line)
        try HTTPRequestRules.checkHost(fields, line)
        fields.joinCookies()
        bodyLimit = limits.bodyBytesMax
        switch framing {
        case .none, .length(0): state = .end
        case .length(let count): state = .length(count)
        case .chunked:
            state = .chunks
            chunks = HTTPChunkReader()
        }
        let target = HTTPTarget(bytes: fields.bytes, parts: line.target)
        return .head(
            HTTPRequestHead(method: line.method, target: target, version: line.version, fields: fields), framing)
    }

    private mutating func nextTrailers(
        _ input: Span<UInt8>, from offset: inout Int
    ) throws(HTTPParseFault) -> HTTPRequestPart? {
        guard let bytes = try collect(input, from: &offset, extra: { _ in 0 }) else { return nil }
        state = .head
        return .end(trailers: reader.takeTrailers(bytes))
    }

    mutating func advance(_ section: borrowing Span<UInt8>) throws(HTTPParseFault) -> Int? {
        if case .trailers = state { return try reader.readFields(section, trailerRules) }
        while !reader.hasStartLine {
            guard let range = try nextRequestLine(section) else { return nil }
            if range.isEmpty {
                guard !hasSkippedEmptyLine else { throw .emptyLines }
                hasSkippedEmptyLine = true
            } else {
                line = try HTTPRequestLine(section, range, methodBytesMax: limits.methodBytesMax)
                reader.beginFields()
            }
        }
        return try reader.readFields(section, headRules)
    }

    private mutating func nextRequestLine(
        _ section: borrowing Span<UInt8>
    ) throws(HTTPParseFault) -> Range<Int>? {
        let start = reader.lineStart
        do {
            if let range = try reader.nextLine(
                section, bytesMax: limits.startLineBytesMax, sectionEnd: .max, highest: 127,
                tooLong: .requestLineTooLong, sectionTooLong: .requestLineTooLong)
            {
                return range
            }
        } catch .requestLineTooLong {
            // It is the target that is too long (414) only when the method has come to an end.
            let methodEnd = min(start + limits.methodBytesMax + 1, section.count)
            for index in start..<methodEnd where section[index] == UInt8(ascii: " ") { throw .requestLineTooLong }
            throw .methodTooLong
        } catch {
            throw beginsWithTooLongMethod(section, from: start) ? .methodTooLong : error
        }
        // What is no request at all may never bring a line end; its sender is not made to wait for the time limit.
        guard !beginsWithTooLongMethod(section, from: start) else { throw .methodTooLong }
        return nil
    }

    /// Judged before anything behind it, so that it is the same however the input was cut.
    private func beginsWithTooLongMethod(_ section: borrowing Span<UInt8>, from start: Int) -> Bool {
        guard section.count - start > limits.methodBytesMax else { return false }
        for index in start...(start + limits.methodBytesMax) where !HTTPByteSet.token.contains(section[index]) {
            return false
        }
        return true
    }

    /// An empty line alone leaves the connection idle.
    private mutating func forgetSkippedLine() {
        if hasSkippedEmptyLine, !reader.hasStartLine, reader.lineStart == reader.buffer.count { reader.reset() }
    }
}
