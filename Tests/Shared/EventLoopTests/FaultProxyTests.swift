import EventLoop
import TestKit
import Testing

/// The proxy is what later tests of faults stand on, so it is tested itself.
@Suite("Fault proxy")
struct FaultProxyTests {
    /// Sends `request` through a proxy to a server that echoes until the end, and returns what came back.
    private func echo(
        _ request: String, through change: @escaping @Sendable (FaultProxy) -> Void
    ) async throws -> Result<String, StreamFault> {
        try await withLoop { loop in
            let listener = try TCPListener(.loopback(port: 0), on: loop)
            let servers = TaskSet(on: loop)
            servers.add { await serve(listener) }
            let proxy = try FaultProxy(to: listener.address, on: loop)
            change(proxy)
            let result = await exchange(request, with: proxy.address, on: loop)
            await proxy.stop()
            listener.close()
            await servers.drained()
            return result
        }
    }

    private func serve(_ listener: TCPListener) async {
        // Ends when the listener is closed.
        while let streams = try? await listener.accept() {
            for stream in streams {
                var isOver = false
                while !isOver {
                    // A broken connection ends the echo: the client's side asserts what the client saw.
                    let bytes = (try? await stream.receive { span in span.indices.map { span[$0] } }) ?? []
                    isOver = bytes.isEmpty
                    // The next receive meets the fault that this send met.
                    if !isOver { try? await stream.send(bytes) }
                }
                stream.close()
            }
        }
    }

    private func exchange(
        _ request: String, with address: SocketAddress, on loop: Loop
    ) async -> Result<String, StreamFault> {
        var received: [UInt8] = []
        do {
            let client = try await TCPStream.connect(to: address, on: loop, until: .now + .seconds(5))
            defer { client.close() }
            try await client.send(Array(request.utf8))
            client.finishSending()
            while true {
                let before = received.count
                try await client.receive(until: .now + .seconds(30)) { span in
                    for index in span.indices { received.append(span[index]) }
                }
                if received.count == before { break }
            }
            return .success(String(decoding: received, as: UTF8.self))
        } catch let fault as StreamFault {
            return .failure(fault)
        } catch {
            return .failure(.closed)
        }
    }

    @Test("without a plan everything passes")
    func passes() async throws {
        #expect(try await echo("hello") { _ in } == .success("hello"))
    }

    @Test("a delay holds bytes back but loses none")
    func delays() async throws {
        let start = MonotonicTime.now
        #expect(try await echo("hello") { $0.plan(.toClient) { $0.delay = .milliseconds(40) } } == .success("hello"))
        #expect(MonotonicTime.now - start >= .milliseconds(40))
    }

    @Test("dropped bytes never arrive and the connection stays open")
    func drops() async throws {
        let result = try await echo("hello") { $0.plan(.toServer) { $0.dropAfter = 2 } }
        #expect(result == .success("he"))
    }

    @Test("a half-close ends one direction after so many bytes")
    func halfCloses() async throws {
        let result = try await echo("hello") { $0.plan(.toClient) { $0.halfCloseAfter = 3 } }
        #expect(result == .success("hel"))
    }

    @Test("a reset is seen as one")
    func resets() async throws {
        let result = try await echo("hello") { $0.plan(.toServer) { $0.resetAfter = 1 } }
        guard case .failure(let fault) = result else {
            Issue.record("expected a reset, got \(result)")
            return
        }
        #expect(fault.label.description == "connection_reset")
    }

    @Test("throttled bytes all arrive, no faster than allowed")
    func throttles() async throws {
        let start = MonotonicTime.now
        let text = String(repeating: "x", count: 1000)
        #expect(try await echo(text) { $0.plan(.toServer) { $0.bytesPerSecond = 5000 } } == .success(text))
        #expect(MonotonicTime.now - start >= .milliseconds(150))
    }

    @Test("a refused connection is reset")
    func refuses() async throws {
        guard case .failure = try await echo("hello", through: { $0.refuse(true) }) else {
            Issue.record("the connection was not refused")
            return
        }
    }
}
