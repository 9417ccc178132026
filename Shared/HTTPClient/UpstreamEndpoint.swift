import EventLoop

/// One address of an upstream with its connections and its health.
// Safety: touched by its `Upstream` only, on the loop's thread.
final class UpstreamEndpoint: @unchecked Sendable {
    let address: SocketAddress
    var health = EndpointHealth()

    /// Requests given to this endpoint and not ended, those whose connection is still being opened included.
    var outstanding = 0

    /// Connections open or being opened. Never more than the limit.
    var openCount = 0

    /// The open connections, busy and idle, each at its `place`.
    private(set) var connections: [UpstreamConnection] = []

    /// The idle ones, the most recently used last: it is taken first, so that a pool shrinks to what is needed.
    private(set) var idle: [UpstreamConnection] = []

    init(_ address: SocketAddress) {
        self.address = address
    }

    func add(_ connection: UpstreamConnection) {
        connection.place = connections.count
        connections.append(connection)
    }

    func remove(_ connection: UpstreamConnection) {
        let last = connections.removeLast()
        if last !== connection {
            last.place = connection.place
            connections[connection.place] = last
        }
        openCount -= 1
    }

    func park(_ connection: UpstreamConnection) {
        connection.isIdle = true
        idle.append(connection)
    }

    func takeNewestIdle() -> UpstreamConnection? {
        guard let connection = idle.popLast() else { return nil }
        connection.isIdle = false
        return connection
    }

    func takeOldestIdle() -> UpstreamConnection? {
        guard let connection = idle.first else { return nil }
        takeIdle(connection)
        return connection
    }

    func takeIdle(_ connection: UpstreamConnection) {
        connection.isIdle = false
        idle.removeAll { $0 === connection }
    }
}
