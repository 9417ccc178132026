import HTTPWire
import Testing

@Suite("requests on the wire")
struct RequestParserTests {
    static let post = """
        POST /api/v1/bookings?limit=5&sort=-startDateTime HTTP/1.1\r
        Host: localhost:8080\r
        Content-Type:application/json  \r
        Content-Length: 5\r
        X-Custom: \tone two\r
        \r
        hello
        """

    static let chunked = """
        PUT /a/./b//../c%20d HTTP/1.1\r
        host: example.org\r
        TRANSFER-ENCODING: Chunked\r
        \r
        5;a=b;c="d\\"e"\r
        hello\r
        006\r
         world\r
        0\r
        X-Sum: 11\r
        Content-Length: 99\r
        \r
        GET / HTTP/1.0\r
        \r

        """

    @Test("a request with a body is a head, its body and an end")
    func length() {
        #expect(
            RequestTrace(Array(Self.post.utf8)).events == [
                .head(
                    "POST /api/v1/bookings?limit=5&sort=-startDateTime [/api/v1/bookings] HTTP/1.1"
                        + " | Host: localhost:8080 | Content-Type: application/json | Content-Length: 5"
                        + " | X-Custom: one two", .length(5)),
                .body("hello"), .end([]),
            ])
    }

    @Test("a chunked request gives its data, its trailers without the forbidden ones, and the next request")
    func chunks() {
        let trace = RequestTrace(Array(Self.chunked.utf8))
        #expect(
            trace.events == [
                .head(
                    "PUT /a/./b//../c%20d [/a/c d] HTTP/1.1 | host: example.org | TRANSFER-ENCODING: Chunked", .chunked),
                .body("hello world"), .end(["X-Sum: 11"]), .head("GET / [/] HTTP/1.0", .none), .end([]),
            ])
        #expect(trace.isIdle)
    }

    @Test("where the input is cut changes nothing", arguments: [post, chunked])
    func everySplit(text: String) {
        let bytes = Array(text.utf8)
        let whole = RequestTrace(bytes)
        #expect(RequestTrace(bytes, cutAt: Array(1..<bytes.count)) == whole)
        for cut in 0...bytes.count {
            #expect(RequestTrace(bytes, cutAt: [cut]) == whole)
        }
    }
}
