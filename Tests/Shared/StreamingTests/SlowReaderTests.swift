import EventLoop
import HTTPServer
import HTTPWire
import TestKit
import Testing

@testable import Streaming

@Suite("A slow reader")
struct SlowReaderTests {
    @Test("takes up no more than the queue, is told, and the session ends")
    func overflow() async throws {
        let most = Recorded(0)
        let sent = Recorded(0)
        try await Sessions(.with(\.queuedBytesMax, 100_000).with(\.closeTimeout, .seconds(20))) { session in
            let message = WebSocketFramedMessage(binary: [UInt8](repeating: 1, count: 10_000).span)
            while session.send(message) {
                let waiting = session.queue.bytes
                most.update { $0 = max($0, waiting) }
                sent.update { $0 += 1 }
                if sent.value % 50 == 0 { await Task.yield() }
            }
            #expect(session.end == .overflowed)
            #expect(!session.send(message))
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            try await wait(until: "it overflows") {
                counts.has("stream_messages_refused_total{transport=\"websocket\"}", 2)
            }
            #expect(most.value > 50_000 && most.value <= 100_000)
            // What reached the kernel arrives whole, then the close; the rest was thrown away.
            let heard = await client.rest(answering: true)
            #expect(heard.suffix(2) == [.close(1013), .end(.closed)])
            #expect(heard.dropLast(2).allSatisfy { $0 == .binary(10_000) })
            #expect(heard.count < sent.value)
            try await wait(until: "it is counted") { counts.ended("overflowed") }
        }
    }

    @Test("that never reads is cut off when its time is up")
    func deaf() async throws {
        try await Sessions(.with(\.queuedBytesMax, 100_000).with(\.closeTimeout, .milliseconds(200))) { session in
            while session.send(binary: [UInt8](repeating: 1, count: 10_000)) {}
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            try await wait(until: "it is over") { counts.ended("overflowed") }
            client.stream.close()
        }
    }

    @Test("that stalls below the limits is given up by the batch's time")
    func stalled() async throws {
        try await Sessions(
            .with(\.queuedBytesMax, 64 << 20).with(\.queuedMessagesMax, 100_000).with(
                \.writeTimeout, .milliseconds(200))
        ) { session in
            for _ in 0..<3000 { session.send(binary: [UInt8](repeating: 1, count: 10_000)) }
            await session.closed()
        }.run { server, counts in
            let client = try await RawWebSocket(to: server)
            try await wait(until: "it is over") { counts.ended("stalled") }
            client.stream.close()
        }
    }

    @Test("that catches up gets everything in order, and a handler that waits for it never overflows")
    func catchesUp() async throws {
        try await Sessions(.with(\.queuedBytesMax, 100_000)) { session in
            for number in 0..<2000 {
                session.send(text: "\(number) " + String(repeating: "x", count: 5000))
                if session.queue.bytes > 50_000 { await session.flushed() }
            }
        }.run { server, _ in
            let client = try await RawWebSocket(to: server)
            for number in 0..<2000 {
                guard case .text(let text) = await client.next() else {
                    Issue.record("message \(number) is missing")
                    return
                }
                #expect(text.hasPrefix("\(number) "))
            }
            #expect(await client.next(answering: true) == .close(1000))
        }
    }

    @Test("of ours: what a client sends to a handler that does not ask stays with the client")
    func backPressure() async throws {
        let held = Recorded(0)
        try await Sessions { session in
            _ = await session.next()
            held.update { [input = session.input.count] in $0 = input }
            await waitForCancellation()
        }.run { server, _ in
            let client = try await RawWebSocket(to: server)
            let messages: [UInt8] = (0..<1000).flatMap { _ in frame(0x82, [UInt8](repeating: 1, count: 1000)) }
            var blocks = 0
            // Once the kernel's buffers are full, sending fails.
            while (try? await client.stream.send(messages, until: .now + .milliseconds(300))) != nil, blocks < 100 {
                blocks += 1
            }
            #expect(blocks < 100)
            #expect(held.value <= LoopLimits.receiveBytes)
            client.stream.reset()
        }
    }

    @Test(
        "has two limits, counts no replies against them, and is always granted one message",
        arguments: [
            ([Int](), 0, true), ([100], 0, true), ([60, 40], 0, true), ([60, 41], 0, false), ([101], 0, true),
            ([10, 10, 10, 10], 0, true), ([10, 10, 10, 10, 10], 0, false), ([60, 40], 5000, true),
        ])
    func queueLimits(_ sizes: [Int], _ reply: Int, _ isTaken: Bool) {
        var limits = StreamLimits()
        limits.queuedBytesMax = 100
        limits.queuedMessagesMax = 4
        var queue = OutgoingQueue()
        if reply > 0 { queue.add(reply: [UInt8](repeating: 0, count: reply)) }
        var taken = true
        for size in sizes { taken = queue.offer([UInt8](repeating: 1, count: size), within: limits) }
        #expect(taken == isTaken)
        #expect(queue.replyBytes == reply)
        var bytes = 0
        while let batch = queue.take(upTo: 64) { bytes += batch.count }
        #expect(bytes == sizes.reduce(reply, +) - (isTaken ? 0 : sizes.last ?? 0))
        #expect(queue.isEmpty && queue.bytes == 0 && queue.replyBytes == 0 && queue.count == 0)
    }

    @Test("gets frames in order, in batches that hold whole ones")
    func batches() {
        var queue = OutgoingQueue()
        var random = SeededRandom(seed: 7)
        var expected: [UInt8] = []
        var got: [UInt8] = []
        for _ in 0..<5000 {
            if random.below(3) > 0 {
                let frame = [UInt8](repeating: UInt8(random.below(256)), count: Int(1 + random.below(40)))
                expected += frame
                let isTaken = queue.offer(frame, within: StreamLimits())
                #expect(isTaken)
            } else if let batch = queue.take(upTo: 64) {
                #expect(batch.count <= 64)
                got += batch
            }
            if queue.count > 500 { while let batch = queue.take(upTo: 64) { got += batch } }
        }
        while let batch = queue.take(upTo: 64) { got += batch }
        #expect(got == expected)
    }
}
