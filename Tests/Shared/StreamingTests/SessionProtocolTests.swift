import EventLoop
import HTTPWire
import Streaming
import TestKit
import Testing

/// The cases of a WebSocket conformance suite as far as they concern a whole session: what is answered, how it closes,
/// and that the connection ends so that the answer arrives.
@Suite("A WebSocket session and the protocol")
struct SessionProtocolTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let sent: [UInt8]
        let heard: [RawWebSocket.Heard]

        init(_ name: String, _ sent: [UInt8], _ heard: RawWebSocket.Heard...) {
            (testDescription, self.sent, self.heard) = (name, sent, heard)
        }
    }

    private static let bye = frame(0x88, [0x03, 0xe8])
    private static let gone: RawWebSocket.Heard = .end(.closed)

    static let cases: [Case] = [
        Case("a text", frame(0x81, Array("héllo".utf8)) + bye, .text("héllo"), .close(1000), gone),
        Case("an empty text", frame(0x81) + bye, .text(""), .close(1000), gone),
        Case(
            "125, 126 and 65536 bytes",
            frame(0x82, .init(repeating: 7, count: 125)) + frame(0x82, .init(repeating: 7, count: 126))
                + frame(0x82, .init(repeating: 7, count: 65_536)) + bye,
            .binary(125), .binary(126), .binary(65_536), .close(1000), gone),
        Case(
            "three fragments with a ping between",
            frame(0x01, Array("a".utf8)) + frame(0x89, Array("p".utf8)) + frame(0x00, Array("b".utf8))
                + frame(0x80, Array("c".utf8)) + bye,
            .pong("p"), .text("abc"), .close(1000), gone),
        Case(
            "a scalar cut by a fragment", frame(0x01, [0xc3]) + frame(0x80, [0xa9]) + bye, .text("é"), .close(1000),
            gone),
        Case("an unasked pong", frame(0x8a) + frame(0x81, Array("x".utf8)) + bye, .text("x"), .close(1000), gone),
        Case("a close without a code", frame(0x88), .close(nil), gone),
        Case("a close with an application's code", frame(0x88, [0x0b, 0xb8] + Array("bye".utf8)), .close(3000), gone),
        Case("data behind a close", bye + frame(0x81, Array("late".utf8)), .close(1000), gone),
        Case("a frame without a mask", frame(0x81, [65], masked: false), .close(1002), gone),
        Case("a reserved bit", frame(0xc1, [65]), .close(1002), gone),
        Case("a reserved opcode", frame(0x83, [65]), .close(1002), gone),
        Case("a fragmented ping", frame(0x09), .close(1002), gone),
        Case("a ping of 126 bytes", frame(0x89, .init(repeating: 1, count: 126)), .close(1002), gone),
        Case("a continuation of nothing", frame(0x80, [65]), .close(1002), gone),
        Case("a text inside a text", frame(0x01, [65]) + frame(0x81, [66]), .close(1002), gone),
        Case("a length in more bytes than needed", [0x81, 0xfe, 0, 5], .close(1002), gone),
        Case("text that is not UTF-8", frame(0x81, [0xff]), .close(1007), gone),
        Case("an open text that cannot become UTF-8", frame(0x01, [0xed, 0xa0]), .close(1007), gone),
        Case("a text that ends inside a scalar", frame(0x81, [0xc3]), .close(1007), gone),
        Case("a close with one byte", frame(0x88, [3]), .close(1002), gone),
        Case("a close with 1005", frame(0x88, [0x03, 0xed]), .close(1002), gone),
        Case("a close with a reason that is not UTF-8", frame(0x88, [0x03, 0xe8, 0xff]), .close(1007), gone),
        Case("a frame one byte too large", [0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 1], .close(1009), gone),
        Case(
            "a frame too large with what it holds", frame(0x82, .init(repeating: 1, count: 65_537)).dropLast(30_000),
            .close(1009), gone),
        Case(
            "a message one byte too large", frame(0x02, .init(repeating: 1, count: 65_536)) + frame(0x80, [1]),
            .close(1009), gone),
        Case(
            "a hundred fragments", frame(0x01) + (0..<98).flatMap { _ in frame(0x00, [66]) } + frame(0x80) + bye,
            .text(String(repeating: "B", count: 98)), .close(1000), gone),
        Case("a fragment too many", frame(0x01) + (0..<100).flatMap { _ in frame(0x00) }, .close(1008), gone),
    ]

    @Test("is answered by the rules", arguments: cases)
    func conforms(_ row: Case) async throws {
        try await Sessions(serve: echo).run { server, _ in
            let client = try await RawWebSocket(to: server)
            try await client.send(row.sent)
            #expect(await client.rest() == row.heard)
        }
    }

    @Test("is answered the same when it comes byte by byte", arguments: cases.filter { $0.sent.count < 300 })
    func conformsInPieces(_ row: Case) async throws {
        try await Sessions(serve: echo).run { server, _ in
            let client = try await RawWebSocket(to: server)
            for byte in row.sent {
                // A server that has heard enough may end the connection before the rest is out.
                guard (try? await client.send([byte])) != nil else { break }
                await Task.yield()
            }
            #expect(await client.rest() == row.heard)
        }
    }

    @Test("what a peer goes on sending after a fault does not cost it the reason")
    func lingers() async throws {
        try await Sessions(serve: echo).run { server, counts in
            let client = try await RawWebSocket(to: server)
            // More than one receive takes: what lies unread at a close makes it a reset.
            try await client.send([0x82, 0xff, 0, 0, 0, 0, 0, 1, 0, 1] + [UInt8](repeating: 1, count: 100_000))
            #expect(await client.rest() == [.close(1009), .end(.closed)])
            try await wait(until: "it has ended") { counts.ended("frame_too_large") }
        }
    }

    @Test("what comes in one piece with the request is the beginning of the conversation")
    func early() async throws {
        try await Sessions(serve: echo).run { server, counts in
            let client = try await RawWebSocket(to: server, early: frame(0x81, Array("early".utf8)) + Self.bye)
            #expect(await client.rest() == [.text("early"), .close(1000), .end(.closed)])
            try await wait(until: "it has ended") { counts.ended("peer") }
        }
    }

    @Test("a thousand pings are answered, and a peer that does not read them is read no further")
    func floods() async throws {
        try await Sessions(serve: echo).run { server, _ in
            let client = try await RawWebSocket(to: server)
            let pings: [UInt8] = (0..<1000).flatMap { _ in frame(0x89, [1]) }
            try await client.send(pings + Self.bye)
            let heard = await client.rest()
            #expect(heard.count == 1002)
            #expect(heard.dropLast(2).allSatisfy { $0 == .pong("\u{1}") })
        }
        try await Sessions(.with(\.writeTimeout, .seconds(60)), serve: echo).run { server, counts in
            let client = try await RawWebSocket(to: server)
            let pings: [UInt8] = (0..<5000).flatMap { _ in frame(0x89, [UInt8](repeating: 1, count: 125)) }
            var blocks = 0
            let patience = Duration.milliseconds(500)
            // Once nobody reads on either side, the kernel's buffers are full, and sending fails.
            while (try? await client.stream.send(pings, until: MonotonicTime.now + patience)) != nil, blocks < 200 {
                blocks += 1
            }
            #expect(blocks < 200)
            client.stream.reset()
            try await wait(until: "it has ended") { counts.has("streams_open{transport=\"websocket\"}", 0) }
        }
    }

    @Test("a request that is no proper handshake is told what is wrong, and no session begins")
    func refusals() async throws {
        let rows: [(String, String, Int)] = [
            ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 12", 426),
            ("Upgrade: websocket", "Upgrade: h2c", 426),
            ("GET ", "POST ", 426), ("Connection: Upgrade", "Connection: close", 426),
            ("dGhlIHNhbXBsZSBub25jZQ==", "c2hvcnQ=", 400),
            ("Host: h", "Host: h\r\nOrigin: https://evil.example", 403),
            ("Host: h", "Host: h\r\nSec-WebSocket-Protocol: a, a", 400),
            ("Host: h", "Host: h\r\nContent-Length: 3", 400),
        ]
        try await Sessions(serve: echo).run { server, counts in
            for (old, new, status) in rows {
                let request = RawWebSocket.request.replacing(old, with: new).replacing("Host:", with: "X: y\r\nHost:")
                let connection = try await server.connect()
                try await connection.send(request)
                let head = ParsedResponse(try await connection.read(through: "\r\n\r\n"))
                #expect(head.status == status, "\(new)")
                if status == 426 { #expect(head.has("Sec-WebSocket-Version: 13")) }
                connection.close()
            }
            #expect(!counts.has("streams_open{transport=\"websocket\"}", 1))
        }
    }

    @Test("the server's first subprotocol that the client offers is chosen")
    func subprotocols() async throws {
        try await Sessions(subprotocols: ["two", "one"]) { session in session.send(text: session.subprotocol ?? "none")
        }.run { server, _ in
            for (offer, chosen) in [("one, two", "two"), ("one", "one"), ("three", nil)] {
                let connection = try await server.connect()
                try await connection.send(
                    RawWebSocket.request.replacing("Host: h", with: "Host: h\r\nSec-WebSocket-Protocol: \(offer)"))
                let head = ParsedResponse(try await connection.read(through: "\r\n\r\n"))
                #expect(head.status == 101)
                #expect(
                    chosen.map { head.has("Sec-WebSocket-Protocol: \($0)") } ?? !head.hasField(
                        named: "Sec-WebSocket-Protocol"))
                connection.close()
            }
        }
    }
}
