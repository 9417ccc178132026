import HTTPWire
import Testing

@Suite("limits of the wire")
struct WireLimitsTests {
    private func last(
        _ text: String, bodyLimit: Int? = nil, _ change: (inout HTTPWireLimits) -> Void = { _ in }
    ) -> RequestTrace.Event? {
        var limits = HTTPWireLimits()
        change(&limits)
        return RequestTrace(Array(text.utf8), limits: limits, bodyLimit: bodyLimit).events.last
    }

    @Test("a route may allow less than the default, or more")
    func bodyLimit() {
        let five = RequestCase.post("Content-Length: 5", "hello")
        #expect(last(five, bodyLimit: 5) == .end([]))
        #expect(last(five, bodyLimit: 4) == .fault(.bodyTooLong))
        #expect(last(five, bodyLimit: 5) { $0.bodyBytesMax = 1 } == .end([]))
        #expect(last(five) { $0.bodyBytesMax = 5 } == .end([]))
        #expect(last(five) { $0.bodyBytesMax = 4 } == .fault(.bodyTooLong))
        let chunks = RequestCase.chunked("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        #expect(last(chunks, bodyLimit: 5) == .end([]))
        #expect(last(chunks, bodyLimit: 4) == .fault(.bodyTooLong))
    }

    @Test("a declared length past the limit is known before any of the body")
    func declaredLength() throws {
        var parser = HTTPRequestParser()
        var offset = 0
        let bytes = Array(RequestCase.post("Content-Length: 5").utf8)
        _ = try parser.parse(bytes.span, from: &offset)
        #expect(throws: HTTPParseFault.bodyTooLong) { try parser.setBodyLimit(4) }
        #expect(throws: HTTPParseFault.bodyTooLong) { _ = try parser.parse(bytes.span, from: &offset) }
    }

    @Test("the limit of one request does not last to the next")
    func bodyLimitEnds() throws {
        var parser = HTTPRequestParser()
        let bytes = Array(RequestCase.post("Content-Length: 5", "hello").utf8)
        var offset = 0
        _ = try parser.parse(bytes.span, from: &offset)
        try parser.setBodyLimit(5)
        while try parser.parse(bytes.span, from: &offset) != nil {}
        offset = 0
        _ = try parser.parse(bytes.span, from: &offset)
        while try parser.parse(bytes.span, from: &offset) != nil {}
        #expect(parser.isIdle && offset == bytes.count)
    }

    @Test("each limit holds at its number and not one past it")
    func exactly() {
        let get = RequestCase.get("GET /aa HTTP/1.1")
        #expect(last(get) { $0.startLineBytesMax = 16 } == .end([]))
        #expect(last(get) { $0.startLineBytesMax = 15 } == .fault(.requestLineTooLong))
        #expect(last(get) { $0.methodBytesMax = 3 } == .end([]))
        #expect(last(get) { $0.methodBytesMax = 2 } == .fault(.methodTooLong))
        #expect(last(get) { $0.fieldLineBytesMax = 7 } == .end([]))
        #expect(last(get) { $0.fieldLineBytesMax = 6 } == .fault(.fieldLineTooLong))
        #expect(last(get) { $0.fieldSectionBytesMax = 9 } == .end([]))
        #expect(last(get) { $0.fieldSectionBytesMax = 8 } == .fault(.fieldSectionTooLong))
        #expect(last(get) { $0.fieldsMax = 1 } == .end([]))
        #expect(last(get) { $0.fieldsMax = 0 } == .fault(.fieldsTooMany))
        let chunks = RequestCase.chunked("05;a=b\r\nhello\r\n0\r\nX-A: 1\r\n\r\n")
        #expect(last(chunks) { $0.chunkSizeDigitsMax = 2 } == .end(["X-A: 1"]))
        #expect(last(chunks) { $0.chunkSizeDigitsMax = 1 } == .fault(.chunkSizeMalformed))
        #expect(last(chunks) { $0.chunkExtensionBytesMax = 4 } == .end(["X-A: 1"]))
        #expect(last(chunks) { $0.chunkExtensionBytesMax = 3 } == .fault(.chunkExtensionsTooLong))
        #expect(last(chunks) { $0.trailerSectionBytesMax = 8 } == .end(["X-A: 1"]))
        #expect(last(chunks) { $0.trailerSectionBytesMax = 7 } == .fault(.trailerSectionTooLong))
        #expect(last(chunks) { $0.trailersMax = 1 } == .end(["X-A: 1"]))
        #expect(last(chunks) { $0.trailersMax = 0 } == .fault(.trailersTooMany))
    }

    @Test("limits that no head could be described within are refused at once")
    func ceiling() async {
        await #expect(processExitsWith: .failure) {
            var limits = HTTPWireLimits()
            limits.fieldSectionBytesMax = 1 << 31
            _ = HTTPRequestParser(limits: limits)
        }
    }

    @Test("a peer that stops inside a request is told from one that stops between two")
    func finish() throws {
        var parser = HTTPRequestParser()
        try parser.finish()
        var offset = 0
        let bytes = Array("GET".utf8)
        _ = try parser.parse(bytes.span, from: &offset)
        #expect(!parser.isIdle)
        #expect(throws: HTTPParseFault.incomplete) { try parser.finish() }
        #expect(throws: HTTPParseFault.incomplete) { _ = try parser.parse(bytes.span, from: &offset) }
    }
}
