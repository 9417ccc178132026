import EventLoop
import HTTPServer
import HTTPWire
import Streaming
import TestKit
import Testing

/// Answers every request with an event stream.
private struct StreamHandler: HTTPHandler {
    let settings: EventStreamSettings
    let lifetime: Duration?
    let serve: @Sendable (EventStream) async throws -> Void

    func handle(_ exchange: ServerExchange) async throws {
        let expiresAt = lifetime.map { exchange.loop.now + $0 } ?? .never
        try await exchange.send(.events(on: exchange, settings, expiresAt: expiresAt, serve: serve))
    }
}

private struct Streams: Sendable {
    private var settings = EventStreamSettings()
    private let lifetime: Duration?
    private let serve: @Sendable (EventStream) async throws -> Void
    private let counts = Counts()

    init(
        _ settings: EventStreamSettings = EventStreamSettings(), lifetime: Duration? = nil,
        serve: @escaping @Sendable (EventStream) async throws -> Void
    ) {
        (self.settings, self.lifetime, self.serve) = (settings, lifetime, serve)
        self.settings.metrics = StreamMetrics(counts.registry, .events)
    }

    func run(_ body: @escaping @Sendable (TestServer, Counts) async throws -> Void) async throws {
        let handler = StreamHandler(settings: settings, lifetime: lifetime, serve: serve)
        try await withServer(limits: .with(\.responseGrace, .milliseconds(500)), handler: handler) { [counts] server in
            try await body(server, counts)
        }
    }
}

extension EventStreamSettings {
    fileprivate static func with<Value>(
        _ setting: WritableKeyPath<EventStreamSettings, Value>, _ value: Value
    ) -> EventStreamSettings {
        var changed = EventStreamSettings()
        changed[keyPath: setting] = value
        return changed
    }
}

private func event(_ text: String, id: String? = nil) throws -> ServerSentEvent {
    try ServerSentEvent(data: Array(text.utf8).span, id: id)
}

private let request = "GET /stream HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n"
private let lastRequest = "GET /stream HTTP/1.1\r\nHost: h\r\nConnection: close\r\nLast-Event-ID: 41\r\n\r\n"

