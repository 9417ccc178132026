import HTTPWire
import Testing

@testable import GatewayCore

@Suite("Where a request came from")
struct TrustedProxiesTests {
    let proxies: TrustedProxies

    init() throws {
        proxies = TrustedProxies(try ["10.0.0.0/8", "fd00::/8"].map { try #require(IPNetwork($0)) })
    }

    static let table: [(peer: String, lines: [String], client: String, sent: String)] = [
        ("203.0.113.9", [], "203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", ["1.1.1.1"], "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1"], "1.1.1.1", "1.1.1.1, 10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1"], "1.1.1.1", "1.1.1.1, 10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1, 10.2.2.2"], "1.1.1.1", "1.1.1.1, 10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", ["6.6.6.6", "1.1.1.1 ,\t10.2.2.2"], "1.1.1.1", "1.1.1.1, 10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1", "10.2.2.2"], "1.1.1.1", "1.1.1.1, 10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", ["10.3.3.3, 10.2.2.2"], "10.3.3.3", "10.3.3.3, 10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1, unknown"], "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1, garbage, 10.2.2.2"], "10.2.2.2", "10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1, , 10.2.2.2"], "10.2.2.2", "10.2.2.2, 10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1", "10.0.0.1"),
        ("10.0.0.1", ["1.1.1.1:4711"], "1.1.1.1", "1.1.1.1, 10.0.0.1"),
        ("10.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7", "2001:db8::7, 10.0.0.1"),
        ("fd00::1", ["2001:db8::7, fd00::2"], "2001:db8::7", "2001:db8::7, fd00::2, fd00::1"),
    ]

    @Test("the client is the first untrusted address from the right", arguments: table)
    func client(peer: String, lines: [String], client: String, sent: String) throws {
        let head = try ForwardingBench.request(
            "GET / HTTP/1.1", ["Host: a"] + lines.map { "X-Forwarded-For: \($0)" })
        let path = proxies.path(of: head.fields, from: try #require(IPAddress(peer)))
        #expect(path.client.description == client)
        let out = [UInt8](capacity: path.textBytesMax) { path.append(to: &$0) }
        #expect(String(decoding: out, as: UTF8.self) == sent)
    }

    @Test("sixteen addresses are looked at, and a seventeenth is not", arguments: [15, 16, 17, 1000])
    func bounded(count: Int) throws {
        let trusted = repeatElement("10.0.0.2", count: count - 1).joined(separator: ",")
        let head = try ForwardingBench.request(
            "GET / HTTP/1.1", ["Host: a", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: \(trusted.prefix(8000))"])
        let path = proxies.path(of: head.fields, from: try #require(IPAddress("10.0.0.1")))
        #expect(path.client.description == (count <= 16 ? "1.1.1.1" : "10.0.0.2"))
        #expect(path.count <= 17)
    }
}
