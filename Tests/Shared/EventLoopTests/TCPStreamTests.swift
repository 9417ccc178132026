import EventLoop
import TestKit
import Testing

@Suite("TCP streams")
struct TCPStreamTests {
    /// A connected pair on `loop`: what a client opened and what the listener accepted.
    private func pair(on loop: Loop) async throws -> (client: TCPStream, server: TCPStream) {
        let listener = try TCPListener(.loopback(port: 0), on: loop)
        defer { listener.close() }
        let client = try await TCPStream.connect(to: listener.address, on: loop, until: .now + .seconds(5))
        let server = try #require(try await listener.accept().first)
        return (client, server)
    }

    private func text(_ stream: TCPStream, until deadline: MonotonicTime = .now + .seconds(5)) async throws -> String {
        try await stream.receive(until: deadline) { span in
            String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
        }
    }

    @Test("bytes pass both ways, and the end of the stream is an empty read")
    func exchange() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            try await client.send(Array("ping".utf8))
            #expect(try await text(server) == "ping")
            try await server.send(Array("pong".utf8))
            #expect(try await text(client) == "pong")
            client.finishSending()
            #expect(try await text(server) == "")
            #expect(server.peerFinished)
            try await server.send(Array("still".utf8))
            #expect(try await text(client) == "still")
            client.close()
            server.close()
        }
    }

    @Test("bytes and the end of the stream that arrive together are both seen")
    func endWithBytes() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            try await client.send(Array("last".utf8))
            client.close()
            try await wait(until: "the end is known") { server.peerFinished }
            #expect(try await text(server) == "last")
            #expect(try await text(server) == "")
            server.close()
        }
    }

    @Test("what is sent soon goes out at the end of the turn, in order with what follows, in one segment")
    func sendSoon() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            server.sendSoon(Array("one ".utf8))
            server.sendSoon(Array("two ".utf8))
            #expect(try await text(client) == "one two ")
            server.sendSoon(Array("three ".utf8))
            try await server.send(Array("four".utf8))
            var heard = ""
            while heard.utf8.count < 10 { heard += try await text(client) }
            #expect(heard == "three four")
            server.sendSoon(Array("last".utf8))
            server.close()
            #expect(try await text(client) == "last")
            #expect(try await text(client) == "")
            client.close()
        }
    }

    @Test("what is sent soon and kept is still its owner's, whatever is sent with it")
    func sendSoonKept() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            let kept = Array("kept ".utf8)
            server.sendSoon(kept, isKept: true)
            server.sendSoon(Array("given ".utf8))
            server.sendSoon(kept, isKept: true)
            #expect(try await text(client) == "kept given kept ")
            server.sendSoon(kept, isKept: true)
            #expect(try await text(client) == "kept ")
            var buffer = loop.takeBuffer()
            buffer.append(contentsOf: repeatElement(1, count: 64))
            #expect(kept == Array("kept ".utf8), "the loop did not get it")
            loop.returnBuffer(buffer)
            client.close()
            server.close()
        }
    }

    @Test("what the kernel has no room for at the end of the turn follows by itself")
    func sendSoonWithoutRoom() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            // The kernel's buffers are filled first, so that the rest finds no room.
            let filling = [UInt8](repeating: 7, count: 1 << 20)
            var filled = 0
            while true {
                let count = try server.sendNow(filling.span)
                filled += count
                if count < filling.count { break }
            }
            #expect(!server.maySendSoon(1), "a stream without room takes nothing for later")
            try await wait(until: "the kernel has room again") {
                _ = try client.receiveNow { filled -= $0.count }
                return server.maySendSoon(1)
            }
            var waiting = 0
            while server.maySendSoon(32 * 1024) {
                server.sendSoon([UInt8](repeating: 9, count: 32 * 1024))
                waiting += 32 * 1024
                await Task.yield()
            }
            var rest = filled + waiting
            while rest > 0 { rest -= try await client.receive(until: .now + .seconds(5)) { $0.count } }
            #expect(rest == 0)
            try await server.waitSent(until: .now + .seconds(5))
            client.close()
            server.close()
        }
    }

    @Test("a writer waits for a reader that does not read, and loses nothing")
    func backPressure() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            let size = 8 << 20
            let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let sent = Recorded(false)
            let sender = Task(executorPreference: loop) {
                try await client.send(payload)
                sent.update { $0 = true }
                client.finishSending()
            }
            try await loop.sleep(for: .milliseconds(20))
            #expect(!sent.value, "eight megabytes cannot fit into the kernel's buffers")
            var received: [UInt8] = []
            while true {
                let before = received.count
                try await server.receive(until: .now + .seconds(5)) { span in
                    for index in span.indices { received.append(span[index]) }
                }
                if received.count == before { break }
            }
            try await sender.value
            #expect(received == payload)
            client.close()
            server.close()
        }
    }

    @Test("a read with a deadline ends when nothing comes, and the stream works on")
    func readDeadline() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            await #expect(throws: StreamFault.deadline) { try await text(server, until: .now + .milliseconds(5)) }
            try await client.send(Array("late".utf8))
            #expect(try await text(server) == "late")
            client.close()
            server.close()
        }
    }

    @Test("closing and interrupting wake a reader that waits")
    func woken() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            let first = Task(executorPreference: loop) { try await text(server) }
            await Task.yield()
            server.interrupt()
            await #expect(throws: StreamFault.cancelled) { try await first.value }
            let second = Task(executorPreference: loop) { try await text(server) }
            await Task.yield()
            server.close()
            await #expect(throws: (any Error).self) { try await second.value }
            client.close()
        }
    }

    @Test("a peer that resets is noticed by someone who does not read")
    func hangup() async throws {
        try await withLoop { loop in
            let (client, server) = try await pair(on: loop)
            let noticed = Recorded(false)
            server.onHangup = { noticed.update { $0 = true } }
            client.reset()
            try await wait(until: "the reset is noticed") { noticed.value }
            #expect(server.isHungUp)
            await #expect(throws: StreamFault.self) { try await text(server) }
            server.close()
        }
    }

    @Test("connecting to a port where nobody listens is refused")
    func refused() async throws {
        try await withLoop { loop in
            // Below the ports that the kernel gives away, so that nobody else comes to listen there meanwhile.
            let address = SocketAddress.loopback(port: 1)
            let fault = await #expect(throws: StreamFault.self) {
                _ = try await TCPStream.connect(to: address, on: loop, until: .now + .seconds(5))
            }
            #expect(fault?.label.description == "connection_refused")
        }
    }

    @Test("a stream that is dropped without closing gives its descriptor back")
    func forgotten() async throws {
        try await withLoop { loop in
            let (client, _) = try await pair(on: loop)
            // The accepted end was dropped with the tuple; its peer must see the end.
            #expect(try await text(client) == "")
            client.close()
        }
    }

    @Test("addresses are read and written as people write them")
    func addresses() throws {
        #expect(SocketAddress("127.0.0.1", port: 80)?.description == "127.0.0.1:80")
        #expect(SocketAddress("::1", port: 8080)?.description == "[::1]:8080")
        #expect(SocketAddress("example", port: 1) == nil)
        #expect(SocketAddress("1.2.3", port: 1) == nil)
    }

    @Test(
        "a peer is counted by its IPv4 address, in whichever form it comes, or by the first half of its IPv6 address",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("::fffe:192.0.2.7", "::"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:3::", "2001:db8:1:3::"), ("::1", "::"),
        ])
    func accountable(peer: String, counted: String) throws {
        #expect(try #require(SocketAddress(peer, port: 4711)).accountable == SocketAddress(counted, port: 0))
    }
}
