import EventLoop
import ServiceRuntime

/// Between the services and PostgreSQL: it listens for one moment at a time and holds that connection there.
// Safety: used on the loop's thread only.
final class StatementProxy: @unchecked Sendable {
    /// What is done with a connection at the moment that is waited for.
    struct Trap {
        /// Whose connection it must be: a database role's beginning, such as `booking_`.
        let rolePrefix: String
        let moment: StatementMoment
        /// Whether the server hears of it first; its answer is swallowed then.
        let isAfter: Bool
        /// Runs while both directions are held; the connection is broken afterwards.
        let act: () async -> Void
    }

    let port: UInt16
    private let server: SocketAddress
    private let loop: Loop
    private let listener: TCPListener
    private let tasks: TaskSet
    private var trap: Trap?
    /// Opened when the trap has sprung.
    private var sprung: Latch?

    init(to server: SocketAddress, on loop: Loop) throws {
        self.server = server
        self.loop = loop
        listener = try TCPListener(.loopback(port: 0), on: loop)
        port = listener.address.port
        tasks = TaskSet(on: loop)
        tasks.add { [self] in await acceptAll() }
    }

    /// Sets a trap and waits until it has sprung; false when its time is over first.
    func spring(_ trap: Trap, within limit: Duration) async -> Bool {
        let sprung = Latch()
        (self.trap, self.sprung) = (trap, sprung)
        // That its time is over is the answer.
        _ = try? await withDeadline(.now + limit, on: loop) { await sprung.wait() }
        self.trap = nil
        return sprung.isOpen
    }

    func stop() async {
        listener.close()
        tasks.cancelAll()
        await tasks.drained()
    }

    private func acceptAll() async {
        do {
            while true {
                for client in try await listener.accept() {
                    tasks.add { [self] in await carry(client) }
                }
            }
        } catch {
            // Closed: the run is over.
            return
        }
    }

    /// One connection and how it stands.
    // Safety: used on the loop's thread only.
    private final class Pair: @unchecked Sendable {
        let client: TCPStream
        let server: TCPStream
        var scanner = FrontendScanner()
        /// Whether nothing reaches the client any more.
        var isSilenced = false

        init(_ client: TCPStream, _ server: TCPStream) {
            (self.client, self.server) = (client, server)
        }

        func breakOff() {
            client.reset()
            server.reset()
        }
    }

    private func carry(_ client: TCPStream) async {
        // A server that is away is what the client would find without us.
        guard let upstream = try? await TCPStream.connect(to: server, on: loop, until: .now + .seconds(5)) else {
            return client.reset()
        }
        let pair = Pair(client, upstream)
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask(executorPreference: loop) { [self] in await listen(pair) }
                group.addTask(executorPreference: loop) { [self] in await answer(pair) }
            }
        } onCancel: {
            loop.execute {
                client.interrupt()
                upstream.interrupt()
            }
        }
        client.close()
        upstream.close()
    }

    private func listen(_ pair: Pair) async {
        do {
            while true {
                let piece = try await pair.client.receive { span in span.indices.map { span[$0] } }
                guard !piece.isEmpty else { break }
                let moments = pair.scanner.take(piece)
                if let trap = taken(by: pair, moments) {
                    try await spring(trap, on: pair, with: piece)
                    return pair.breakOff()
                }
                try await pair.server.send(piece)
            }
            pair.server.finishSending()
        } catch {
            // One side broke or the proxy stops: the other side must see it too.
            pair.breakOff()
        }
    }

    private func taken(by pair: Pair, _ moments: [StatementMoment]) -> Trap? {
        guard let trap, moments.contains(trap.moment), pair.scanner.role?.hasPrefix(trap.rolePrefix) == true else {
            return nil
        }
        self.trap = nil
        return trap
    }

    private func spring(_ trap: Trap, on pair: Pair, with piece: [UInt8]) async throws {
        if trap.isAfter {
            pair.isSilenced = true
            try await pair.server.send(piece)
            // Long enough for the server to have done it.
            try await loop.sleep(for: .milliseconds(30))
        }
        await trap.act()
        sprung?.open()
    }

    private func answer(_ pair: Pair) async {
        do {
            while true {
                let piece = try await pair.server.receive { span in span.indices.map { span[$0] } }
                guard !piece.isEmpty else { break }
                if !pair.isSilenced { try await pair.client.send(piece) }
            }
            pair.client.finishSending()
        } catch {
            // As above.
            pair.breakOff()
        }
    }
}
