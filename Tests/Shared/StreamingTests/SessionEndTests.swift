import EventLoop
import HTTPServer
import HTTPWire
import Streaming
import TestKit
import Testing

@Suite("The end of a WebSocket session")
struct SessionEndTests {
    @Test("when the handler is done, fails, or says so, the peer is told, and its answer is waited for")
    func byHandler() async throws {
        struct Failure: Error {}
        let rows: [(@Sendable (WebSocketSession) async throws -> Void, UInt16, String)] = [
            ({ _ in }, 1000, "finished"), ({ _ in throw Failure() }, 1011, "failed"),
            ({ $0.close(.serviceRestart, reason: "soon") }, 1012, "finished"),
        ]
        for (serve, code, reason) in rows {
            try await Sessions(serve: serve).run { server, counts in
                let client = try await RawWebSocket(to: server)
                let begun = ContinuousClock.now
                #expect(await client.next(answering: true) == .close(code))
                #expect(await client.rest() == [.end(.closed)])
                // Not by the time that runs out.
                #expect(ContinuousClock.now - begun < .seconds(2))
                try await wait(until: "it is counted") { counts.ended(reason) }
            }
        }
    }

    @Test("a peer that never answers the close is waited for no longer than is allowed")
    func unanswered() async throws {
        try await Sessions(.with(\.closeTimeout, .milliseconds(200))) { _ in }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            let begun = ContinuousClock.now
            #expect(await client.next() == .close(1000))
            let end = await client.next()
            #expect(end == .end(.reset) || end == .end(.closed))
            #expect(ContinuousClock.now - begun >= .milliseconds(150))
            try await wait(until: "it is counted") { counts.ended("finished") }
        }
    }

    @Test("what the peer says after our close is not handed out")
    func afterClose() async throws {
        let seen = Recorded(0)
        try await Sessions { session in
            session.close()
            while await session.next() != nil { seen.update { $0 += 1 } }
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            try await client.send(text: "late")
            #expect(await client.next() == .close(1000))
            try await client.send(frame(0x81, [65]) + frame(0x88, [0x03, 0xe8]))
            #expect(await client.rest() == [.end(.closed)])
            #expect(seen.value == 0)
            try await wait(until: "it is counted") { counts.ended("finished") }
        }
    }

    @Test("a session ends with its token, whether its handler reads, sends or does neither", arguments: [0, 1, 2])
    func expiry(_ manner: Int) async throws {
        try await Sessions(lifetime: .milliseconds(150)) { session in
            switch manner {
            case 0: await session.closed()
            case 1:
                while session.send(text: "x") { try await session.loop.sleep(for: .milliseconds(5)) }
            default: await waitForCancellation()
            }
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            var heard = await client.next(answering: true)
            while heard == .text("x") { heard = await client.next(answering: true) }
            // One whose handler is deaf is cut off instead, a little later.
            #expect(heard == (manner == 2 ? .end(.reset) : .close(4401)))
            try await wait(until: "it is counted") { counts.ended("expired") }
        }
    }

    @Test("a server that stops tells every peer to go away, and is not held up by one that does not answer")
    func drain() async throws {
        try await Sessions(.with(\.closeTimeout, .milliseconds(300)), serve: echo).run { server, counts in
            let good = try await RawWebSocket(to: server)
            let deaf = try await RawWebSocket(to: server)
            try await good.send(text: "a")
            #expect(await good.next() == .text("a"))
            let begun = ContinuousClock.now
            async let drained: Void = server.endpoint.drain(within: .seconds(20))
            #expect(await good.next(answering: true) == .close(1001))
            #expect(await deaf.next() == .close(1001))
            await drained
            #expect(ContinuousClock.now - begun < .seconds(10))
            #expect(counts.has("streams_ended_total{transport=\"websocket\",reason=\"draining\"}", 2))
        }
    }

    @Test("a server whose patience is over ends sessions whose handlers do not listen")
    func brokenOff() async throws {
        try await Sessions { _ in await waitForCancellation() }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            await server.endpoint.drain(within: .milliseconds(50))
            #expect(await client.next() == .close(1001))
            try await wait(until: "it is counted") { counts.ended("draining") }
        }
    }

    @Test("a peer that is silent is asked, and given up when it does not answer")
    func silence() async throws {
        try await Sessions(
            .with(\.pingInterval, .milliseconds(50)).with(\.pingTimeout, .milliseconds(100)), serve: echo
        ).run { server, counts in
            let alive = try await RawWebSocket(to: server)
            // Answering is enough to stay, any number of times.
            for _ in 0..<5 { #expect(await alive.next(answering: true) == .ping) }
            try await alive.close(.normal)
            let dead = try await RawWebSocket(to: server)
            #expect(await dead.next() == .ping)
            #expect(await dead.next() == .end(.reset))
            try await wait(until: "it is counted") { counts.ended("silent") }
        }
    }

    @Test("a handler that was busy does not lose a peer that has spoken meanwhile")
    func busy() async throws {
        try await Sessions(.with(\.pingInterval, .milliseconds(50)).with(\.pingTimeout, .milliseconds(50))) { session in
            while let message = await session.next() {
                guard case .text(let text) = message else { continue }
                try await session.loop.sleep(for: .milliseconds(300))
                session.send(text: text)
            }
        }.run { server, _ in
            let client = try await RawWebSocket(to: server)
            for name in ["a", "b"] {
                try await client.send(text: name)
                var heard = await client.next(answering: true)
                while heard == .ping { heard = await client.next(answering: true) }
                #expect(heard == .text(name))
            }
        }
    }

    @Test("a peer that ends without a word, half or wholly, ends the session")
    func vanishes() async throws {
        try await Sessions(serve: echo).run { server, counts in
            let half = try await RawWebSocket(to: server)
            half.stream.finishSending()
            #expect(await half.next() == .end(.reset))
            try await wait(until: "it is counted") { counts.ended("lost") }
        }
        try await Sessions(serve: echo).run { server, counts in
            let broken = try await RawWebSocket(to: server)
            try await broken.send([0x81])
            broken.stream.reset()
            try await wait(until: "it is counted") { counts.ended("cancelled") || counts.ended("lost") }
        }
    }

    @Test("a vanished peer cancels what its handler is doing")
    func cancels() async throws {
        let isCancelled = Recorded(false)
        try await Sessions { _ in
            await waitForCancellation()
            isCancelled.update { $0 = true }
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            client.stream.reset()
            try await wait(until: "the handler is cancelled") { isCancelled.value }
            try await wait(until: "it is counted") { counts.has("streams_open{transport=\"websocket\"}", 0) }
        }
    }
}
