import HTTPWire
import Testing

/// What `deploy/fuzz` has found, each with the shortest input that shows it.
@Suite("Fuzz findings")
struct FuzzFindingTests {
    /// An empty second line was joined as "a=1; ". The next reader trims that, so the value was not what was checked.
    @Test("an empty Cookie line adds nothing to the others")
    func emptyCookie() throws {
        for lines in ["Cookie: a=1\r\nCookie:\r\n", "Cookie:\r\nCookie: a=1\r\n"] {
            var parser = HTTPRequestParser()
            var offset = 0
            let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n".utf8)
            guard case .head(let head, _) = try parser.parse(bytes.span, from: &offset) else {
                Issue.record("no head")
                continue
            }
            #expect(head.fields.all(.cookie) == ["a=1"])
        }
    }

    /// The query went out as it was given: a line end in it split the request.
    @Test(
        "a target of ours cannot break out of the request line",
        arguments: ["/a?b\r\nX: y", "/a b", "/a?b c", "/\u{0}", "/a?\u{7f}", "/a?é", "/ऋ", "http://a/?b c", "/a\t"])
    func target(text: String) {
        #expect(throws: HTTPParseFault.targetMalformed) { try HTTPTarget(text) }
    }
}
