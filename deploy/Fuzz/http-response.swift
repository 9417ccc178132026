import Bytes
import HTTPWire

/// The response parser, for answers to GET, to HEAD and to an offered upgrade: the same events for any split, and
/// responses that mean the same when they are encoded and read again.
func check(_ input: [UInt8]) {
    for (method, offersUpgrade) in [(HTTPMethod.get, false), (.head, false), (.get, true)] {
        let asked = Asked(method: method, offersUpgrade: offersUpgrade)
        let whole = ResponseReading(input, endingAt: [input.count], asked, limits: narrow)
        for ends in FuzzSplits.ways(of: input) {
            let split = ResponseReading(input, endingAt: ends, asked, limits: narrow)
            demand(split == whole, "in pieces \(ends): \(split)\nwhole: \(whole)")
        }
        for response in whole.responses where response.isComplete { checkEncoding(response, asked) }
    }
}

/// Low enough for short inputs to pass them.
private let narrow: HTTPWireLimits = {
    var limits = HTTPWireLimits()
    limits.startLineBytesMax = 100
    limits.fieldLineBytesMax = 200
    limits.fieldSectionBytesMax = 600
    limits.fieldsMax = 10
    limits.chunkExtensionBytesMax = 40
    limits.trailerSectionBytesMax = 100
    limits.trailersMax = 4
    limits.informationalsMax = 3
    return limits
}()

private struct Asked {
    var method: HTTPMethod
    var offersUpgrade: Bool
}

private struct Response: Equatable {
    var head: HTTPResponseHead
    var framing: HTTPResponseFraming
    var body: [UInt8] = []
    var trailers: HTTPFields?
    var isComplete = false
}

private struct ResponseReading: Equatable {
    var informational: [HTTPResponseHead] = []
    var responses: [Response] = []
    var fault: HTTPParseFault?
    /// What came after the connection had switched protocols.
    var switchedBytes: [UInt8] = []
    var keepsAlive = false
    /// Whether the last response has ended and the connection is of no more use.
    var isOver = false

    init(_ input: [UInt8], endingAt ends: [Int], _ asked: Asked, limits: HTTPWireLimits) {
        var parser = HTTPResponseParser(limits: limits)
        parser.expectResponse(to: asked.method, offersUpgrade: asked.offersUpgrade)
        do {
            var start = 0
            for end in ends {
                try feed(Array(input[start..<end]), to: &parser, asked)
                start = end
            }
            keepsAlive = parser.keepsAlive
            if let last = try parser.finish() { take(last, of: []) }
        } catch {
            fault = error
            demand(!parser.keepsAlive, "a broken connection would be used again")
        }
    }

    private mutating func feed(
        _ piece: [UInt8], to parser: inout HTTPResponseParser, _ asked: Asked
    ) throws(HTTPParseFault) {
        var offset = 0
        let wasOver = isOver
        var lastUsed = 0
        while let part = try parser.parse(piece.span, from: &offset) {
            take(part, of: piece)
            lastUsed = offset
            // As a client does that has more to ask: everything after the first response answers the second.
            if case .end = part, parser.isIdle, parser.keepsAlive {
                parser.expectResponse(to: asked.method, offersUpgrade: asked.offersUpgrade)
            }
            isOver = parser.isIdle
        }
        demand(!isOver || (wasOver ? 0 : lastUsed) == piece.count, "an answer to nobody is overlooked")
        let hasSwitched = responses.last?.head.status == .switchingProtocols
        demand(offset == piece.count || hasSwitched, "input left at \(offset) of \(piece.count)")
        switchedBytes += piece[offset...]
    }

    private mutating func take(_ part: HTTPResponsePart, of piece: [UInt8]) {
        switch part {
        case .informational(let head): informational.append(head)
        case .head(let head, let framing): responses.append(Response(head: head, framing: framing))
        case .body(let range): responses[responses.count - 1].body += piece[range]
        case .end(let trailers):
            responses[responses.count - 1].trailers = trailers
            responses[responses.count - 1].isComplete = true
        }
    }
}

private func checkEncoding(_ response: Response, _ asked: Asked) {
    let body: HTTPBodyFraming =
        switch response.framing {
        case .none: .none
        case .length(let count): .length(count)
        case .chunked, .untilClose: .chunked
        }
    var wire: [UInt8] = []
    var exchange = HTTPExchange(method: asked.method, version: .http11, keepsAlive: true)
    let noDate: [UInt8] = []
    let framing = response.head.encode(into: &wire, body: body, for: &exchange, date: noDate.span)
    if framing == .chunked {
        wire.appendChunk(response.body.span)
        wire.appendLastChunk(trailers: response.trailers)
    } else {
        wire += response.body
    }
    let again = ResponseReading(wire, endingAt: [wire.count], asked, limits: HTTPWireLimits())
    let text = String(decoding: wire, as: UTF8.self)
    guard again.responses.count == 1, let read = again.responses.first, read.isComplete else {
        return demand(false, "encoded \(text.debugDescription), read \(again)")
    }
    demand(read.head.status == response.head.status, "another status: \(text.debugDescription)")
    demand(read.body == response.body, "another body: \(text.debugDescription)")
    demand(read.trailers == response.trailers, "other trailers: \(text.debugDescription)")
    demand(
        withoutDecided(read.head.fields) == withoutDecided(response.head.fields),
        "other fields: \(text.debugDescription)")
}

/// The fields but those that the encoder writes by its own lights.
private func withoutDecided(_ fields: HTTPFields) -> HTTPFields {
    var fields = fields
    fields.removeAll(in: [.contentLength, .transferEncoding, .connection, .keepAlive, .proxyConnection])
    return fields
}
