import Foundation
import Testing

@testable import rishi_bench

@Suite("What a bench asks")
struct RequestTests {
    static let answers: [(text: String, body: String?)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", "ab"),
        ("HTTP/1.1 200 OK\r\nServer: x\r\ncontent-length:3\r\n\r\nabc", "abc"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", nil),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", nil),
        ("HTTP/1.1 200 OK\r\n\r\nabc", nil),
    ]

    @Test("an answer is complete when its declared length has arrived", arguments: answers)
    func complete(text: String, body: String?) {
        #expect(Probe.complete(text)?.body == body)
    }

    @Test(
        "only a 200 of HTTP/1.1 is a good answer",
        arguments: [("HTTP/1.1 200 OK", true), ("HTTP/1.1 2000", false), ("HTTP/1.1 401 No", false)])
    func status(line: String, expected: Bool) {
        #expect(Probe.complete("\(line)\r\nContent-Length: 0\r\n\r\n")?.isOK == expected)
    }

    @Test("the token is an HS256 token that has not expired")
    func token() throws {
        let parts = try BenchToken.make().split(separator: ".").map(String.init)
        try #require(parts.count == 3)
        let payload = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        let padded = payload + String(repeating: "=", count: (4 - payload.count % 4) % 4)
        let data = try #require(Data(base64Encoded: padded))
        let claims = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(try #require(claims["exp"] as? Double) > Date().timeIntervalSince1970)
        #expect(claims["sub"] as? String != nil)
        #expect(parts[2].count == 43)
        #expect(BenchToken.secret.utf8.count >= 32)
    }

    @Test("a forged token differs from the true one in its signature alone")
    func forged() {
        let load = Load(path: "/", headers: [("Authorization", "Bearer aa.bb.Acc"), ("Accept", "*/*")], connections: 1)
        #expect(load.withForgedToken.headers.map(\.value) == ["Bearer aa.bb.Bcc", "*/*"])
    }

    @Test("options are read, and what is not understood is refused")
    func options() throws {
        let options = try BenchOptions(["http", "--rounds", "7", "idle", "--only", "nginx", "--json"])
        #expect(options.benches == [.http, .idle])
        #expect(options.rounds == 7)
        #expect(options.onlyPeer == "nginx")
        #expect(options.printsJSON)
        #expect(try BenchOptions([]).benches == Bench.allCases)
        for wrong in [["--rounds"], ["--rounds", "0"], ["--rounds", "x"], ["nosuch"], ["--nosuch"]] {
            #expect(throws: BenchError.self) { try BenchOptions(wrong) }
        }
    }

    @Test("the gateway's upstream answers about a kilobyte of JSON")
    func body() throws {
        #expect((900...1100).contains(GatewayBench.body.utf8.count))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(GatewayBench.body.utf8)) }
        #expect(HTTPBench.body.utf8.count == 27)
    }
}
