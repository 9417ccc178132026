import HTTPWire
import Testing

@Suite("responses of the conformance table")
struct ResponseConformanceTests {
    @Test("each raw response ends as its row says, however it is cut", arguments: ResponseCase.all)
    func everyCut(of example: ResponseCase) {
        for cut in cuts(of: example.bytes.count) {
            let trace = ResponseTrace(
                example.bytes, cutAt: cut, to: example.method, offersUpgrade: example.offersUpgrade)
            guard trace.events == example.events, trace.keepsAlive == example.keepsAlive else {
                Issue.record("cut at \(cut.prefix(3)): \(trace), keeps alive: \(trace.keepsAlive)")
                return
            }
        }
    }

    @Test("a body may be limited, by what it declares and by what comes")
    func bodyLimit() {
        let declared = Array("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!".utf8)
        #expect(ResponseTrace(declared, bodyLimit: 6).events.last == .end([]))
        #expect(ResponseTrace(declared, bodyLimit: 5).events.last == .fault(.bodyTooLong))
        let chunked = Array(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n".utf8)
        #expect(ResponseTrace(chunked, bodyLimit: 6).events.last == .end([]))
        #expect(ResponseTrace(chunked, bodyLimit: 5).events.last == .fault(.bodyTooLong))
        let endless = Array("HTTP/1.1 200 OK\r\n\r\nhello!".utf8)
        #expect(ResponseTrace(endless, bodyLimit: 6).events.last == .end([]))
        #expect(ResponseTrace(endless, bodyLimit: 5).events.last == .fault(.bodyTooLong))
    }

    @Test("only a connection that ends before the first byte of a response counts as stale")
    func firstByte() throws {
        var parser = HTTPResponseParser()
        #expect(!parser.isAwaitingFirstByte)
        parser.expectResponse(to: .get)
        #expect(parser.isAwaitingFirstByte)
        var offset = 0
        #expect(try parser.parse(Array("H".utf8).span, from: &offset) == nil)
        #expect(!parser.isAwaitingFirstByte)

        var interim = HTTPResponseParser()
        interim.expectResponse(to: .get)
        offset = 0
        _ = try interim.parse(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8).span, from: &offset)
        #expect(!interim.isAwaitingFirstByte)
    }

    @Test("a response that can only end with its connection says so from its head on")
    func keepsAliveFromTheHead() throws {
        for (text, keepsAlive) in [
            ("HTTP/1.1 200 OK\r\n\r\n", false), ("HTTP/1.1 101 Switching Protocols\r\n\r\n", false),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", true),
        ] {
            var parser = HTTPResponseParser()
            parser.expectResponse(to: .get, offersUpgrade: true)
            var offset = 0
            let bytes = Array(text.utf8)
            _ = try parser.parse(bytes.span, from: &offset)
            #expect(parser.keepsAlive == keepsAlive, "\(text)")
        }
    }

    @Test("one parser reads one response after another")
    func reuse() throws {
        var parser = HTTPResponseParser()
        let bytes = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8)
        for _ in 0..<3 {
            parser.expectResponse(to: .get)
            var offset = 0
            _ = try parser.parse(bytes.span, from: &offset)
            _ = try parser.parse(bytes.span, from: &offset)
            #expect(parser.isIdle && parser.keepsAlive && offset == bytes.count)
        }
    }
}
