import HTTPWire

/// What a response parser told about some bytes; the counterpart of `RequestTrace`.
struct ResponseTrace: Equatable, CustomStringConvertible {
    enum Event: Equatable {
        case informational(Int)
        case head(String, HTTPResponseFraming)
        case body(String)
        case end([String])
        /// Bytes after a switch of protocols, which the parser left alone.
        case left(String)
        case fault(HTTPParseFault)
        case incomplete
    }

    var events: [Event] = []
    var keepsAlive = false

    /// Feeds `bytes` as the answer to `method`, in the pieces that end at `cuts`, then the end of the connection.
    init(
        _ bytes: [UInt8], cutAt cuts: [Int] = [], to method: HTTPMethod = .get, offersUpgrade: Bool = false,
        limits: HTTPWireLimits = HTTPWireLimits(), bodyLimit: Int? = nil
    ) {
        var parser = HTTPResponseParser(limits: limits)
        parser.expectResponse(to: method, offersUpgrade: offersUpgrade)
        do {
            var start = 0
            for cut in cuts + [bytes.count] {
                try feed(&parser, Array(bytes[start..<cut]), bodyLimit)
                start = cut
            }
            keepsAlive = parser.keepsAlive && parser.isIdle
            if case .end(let trailers)? = try parser.finish() {
                events.append(.end(trailers.map(RequestTrace.lines) ?? []))
            }
        } catch {
            events.append(error == .incomplete ? .incomplete : .fault(error))
        }
    }

    private mutating func feed(
        _ parser: inout HTTPResponseParser, _ piece: [UInt8], _ bodyLimit: Int?
    ) throws(HTTPParseFault) {
        var offset = 0
        while let part = try parser.parse(piece.span, from: &offset) {
            switch part {
            case .informational(let head): events.append(.informational(Int(head.status.code)))
            case .head(let head, let framing):
                var text = "\(head.status) \(head.reason) \(head.version.name)"
                for line in RequestTrace.lines(head.fields) { text += " | " + line }
                events.append(.head(text, framing))
                if let bodyLimit { try parser.setBodyLimit(bodyLimit) }
            case .body(let range): append(String(decoding: piece[range], as: UTF8.self))
            case .end(let trailers): events.append(.end(trailers.map(RequestTrace.lines) ?? []))
            }
        }
        guard offset < piece.count else { return }
        let rest = String(decoding: piece[offset...], as: UTF8.self)
        if case .left(let before) = events.last {
            events[events.count - 1] = .left(before + rest)
        } else {
            events.append(.left(rest))
        }
    }

    private mutating func append(_ text: String) {
        if case .body(let before) = events.last {
            events[events.count - 1] = .body(before + text)
        } else {
            events.append(.body(text))
        }
    }

    var description: String {
        events.map { "\($0)" }.joined(separator: "\n")
    }
}