@Suite("An event stream")
struct EventStreamTests {
    @Test("has the head of one, begins at once, and what is sent before the handler returns goes out")
    func whole() async throws {
        try await Streams(.with(\.retry, .milliseconds(2500))) { stream in
            stream.send(try event("after \(stream.lastEventID ?? "nothing")", id: "42"))
            stream.send(try event("two\nlines"))
        }.run { server, counts in
            let answer = ParsedResponse(try await server.exchange(lastRequest))
            #expect(answer.status == 200)
            for field in [
                "content-type: text/event-stream", "cache-control: no-store, no-transform", "x-accel-buffering: no",
                "transfer-encoding: chunked",
            ] { #expect(answer.has(field), "\(field)") }
            #expect(!answer.hasField(named: "Content-Length"))
            let read = EventReader(chunked: answer.body)
            #expect(read.retry == 2500)
            #expect(read.events.map(\.data) == ["after 41", "two\nlines"])
            #expect(read.events.map(\.lastID) == ["42", "42"])
            #expect(read.comments == ["open", "ended", "finished"])
            #expect(answer.body.hasSuffix("0\r\n\r\n"))
            try await wait(until: "it is counted") { counts.ended("finished", "events") }
        }
    }

    @Test("is not begun for HEAD, which has the same head")
    func head() async throws {
        let begun = Recorded(0)
        try await Streams { _ in begun.update { $0 += 1 } }.run { server, _ in
            let answer = ParsedResponse(
                try await server.exchange(lastRequest.replacing("GET", with: "HEAD")))
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(
                answer.has("content-type: text/event-stream") && answer.has("cache-control: no-store, no-transform"))
            #expect(begun.value == 0)
        }
    }

    @Test(
        "looks only at a last id that could be one of ours",
        arguments: [
            ("41", "41"), (String(repeating: "x", count: 128), String(repeating: "x", count: 128)),
            (String(repeating: "x", count: 129), "none"), ("", "none"),
        ])
    func lastID(_ sent: String, _ seen: String) async throws {
        try await Streams { stream in stream.send(try event(stream.lastEventID ?? "none")) }.run { server, _ in
            let answer = ParsedResponse(
                try await server.exchange(lastRequest.replacing("ID: 41", with: "ID: \(sent)")))
            #expect(EventReader(chunked: answer.body).events.map(\.data) == [seen])
        }
    }

    @Test("shows that it lives while nothing is sent, and delivers at once what is")
    func heartbeat() async throws {
        let streams = Recorded<[EventStream]>([])
        try await Streams(.with(\.limits.heartbeatInterval, .milliseconds(30))) { stream in
            streams.update { $0.append(stream) }
            try await stream.finished()
        }.run { server, _ in
            let client = try await server.connect()
            try await client.send(request)
            for _ in 0..<3 { _ = try await client.read(through: ": alive\n\n") }
            streams.value.first?.send(try event("now"))
            _ = try await client.read(through: "data: now\n\n")
            streams.value.first?.finish()
            _ = try await client.read(through: ": finished\n\n\r\n0\r\n\r\n")
            #expect(streams.value.first?.send(try event("late")) == false)
            // The connection carries another request.
            try await client.send(lastRequest)
            _ = try await client.read(through: "200 OK")
            client.close()
        }
    }

    @Test(
        "ends whole with its token and when the server stops, so that its reader comes back", arguments: [true, false])
    func ends(_ expires: Bool) async throws {
        try await Streams(lifetime: expires ? .milliseconds(100) : nil) { try await $0.finished() }.run {
            server, counts in
            let client = try await server.connect()
            try await client.send(request)
            _ = try await client.read(through: ": open\n\n")
            if expires {
                _ = try await client.read(through: ": expired\n\n\r\n0\r\n\r\n")
            } else {
                let begun = ContinuousClock.now
                await server.endpoint.drain(within: .seconds(20))
                #expect(ContinuousClock.now - begun < .seconds(10))
                #expect(await client.readToEnd().text.hasSuffix(": draining\n\n\r\n0\r\n\r\n"))
            }
            try await wait(until: "it is counted") { counts.ended(expires ? "expired" : "draining", "events") }
            client.close()
        }
    }

    @Test("forgets what a slow reader has not read, and ends; one that never reads is cut off")
    func slow() async throws {
        try await Streams(.with(\.limits.queuedBytesMax, 100_000)) { stream in
            let event = try event(String(repeating: "x", count: 10_000))
            // Until the kernel takes no more and the queue is full.
            let feeding = TaskSet(on: stream.loop)
            feeding.add {
                while stream.send(event) { await Task.yield() }
            }
            try await stream.finished()
            await feeding.drained()
        }.run { server, counts in
            let reader = try await server.connect()
            try await reader.send(lastRequest)
            try await wait(until: "it overflows") {
                counts.has("stream_messages_refused_total{transport=\"events\"}", 1)
            }
            let end = await reader.readToEnd()
            #expect(end.text.contains(": overflowed\n\n\r\n0\r\n\r\n") || end.end == .reset)
            reader.close()
            let deaf = try await server.connect()
            try await deaf.send(request)
            try await wait(until: "both are over") {
                counts.has("streams_ended_total{transport=\"events\",reason=\"overflowed\"}", 2)
            }
            deaf.close()
        }
    }

    @Test("ends its handler when its reader goes")
    func gone() async throws {
        let ended = Recorded(0)
        try await Streams { stream in
            defer { ended.update { $0 += 1 } }
            try await stream.finished()
        }.run { server, counts in
            let client = try await server.connect()
            try await client.send(request)
            _ = try await client.read(through: ": open\n\n")
            client.stream.reset()
            try await wait(until: "the handler has ended") { ended.value == 1 }
            try await wait(until: "it is counted") { counts.ended("cancelled", "events") }
        }
    }

    @Test("whose handler fails says that it ended, and the failure is told to the log")
    func fails() async throws {
        struct Failure: Error {}
        let failures = Recorded(0)
        try await Streams(.with(\.failed, { _ in failures.update { $0 += 1 } })) { _ in throw Failure() }.run {
            server, counts in
            let answer = ParsedResponse(try await server.exchange(lastRequest))
            #expect(EventReader(chunked: answer.body).comments == ["open", "ended", "failed"])
            #expect(failures.value == 1)
            try await wait(until: "it is counted") { counts.ended("failed", "events") }
        }
    }
}
