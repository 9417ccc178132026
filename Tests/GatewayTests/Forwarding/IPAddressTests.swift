import TestKit
import Testing

@testable import GatewayCore

@Suite("IP addresses")
struct IPAddressTests {
    static let textsTable: [(text: String, shown: String?)] = [
        ("1.2.3.4", "1.2.3.4"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("256.1.1.1", nil), ("1.2.3", nil), ("1.2.3.4.5", nil), ("01.2.3.4", nil), ("1..3.4", nil), ("", nil),
        ("1.2.3.4 ", nil), ("1.2.3.0004", nil), ("-1.2.3.4", nil), ("unknown", nil), ("1.2.3.4:80", nil),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::1", "2001:db8::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:1.2.3.4", "1.2.3.4"), ("::ffff:102:304", "1.2.3.4"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), (":", nil), (":::", nil), ("1:::2", nil), ("::1::", nil),
        ("1:2:3:4:5:6:7", nil), ("1:2:3:4:5:6:7:8:9", nil), ("1:2:3:4:5:6:7:8::", nil), ("12345::", nil),
        ("g::", nil), ("1:", nil), (":1", nil), ("1:2:3:4:5:6:7:1.2.3.4", nil), ("::1.2.3", nil), ("fe80::1%eth0", nil),
        ("[::1]", nil),
    ]

    @Test("each text is one address or none, and prints in its shortest form", arguments: textsTable)
    func texts(text: String, shown: String?) {
        #expect(IPAddress(text)?.description == shown)
    }

    static let hopsTable: [(text: String, shown: String?)] = [
        ("1.2.3.4", "1.2.3.4"), ("1.2.3.4:443", "1.2.3.4"), ("[::1]", "::1"), ("[::1]:443", "::1"), ("::1", "::1"),
        ("1.2.3.4:", nil), ("1.2.3.4:65536", nil), ("1.2.3.4:x", nil), ("[::1", nil), ("[::1]x", nil),
        ("[1.2.3.4]", nil), ("[]", nil), ("unknown", nil), ("_hidden", nil), ("\"1.2.3.4\"", nil), ("", nil),
    ]

    @Test("an element of X-Forwarded-For may have a port or brackets", arguments: hopsTable)
    func hops(text: String, shown: String?) {
        #expect(IPAddress(hop: Array(text.utf8).span)?.description == shown)
    }

    @Test("random addresses read back what they print", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for step in 0..<2000 {
            var words: [UInt64] = [0, 0]
            for group in 0..<8 where random.below(2) == 0 {
                words[group / 4] |= (random.next() & 0xffff) << UInt64(16 * (group % 4))
            }
            let address = IPAddress(high: words[0], low: words[1])
            #expect(IPAddress(address.description) == address, "seed \(seed), step \(step)")
        }
    }

    static let networksTable: [(network: String, inside: [String], outside: [String])] = [
        ("10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.2.3"], ["11.0.0.0", "9.255.255.255", "::10"]),
        ("192.0.2.7", ["192.0.2.7"], ["192.0.2.6"]), ("0.0.0.0/0", ["1.2.3.4"], ["::1"]),
        ("fd00::/8", ["fd12::1"], ["fe00::", "10.0.0.1"]), ("::/0", ["::1", "1.2.3.4"], []),
        ("2001:db8::/64", ["2001:db8::ffff"], ["2001:db8:0:1::"]),
        ("2001:db8::/65", ["2001:db8::1"], ["2001:db8::8000:0:0:0"]), ("::1/128", ["::1"], ["::2"]),
    ]

    @Test("a network holds exactly the addresses with its prefix", arguments: networksTable)
    func networks(network: String, inside: [String], outside: [String]) throws {
        let network = try #require(IPNetwork(network))
        for text in inside { #expect(try network.contains(#require(IPAddress(text))), "\(text)") }
        for text in outside { #expect(try !network.contains(#require(IPAddress(text))), "\(text)") }
    }

    @Test(
        "what is no network is refused",
        arguments: [
            "10.1.0.0/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "/8", "10.0.0.0/8/8", "10.0.0.0/-1", "10.0.0.0/08",
            "10.0.0.0/+8", "", "x",
        ])
    func noNetworks(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test("an IPv6 caller is counted by its network, an IPv4 caller by its address")
    func accountable() throws {
        #expect(try #require(IPAddress("2001:db8::1")).accountable == IPAddress("2001:db8::ffff")?.accountable)
        #expect(try #require(IPAddress("1.2.3.4")).accountable != IPAddress("1.2.3.5")?.accountable)
    }
}
