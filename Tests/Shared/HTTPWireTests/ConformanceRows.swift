import Testing

/// The conformance table of `http-and-security.md` section 4, row by row: where each of its 138 rows is tested. A row
/// the wire alone decides is `wire` and has at least one raw case in this target; a row in several places is decided
/// in part here and in part there.
enum ConformanceRows {
    enum Place: String {
        /// Raw bytes through the parsers and encoders of HTTPWire, in this target.
        case wire
        /// The frames of WebSocket, in the `WebSocket` folder of this target.
        case webSocket
        /// Sockets, time limits and answers: HTTPServerTests.
        case server
        /// Proxying, identity, limits and cache: GatewayTests.
        case gateway
    }

    static let rows: [(rows: ClosedRange<Int>, places: [Place])] = [
        (1...17, [.wire]),  // request line and targets
        (18...18, [.wire, .server]),  // OPTIONS *: read here, answered there
        (19...19, [.wire]),
        (20...21, [.wire, .server]),  // CONNECT and TRACE: read here, refused there
        (22...22, [.wire]),
        (23...23, [.server]),  // 405 with Allow
        (24...52, [.wire]),  // methods, versions, field section, Host
        (53...53, [.server]),  // a host not served here
        (54...82, [.wire]),  // framing, chunks, the next request
        (83...83, [.wire, .server]),  // many pipelined: read in order here, bounded there
        (84...85, [.wire]),
        (86...88, [.wire, .server]),  // keep-alive: decided here, obeyed there
        (89...94, [.server]),  // time limits, half-close, too many connections
        (95...98, [.wire, .server]),  // Expect: read here, answered there
        (99...100, [.wire]),
        (101...101, [.wire, .server]),  // Date: written here, kept current there
        (102...103, [.wire]),
        (104...106, [.server]),  // ranges, conditions, error pages
        (107...107, [.wire, .webSocket]),
        (108...110, [.wire]),
        (111...111, [.wire, .gateway]),
        (112...112, [.wire]),
        (113...113, [.gateway]),  // Origin
        (114...115, [.webSocket]),
        (116...117, [.wire, .gateway]),  // hop-by-hop: cut here, asked for there
        (118...125, [.gateway]),
        (126...127, [.wire, .gateway]),  // bad upstream responses: found here, 502 there
        (128...128, [.gateway]),
        (129...130, [.wire, .gateway]),  // extra bytes and stale connections: seen here, acted on there
        (131...138, [.gateway]),
    ]

    static func rows(in place: Place) -> Set<Int> {
        Set(rows.filter { $0.places.contains(place) }.flatMap { Array($0.rows) })
    }
}

@Suite("the conformance table")
struct ConformanceRowsTests {
    @Test("every row has a place, once")
    func everyRowOnce() {
        #expect(ConformanceRows.rows.flatMap { Array($0.rows) } == Array(1...138))
    }

    @Test("every row of the wire has a case here, and every case is of such a row")
    func everyWireRowHasACase() {
        var seen = Set(RequestCase.all.map(\.row))
        seen.formUnion(ResponseCase.all.map(\.row))
        seen.formUnion(MessageRows.tested)
        #expect(seen == ConformanceRows.rows(in: .wire))
    }
}
