import Bytes
import EventLoop
import TestKit

/// What a server does with one connection.
struct Script: Sendable {
    let run: @Sendable (ScriptedConnection) async throws -> Void

    init(_ run: @escaping @Sendable (ScriptedConnection) async throws -> Void) {
        self.run = run
    }
}

/// A server that does with each connection exactly what a test's script says, in raw bytes.
// Safety: started and stopped on its loop; what several tasks write is in `Recorded`s.
final class ScriptedServer: @unchecked Sendable {
    let address: SocketAddress
    /// Connections accepted so far.
    let accepted = Recorded(0)
    /// Requests read so far, head and body.
    let requests = Recorded<[String]>([])
    /// Connections whose script is running.
    var openCount: Int { tasks.count - 1 }

    private let listener: TCPListener
    private let tasks: TaskSet

    init(on loop: Loop, script: Script) throws {
        listener = try TCPListener(.loopback(port: 0), on: loop)
        address = listener.address
        tasks = TaskSet(on: loop)
        tasks.add { [self] in
            // Ends when the listener is closed.
            while let streams = try? await listener.accept() {
                for stream in streams { serve(stream, script) }
            }
        }
    }

    private func serve(_ stream: TCPStream, _ script: Script) {
        let number = accepted.update { count in
            count += 1
            return count
        }
        tasks.add { [self] in
            let connection = ScriptedConnection(stream, number: number, port: address.port, requests: requests)
            await withTaskCancellationHandler {
                // The client's side asserts what a broken connection looks like.
                try? await script.run(connection)
            } onCancel: {
                stream.loop.execute { stream.interrupt() }
            }
            stream.close()
        }
    }

    func stop() async {
        listener.close()
        tasks.cancelAll()
        await tasks.drained()
    }
}

/// One accepted connection, numbered from one.
// Safety: used by its script's task only.
final class ScriptedConnection: @unchecked Sendable {
    let stream: TCPStream
    let number: Int
    /// The server's port.
    let port: UInt16
    private let requests: Recorded<[String]>
    private var buffer: [UInt8] = []

    init(_ stream: TCPStream, number: Int, port: UInt16, requests: Recorded<[String]>) {
        self.stream = stream
        self.number = number
        self.port = port
        self.requests = requests
    }

    /// Reads one request to its end; nil when the client closed instead.
    @discardableResult
    func readRequest() async throws -> String? {
        guard let head = try await readHead() else { return nil }
        var body = ""
        if let line = head.split(separator: "\r\n").first(where: { $0.hasPrefix("Content-Length: ") }) {
            body = try await read(Int(line.dropFirst(16)) ?? 0)
        } else if head.contains("Transfer-Encoding: chunked\r\n") {
            while !buffer.suffix(5).elementsEqual("0\r\n\r\n".utf8) {
                guard try await readMore() else { throw StreamFault.closed }
            }
            body = try await read(buffer.count)
        }
        requests.update { [body] in $0.append(head + body) }
        return head + body
    }

    /// Reads the head of a request and leaves its body where it is; nil when the client closed instead.
    func readHead() async throws -> String? {
        while true {
            if let end = headEnd() {
                let head = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end)
                return head
            }
            guard try await readMore() else { return nil }
        }
    }

    /// Reads exactly so many bytes.
    func read(_ count: Int) async throws -> String {
        while buffer.count < count {
            guard try await readMore() else { throw StreamFault.closed }
        }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        buffer.removeFirst(count)
        return text
    }

    /// Reads exactly so many bytes and forgets them.
    func skip(_ count: Int) async throws {
        var rest = count - buffer.count
        buffer = []
        while rest > 0 {
            guard try await readMore() else { throw StreamFault.closed }
            rest -= buffer.count
            buffer = []
        }
    }

    /// Reads until the client has finished, and returns how many bytes that were.
    func readToEnd() async throws -> Int {
        var count = buffer.count
        buffer = []
        while try await readMore() {
            count += buffer.count
            buffer = []
        }
        return count
    }

    func send(_ text: String) async throws {
        try await stream.send(Array(text.utf8))
    }

    /// Answers every request with `response` until the client closes.
    func answerAll(_ response: String) async throws {
        while try await readRequest() != nil { try await send(response) }
    }

    /// Waits until the client closes, answering nothing.
    func ignoreAll() async throws {
        _ = try await readToEnd()
    }

    private func readMore() async throws -> Bool {
        try await stream.receive { span in
            buffer.append(span: span)
            return span.count > 0
        }
    }

    private func headEnd() -> Int? {
        guard buffer.count >= 4 else { return nil }
        for end in 4...buffer.count where buffer[(end - 4)..<end].elementsEqual("\r\n\r\n".utf8) { return end }
        return nil
    }
}

/// Holds scripts at a point until the test lets them pass.
final class Gate: Sendable {
    /// How many have come to the gate.
    let waiting = Recorded(0)
    private let passes: AsyncStream<Void>
    private let more: AsyncStream<Void>.Continuation

    init() {
        (passes, more) = AsyncStream.makeStream()
    }

    /// From here on nobody is held.
    func open() async { more.finish() }

    /// Lets the one pass that waits, or the next that comes.
    func letOneThrough() async { more.yield() }

    /// Ends early when the script is cancelled, as it is when a test has failed.
    func pass() async {
        waiting.update { $0 += 1 }
        var passes = passes.makeAsyncIterator()
        await passes.next()
    }
}
