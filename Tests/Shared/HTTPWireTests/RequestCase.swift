import HTTPWire

/// One raw request, or several, and what has to come of it however it is cut.
struct RequestCase: CustomStringConvertible, Sendable {
    enum Outcome: Sendable {
        /// So many complete requests and an idle connection.
        case requests(Int)
        /// One complete request with this normal path.
        case path(String)
        /// One complete request with exactly these fields.
        case fields([String])
        /// One complete request with this body.
        case body(String)
        /// Refused before anything of the request was told.
        case refused(HTTPParseFault)
        /// So many requests, then a refusal after the head of the next one.
        case refusedInBody(HTTPParseFault)
        /// So many complete requests, then a refusal.
        case refusedAfter(Int, HTTPParseFault)
        /// A request that the peer did not finish.
        case incomplete
    }

    let row: Int
    let name: String
    let bytes: [UInt8]
    let outcome: Outcome
    var description: String { "row \(row): \(name)" }

    /// The characters of `text` are bytes: "\u{ff}" is the byte 255.
    init(_ row: Int, _ name: String, _ text: String, _ outcome: Outcome) {
        self.row = row
        self.name = name
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        self.outcome = outcome
    }

    static let all = requestLine + targets + fieldSection + host + framing + chunks + pipelines

    /// A complete GET with `line` as its request line.
    static func get(_ line: String) -> String { "\(line)\r\nHost: a\r\n\r\n" }
    /// A complete GET with `fields` after its `Host`.
    static func with(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n" }
    /// A POST with `fields` after its `Host`, and `body`.
    static func post(_ fields: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }
    /// A chunked POST with `body`.
    static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked", body) }
}

/// Where to cut `count` bytes: nowhere, everywhere, and at each single place. Of long inputs only some single places
/// are taken, the first and the last among them.
func cuts(of count: Int) -> [[Int]] {
    let step = count <= 700 ? 1 : count / 61
    var cuts: [[Int]] = [[], Array(stride(from: 1, to: count, by: 1))]
    for place in stride(from: 0, through: count, by: step) { cuts.append([place]) }
    for place in max(0, count - 4)...count { cuts.append([place]) }
    return cuts
}
