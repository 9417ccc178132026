import Bytes
import HTTPWire

/// The chunked coding, after a fixed head: the same body and end for any split, and the body and end that a plain,
/// non-incremental reading of RFC 9112, 7.1, finds. Where the next request begins is what smuggling is about.
func check(_ input: [UInt8]) {
    let whole = ChunkedReading(input, endingAt: [input.count])
    for ends in FuzzSplits.ways(of: input) {
        let split = ChunkedReading(input, endingAt: ends)
        demand(split == whole, "in pieces \(ends): \(split)\nwhole: \(whole)")
    }
    guard let end = whole.end else { return }
    let plain = plainReading(input)
    demand(plain?.body == whole.body, "body \(whole.body), read plainly: \(String(describing: plain))")
    demand(plain?.end == end, "ends at \(end), read plainly: \(String(describing: plain))")
    var wire: [UInt8] = []
    for start in stride(from: 0, to: whole.body.count, by: 3) {
        wire.appendChunk(whole.body[start..<min(start + 3, whole.body.count)].span)
    }
    wire.appendLastChunk(trailers: whole.trailers)
    let again = ChunkedReading(wire, endingAt: [wire.count], limits: HTTPWireLimits())
    demand(again.body == whole.body && again.trailers == whole.trailers, "written and read again: \(again)")
    demand(again.end == wire.count, "\(again.end ?? -1) of \(wire.count) bytes were it")
}

private let head = Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

/// Low enough for short inputs to pass them.
private let narrow: HTTPWireLimits = {
    var limits = HTTPWireLimits()
    limits.bodyBytesMax = 1_000
    limits.chunkExtensionBytesMax = 60
    limits.trailerSectionBytesMax = 100
    limits.trailersMax = 4
    return limits
}()

private struct ChunkedReading: Equatable {
    var body: [UInt8] = []
    var trailers: HTTPFields?
    var fault: HTTPParseFault?
    /// How many bytes of the input the body took, once it has ended.
    var end: Int?

    init(_ input: [UInt8], endingAt ends: [Int], limits: HTTPWireLimits = narrow) {
        var parser = HTTPRequestParser(limits: limits)
        do {
            var offset = 0
            _ = try parser.parse(head.span, from: &offset)
            var start = 0
            for stop in ends where end == nil {
                try feed(Array(input[start..<stop]), at: start, to: &parser)
                start = stop
            }
        } catch {
            fault = error
        }
    }

    private mutating func feed(
        _ piece: [UInt8], at start: Int, to parser: inout HTTPRequestParser
    ) throws(HTTPParseFault) {
        var offset = 0
        while end == nil, let part = try parser.parse(piece.span, from: &offset) {
            switch part {
            case .head: demand(false, "a second head")
            case .body(let range): body += piece[range]
            case .end(let trailers):
                self.trailers = trailers
                end = start + offset
            }
        }
    }
}

/// The body and its end by the simplest means, without looking at extensions and trailers; nil when it does not end.
private func plainReading(_ input: [UInt8]) -> (body: [UInt8], end: Int)? {
    var body: [UInt8] = []
    var index = 0
    while let line = lineEnd(input, from: index) {
        let digits = input[index..<line].prefix { hexValue($0) != nil }
        guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
        index = line + 2
        guard size > 0 else { return trailersEnd(input, from: index).map { (body, $0) } }
        guard size <= input.count - index else { return nil }
        body += input[index..<index + size]
        index += size
        guard lineEnd(input, from: index) == index else { return nil }
        index += 2
    }
    return nil
}

private func trailersEnd(_ input: [UInt8], from start: Int) -> Int? {
    var index = start
    while let line = lineEnd(input, from: index) {
        defer { index = line + 2 }
        if line == index { return line + 2 }
    }
    return nil
}

private func lineEnd(_ input: [UInt8], from start: Int) -> Int? {
    guard start < input.count else { return nil }
    return (start..<input.count - 1).first { input[$0] == 0x0d && input[$0 + 1] == 0x0a }
}
