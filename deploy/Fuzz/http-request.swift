import Bytes
import HTTPWire

/// The request parser: the same events for any split, a fault that stays, and heads that mean the same when they are
/// encoded and read again, which is what a gateway does with every one of them.
func check(_ input: [UInt8]) {
    let whole = RequestReading(input, endingAt: [input.count], limits: narrow)
    for ends in FuzzSplits.ways(of: input) {
        let split = RequestReading(input, endingAt: ends, limits: narrow)
        demand(split == whole, "in pieces \(ends): \(split)\nwhole: \(whole)")
    }
    for request in whole.requests {
        checkHead(request.head, request.framing)
        if request.isComplete, request.head.fields.contains(.host) { checkEncoding(request) }
    }
}

/// Low enough for short inputs to pass them.
private let narrow: HTTPWireLimits = {
    var limits = HTTPWireLimits()
    limits.startLineBytesMax = 200
    limits.fieldLineBytesMax = 200
    limits.fieldSectionBytesMax = 600
    limits.fieldsMax = 10
    limits.bodyBytesMax = 500
    limits.chunkExtensionBytesMax = 40
    limits.trailerSectionBytesMax = 100
    limits.trailersMax = 4
    return limits
}()

private struct Request: Equatable {
    var head: HTTPRequestHead
    var framing: HTTPBodyFraming
    var body: [UInt8] = []
    var trailers: HTTPFields?
    var isComplete = false
}

private struct RequestReading: Equatable {
    var requests: [Request] = []
    var fault: HTTPParseFault?
    var endFault: HTTPParseFault?
    var isIdle = false

    init(_ input: [UInt8], endingAt ends: [Int], limits: HTTPWireLimits) {
        var parser = HTTPRequestParser(limits: limits)
        do {
            var start = 0
            for end in ends {
                try feed(Array(input[start..<end]), to: &parser)
                start = end
            }
            isIdle = parser.isIdle
            do throws(HTTPParseFault) { try parser.finish() } catch { endFault = error }
        } catch {
            fault = error
            checkThatItStays(error, in: &parser)
        }
    }

    private mutating func feed(_ piece: [UInt8], to parser: inout HTTPRequestParser) throws(HTTPParseFault) {
        var offset = 0
        while let part = try parser.parse(piece.span, from: &offset) {
            switch part {
            case .head(let head, let framing): requests.append(Request(head: head, framing: framing))
            case .body(let range): requests[requests.count - 1].body += piece[range]
            case .end(let trailers):
                requests[requests.count - 1].trailers = trailers
                requests[requests.count - 1].isComplete = true
            }
        }
        demand(offset == piece.count, "input left at \(offset) of \(piece.count)")
    }

    private func checkThatItStays(_ fault: HTTPParseFault, in parser: inout HTTPRequestParser) {
        var offset = 0
        do {
            let part = try parser.parse(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span, from: &offset)
            demand(false, "after \(fault) came \(String(describing: part))")
        } catch {
            demand(error == fault, "after \(fault) came \(error)")
        }
    }
}

private func checkHead(_ head: HTTPRequestHead, _ framing: HTTPBodyFraming) {
    demand(head.fields.count <= narrow.fieldsMax, "\(head.fields.count) fields")
    head.fields.forEachLine { _, name, value in
        for index in name.indices { demand(name[index] > 0x20 && name[index] < 0x7f, "a name with \(name[index])") }
        for index in value.indices {
            demand(value[index] >= 0x20 && value[index] != 0x7f || value[index] == 9, "a value with \(value[index])")
        }
    }
    let counts = (head.fields.count(.contentLength), head.fields.count(.transferEncoding))
    switch framing {
    case .none: demand(counts == (0, 0), "no body, yet framing fields: \(counts)")
    case .length: demand(counts == (1, 0), "a length by other framing fields: \(counts)")
    case .chunked: demand(counts == (0, 1), "chunks by other framing fields: \(counts)")
    }
    _ = (head.keepsAlive, head.expectation, head.authority, try? head.target.queryItems(atMost: 3))
    if let offer = try? WebSocketOffer(head, framing: framing, allowsOrigin: { _ in true }) {
        demand(offer.key.count == 24, "a key of \(offer.key.count)")
    }
}

private func checkEncoding(_ request: Request) {
    var wire: [UInt8] = []
    request.head.encode(into: &wire, body: request.framing)
    switch request.framing {
    case .none: break
    case .length: wire += request.body
    case .chunked:
        // Other chunks than those it came in.
        for start in stride(from: 0, to: request.body.count, by: 7) {
            wire.appendChunk(request.body[start..<min(start + 7, request.body.count)].span)
        }
        wire.appendLastChunk(trailers: request.trailers)
    }
    let again = RequestReading(wire, endingAt: [wire.count], limits: HTTPWireLimits())
    let text = String(decoding: wire, as: UTF8.self)
    guard again.requests.count == 1, again.fault == nil, again.isIdle, let read = again.requests.first else {
        return demand(false, "encoded \(text.debugDescription), read \(again)")
    }
    demand(read.head.method == request.head.method, "another method: \(text.debugDescription)")
    demand(read.head.target.path == request.head.target.path, "another path: \(text.debugDescription)")
    demand(read.head.target.query == request.head.target.query, "another query: \(text.debugDescription)")
    demand(read.body == request.body && read.framing == request.framing, "another body: \(text.debugDescription)")
    demand(read.trailers == request.trailers, "other trailers: \(text.debugDescription)")
    demand(
        withoutFraming(read.head.fields) == withoutFraming(request.head.fields),
        "other fields: \(text.debugDescription)")
}

private func withoutFraming(_ fields: HTTPFields) -> HTTPFields {
    var fields = fields
    fields.removeAll(in: [.contentLength, .transferEncoding])
    return fields
}
