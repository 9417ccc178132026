import HTTPWire

/// What a request parser told about some bytes, in a form that can be compared and read in a failure. Neighbouring
/// pieces of body are joined, because where they are cut is up to the input.
struct RequestTrace: Equatable, CustomStringConvertible {
    enum Event: Equatable {
        case head(String, HTTPBodyFraming)
        case body(String)
        case end([String])
        case fault(HTTPParseFault)
        case incomplete
    }

    var events: [Event] = []
    /// Whether the parser was between requests when all bytes were in.
    var isIdle = false

    /// Feeds `bytes` in the pieces that end at `cuts`, then the end of the input.
    init(_ bytes: [UInt8], cutAt cuts: [Int] = [], limits: HTTPWireLimits = HTTPWireLimits(), bodyLimit: Int? = nil) {
        var parser = HTTPRequestParser(limits: limits)
        do {
            var start = 0
            for cut in cuts + [bytes.count] {
                try feed(&parser, Array(bytes[start..<cut]), bodyLimit)
                start = cut
            }
            isIdle = parser.isIdle
            try parser.finish()
        } catch {
            events.append(error == .incomplete ? .incomplete : .fault(error))
        }
    }

    private mutating func feed(
        _ parser: inout HTTPRequestParser, _ piece: [UInt8], _ bodyLimit: Int?
    ) throws(HTTPParseFault) {
        var offset = 0
        while let part = try parser.parse(piece.span, from: &offset) {
            switch part {
            case .head(let head, let framing):
                events.append(.head(Self.describe(head), framing))
                if let bodyLimit { try parser.setBodyLimit(bodyLimit) }
            case .body(let range):
                let text = String(decoding: piece[range], as: UTF8.self)
                if case .body(let before) = events.last {
                    events[events.count - 1] = .body(before + text)
                } else {
                    events.append(.body(text))
                }
            case .end(let trailers):
                events.append(.end(trailers.map(Self.lines) ?? []))
            }
        }
    }

    static func describe(_ head: HTTPRequestHead) -> String {
        var text = "\(head.method.name) \(head.target.raw) [\(head.target.path)] \(head.version.name)"
        for line in lines(head.fields) { text += " | " + line }
        return text
    }

    static func lines(_ fields: HTTPFields) -> [String] {
        fields.map { "\(fields.text($0.name)): \(fields.text($0.value))" }
    }

    /// The head told last.
    var lastHead: String? {
        for case .head(let text, _) in events.reversed() { return text }
        return nil
    }

    var description: String {
        events.map { "\($0)" }.joined(separator: "\n")
    }
}
