import HTTPWire
import Identifiers
import Observability
import Testing

@testable import GatewayCore

/// Heads from text, and what becomes of them.
struct ForwardingBench {
    static let token = Array("Bearer internal.token.bytes".utf8)
    static let requestID = UUID128(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001)

    var proxies = TrustedProxies()
    var peer = "203.0.113.9"
    var isEncrypted = false
    var token = Self.token
    var rewrite: (prefixBytes: Int, prefix: [UInt8])?
    var upgrades = false
    var state = ""

    /// The lines of a request, forwarded, in order.
    func forward(_ lines: [String]) throws -> [String] {
        try forward("GET /api/v1/bookings HTTP/1.1", lines)
    }

    func forward(_ start: String, _ lines: [String]) throws -> [String] {
        let head = try Self.request(start, ["Host: rishi.example"] + lines)
        return try forward(head)
    }

    func forward(_ head: HTTPRequestHead, body: HTTPBodyFraming = .none) throws -> [String] {
        let forwarding = RequestForwarding(
            via: try #require(Via(pseudonym: "rishi")), proxies: proxies)
        var reader = TraceContextReader()
        reader.traceparent(Array("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".utf8).span)
        if !state.isEmpty { reader.tracestate(Array(state.utf8).span) }
        let context = RequestForwarding.Context(
            path: proxies.path(of: head.fields, from: try #require(IPAddress(peer))), isEncrypted: isEncrypted,
            requestID: Self.requestID, trace: try #require(reader.caller))
        var out: [UInt8] = []
        try forwarding.append(
            head, body: body, to: Array("10.0.0.5:3001".utf8), token: token, context: context, rewrite: rewrite,
            upgrades: upgrades, into: &out)
        return try Self.lines(out)
    }

    static func request(_ start: String, _ lines: [String]) throws -> HTTPRequestHead {
        var parser = HTTPRequestParser()
        var offset = 0
        let text = Array(([start] + lines).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8)
        guard case .head(let head, _) = try parser.parse(text.span, from: &offset) else {
            throw HTTPParseFault.incomplete
        }
        return head
    }

    /// What was written, line by line; it must be a head and no more.
    static func lines(_ out: [UInt8]) throws -> [String] {
        let text = String(decoding: out, as: UTF8.self)
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.components(separatedBy: "\r\n").dropLast(2)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}

extension [String] {
    /// The values of every line called `name`, in any case.
    func values(_ name: String) -> [String] {
        compactMap { line in
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
                return nil
            }
            return String(line[line.index(colon, offsetBy: 2)...])
        }
    }
}
