import EventLoop
import Foundation

/// The clients: each asks once and throws away what comes.
// Safety: used on its loop only.
final class Readers: @unchecked Sendable {
    private let server: SocketAddress
    private let path: String
    private let loop: Loop
    private let tasks: TaskSet

    init(_ server: SocketAddress, _ path: String, on loop: Loop) {
        (self.server, self.path, self.loop) = (server, path, loop)
        tasks = TaskSet(on: loop)
    }

    func run(_ count: Int) async {
        for _ in 0..<count {
            // One that cannot connect is missed by the server, which says so.
            guard let stream = try? await TCPStream.connect(to: server, on: loop, until: .now + .seconds(10)) else {
                continue
            }
            tasks.add { [self] in await read(stream) }
        }
        await tasks.drained()
    }

    private func read(_ stream: TCPStream) async {
        let request =
            "GET /\(path) HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        do {
            try await stream.send(Array(request.utf8))
            while try await stream.receive({ $0.count }) > 0 {}
        } catch {
            // The server has ended it.
        }
        stream.close()
    }
}
