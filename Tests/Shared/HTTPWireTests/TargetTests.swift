import HTTPWire
import Testing

@Suite("targets")
struct TargetTests {
    private func sent(_ text: String) throws -> String {
        var out: [UInt8] = []
        try HTTPTarget(text).encode(into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    @Test(
        "what goes on to the next server is the normal form, encoded where it must be",
        arguments: [
            ("/", "/"), ("/a/b?c=d&e", "/a/b?c=d&e"), ("/a/./b/../c?x=/../", "/a/c?x=/../"),
            ("/caf%c3%a9/%7Ea%20b", "/caf%C3%A9/~a%20b"), ("/a%3Fb%23c?d", "/a%3Fb%23c?d"), ("/a%25zz", "/a%25zz"),
            ("/a|b", "/a%7Cb"), ("http://h/p/../q?r", "/q?r"), ("http://h?r", "/?r"), ("/a?", "/a?"),
        ])
    func encoded(text: String, expected: String) throws {
        #expect(try sent(text) == expected)
        #expect(try sent(expected) == expected)
    }

    /// Paths of any length, so that every way of looking at them comes to pass: sixteen bytes at a time and one by one.
    @Test("the normal form is that of its definition, wherever dots and slashes stand", arguments: 0..<40)
    func normalForm(seed: UInt64) throws {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        let alphabet: [Character] = ["/", "/", ".", ".", "a", "Z", "9", "-", "_", "~", "@", "b", "c", "d", "e", "f"]
        for _ in 0..<200 {
            let length = Int(state >> 33) % 60
            var path = "/"
            for _ in 0..<length {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                path.append(alphabet[Int(state >> 60)])
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let target = try HTTPTarget(path + (state >> 63 == 0 ? "" : "?q=/../x"))
            #expect(target.path == Self.normal(path), "\(path)")
            #expect(String(decoding: target.bytes[target.rawPathRange], as: UTF8.self) == path)
        }
    }

    /// RFC 3986 section 5.2.4, and no empty segments.
    private static func normal(_ path: String) -> String {
        var kept: [Substring] = []
        var endsWithSlash = false
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            endsWithSlash = ["", ".", ".."].contains(segment)
            if segment == ".." { _ = kept.popLast() }
            if !endsWithSlash { kept.append(segment) }
        }
        return "/" + kept.joined(separator: "/") + (endsWithSlash && !kept.isEmpty ? "/" : "")
    }

    @Test("the parts of a target are where they are")
    func parts() throws {
        let target = try HTTPTarget("http://example.org:81/a/../b?c=d")
        #expect(target.form == .absolute && target.path == "/b" && target.query == "c=d" && !target.isPathVerbatim)
        #expect(target.raw == "http://example.org:81/a/../b?c=d")
        let authority = try #require(target.authorityRange)
        #expect(String(decoding: target.bytes[authority], as: UTF8.self) == "example.org:81")
        #expect(String(decoding: target.bytes[target.rawPathRange], as: UTF8.self) == "/a/../b")
        let plain = try HTTPTarget("/b")
        #expect(plain.form == .origin && plain.isPathVerbatim && plain.query == nil && plain.queryRange == nil)
        #expect(try HTTPTarget("/b?").query == "")
    }

    @Test("a target of ours is checked like any other", arguments: ["", "a", "/a b", "/\r\n", "/é", "/a#b", "/a?b\n"])
    func refused(text: String) {
        #expect(throws: HTTPParseFault.self) { try HTTPTarget(text) }
    }

    @Test(
        "query items are decoded as a form is",
        arguments: [
            ("/?a=1&b=2&a=3", ["a=1", "b=2", "a=3"]), ("/?a", ["a="]), ("/?&&a=b&", ["a=b"]), ("/?", []), ("/", []),
            ("/?a=b=c", ["a=b=c"]), ("/?=b", ["=b"]), ("/?a+b=c%20d%2B", ["a b=c d+"]), ("/?%26=%3D", ["&=="]),
            ("/?n=caf%C3%A9", ["n=café"]),
        ])
    func queries(text: String, expected: [String]) throws {
        #expect(try HTTPTarget(text).queryItems().map { "\($0.name)=\($0.value)" } == expected)
    }

    @Test("a query that is not text, or too long, is refused")
    func badQueries() throws {
        for text in ["/?a=%00", "/?a=%ff", "/?%c0%af", "/?a=%ed%a0%80", "/?a=%c3"] {
            #expect(throws: HTTPQueryFault.textMalformed) { try HTTPTarget(text).queryItems() }
        }
        let hundred = try HTTPTarget("/?" + Array(repeating: "a", count: 100).joined(separator: "&"))
        #expect(try hundred.queryItems().count == 100)
        #expect(throws: HTTPQueryFault.itemsTooMany) { try hundred.queryItems(atMost: 99) }
        let more = try HTTPTarget("/?" + Array(repeating: "a", count: 101).joined(separator: "&"))
        #expect(throws: HTTPQueryFault.itemsTooMany) { try more.queryItems() }
    }

    @Test("well-formed UTF-8 is told from what only looks like it")
    func utf8() throws {
        for text in ["/%C2%80", "/%DF%BF", "/%E0%A0%80", "/%ED%9F%BF", "/%EF%BF%BF", "/%F0%90%80%80", "/%F4%8F%BF%BF"] {
            _ = try HTTPTarget(text)
        }
        for text in [
            "/%80", "/%C1%BF", "/%C2", "/%C2a", "/%E0%9F%BF", "/%ED%A0%80", "/%E1%80", "/%F0%8F%BF%BF", "/%F4%90%80%80",
            "/%F5%80%80%80", "/%FF",
        ] {
            #expect(throws: HTTPParseFault.pathForbidden) { try HTTPTarget(text) }
        }
    }
}
