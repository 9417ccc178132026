public import EventLoop
import Synchronization

/// A TCP proxy that misbehaves on purpose, between a client and a server under test. Each direction has a plan, read
/// anew for each piece of data, so that a test can change the weather in the middle of a connection.
public final class FaultProxy: Sendable {
    /// What happens to the bytes of one direction.
    public struct Plan: Sendable {
        /// How long each piece is held back.
        public var delay: Duration = .zero
        /// At most so many bytes a second.
        public var bytesPerSecond: Int?
        /// After so many bytes, everything is swallowed and the connection stays open.
        public var dropAfter: Int?
        /// After so many bytes, the receiver sees the end of the stream, while the other direction goes on.
        public var halfCloseAfter: Int?
        /// After so many bytes, both sides see a reset.
        public var resetAfter: Int?

        public init() {}
    }

    /// Where the bytes go.
    public enum Direction: Int, Sendable {
        case toServer
        case toClient
    }

    public let address: SocketAddress
    private let server: SocketAddress
    private let loop: Loop
    private let listener: TCPListener
    private let tasks: TaskSet
    private let plans = Mutex([Plan(), Plan()])
    private let refuses = Mutex(false)

    /// Starts the proxy on a free loopback port. Must be called on `loop`.
    public init(to server: SocketAddress, on loop: Loop) throws {
        self.server = server
        self.loop = loop
        listener = try TCPListener(.loopback(port: 0), on: loop)
        address = listener.address
        tasks = TaskSet(on: loop)
        tasks.add { [self] in await acceptAll() }
    }

    /// Changes what happens to one direction from now on.
    public func plan(_ direction: Direction, _ change: (inout Plan) -> Void) {
        plans.withLock { change(&$0[direction.rawValue]) }
    }

    /// Closes new connections at once, or stops doing so.
    public func refuse(_ refusing: Bool) {
        refuses.withLock { $0 = refusing }
    }

    /// Ends every connection and stops listening. Must be called on the loop.
    public func stop() async {
        listener.close()
        tasks.cancelAll()
        await tasks.drained()
    }

    private func acceptAll() async {
        do {
            while true {
                for client in try await listener.accept() {
                    if refuses.withLock({ $0 }) {
                        client.reset()
                    } else {
                        tasks.add { [self] in await carry(client) }
                    }
                }
            }
        } catch {
            // Closed: the proxy is stopping.
            return
        }
    }

    private func carry(_ client: TCPStream) async {
        // How the connecting fails is of no interest to the client.
        guard let upstream = try? await TCPStream.connect(to: server, on: loop, until: .now + .seconds(5)) else {
            // The server is not there: the client sees what it would see without us.
            return client.reset()
        }
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask(executorPreference: loop) { [self] in await pump(client, upstream, .toServer) }
                group.addTask(executorPreference: loop) { [self] in await pump(upstream, client, .toClient) }
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

    private func pump(_ source: TCPStream, _ sink: TCPStream, _ direction: Direction) async {
        var passed = 0
        do {
            while true {
                let piece = try await source.receive { span in
                    var copy: [UInt8] = []
                    copy.reserveCapacity(span.count)
                    for index in span.indices { copy.append(span[index]) }
                    return copy
                }
                if piece.isEmpty { break }
                guard try await pass(piece, &passed, to: sink, direction) else { return }
            }
            sink.finishSending()
        } catch {
            // One side broke or the proxy stops: the other side must see it too.
            source.reset()
            sink.reset()
        }
    }

    /// Passes one piece on according to the plan; false when this direction has ended.
    private func pass(
        _ piece: [UInt8], _ passed: inout Int, to sink: TCPStream, _ direction: Direction
    ) async throws -> Bool {
        let plan = plans.withLock { $0[direction.rawValue] }
        if plan.delay > .zero { try await loop.sleep(for: plan.delay) }
        let ends = [plan.dropAfter, plan.halfCloseAfter, plan.resetAfter].compactMap { $0 }
        let allowed = min(piece.count, max(0, (ends.min() ?? .max) - passed))
        try await sendThrottled(Array(piece[..<allowed]), plan.bytesPerSecond, to: sink)
        passed += allowed
        if let limit = plan.resetAfter, passed >= limit { throw StreamFault.closed }
        if let limit = plan.halfCloseAfter, passed >= limit {
            sink.finishSending()
            return false
        }
        return true
    }

    private func sendThrottled(_ bytes: [UInt8], _ bytesPerSecond: Int?, to sink: TCPStream) async throws {
        guard let bytesPerSecond else { return try await sink.send(bytes) }
        let step = max(1, bytesPerSecond / 50)
        var rest = bytes[...]
        while !rest.isEmpty {
            try await sink.send(Array(rest.prefix(step)))
            rest = rest.dropFirst(step)
            try await loop.sleep(for: .milliseconds(20))
        }
    }
}
