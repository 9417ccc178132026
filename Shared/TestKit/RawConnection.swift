public import EventLoop

/// A TCP connection that says exactly what a test wants said, and remembers everything that came back.
// Safety: its stream checks that every call is made on the loop's thread; what was received is touched beside it.
public final class RawConnection: @unchecked Sendable {
    public let stream: TCPStream
    private var received: [UInt8] = []
    private var taken = 0

    /// How a connection ended.
    public enum End: Sendable, Equatable {
        case closed
        case reset
        case stillOpen
    }

    public init(to address: SocketAddress, on loop: Loop) async throws {
        stream = try await TCPStream.connect(to: address, on: loop, until: .now + .seconds(5))
    }

    public func send(_ text: String) async throws {
        try await stream.send(Array(text.utf8), until: .now + .seconds(30))
    }

    public func send(_ bytes: [UInt8]) async throws {
        try await stream.send(bytes, until: .now + .seconds(30))
    }

    /// Sends one byte at a time, each in a segment of its own as far as the kernel allows.
    public func sendSlowly(_ text: String) async throws {
        for byte in text.utf8 {
            try await stream.send([byte], until: .now + .seconds(30))
            await Task.yield()
        }
    }

    /// What came since the last call, up to and including `marker`.
    public func read(through marker: String, within limit: Duration = .seconds(30)) async throws -> String {
        let wanted = Array(marker.utf8)
        let deadline = MonotonicTime.now + limit
        while true {
            if let end = position(after: wanted) {
                defer { taken = end }
                return String(decoding: received[taken..<end], as: UTF8.self)
            }
            guard try await receiveMore(until: deadline) else {
                throw WaitTimedOut(
                    description: "the peer ended before \(marker.debugDescription); it said \(rest.debugDescription)")
            }
        }
    }

    /// Everything until the peer ends the connection, and how it ended.
    public func readToEnd(within limit: Duration = .seconds(30)) async -> (text: String, end: End) {
        let deadline = MonotonicTime.now + limit
        var end = End.closed
        do {
            while try await receiveMore(until: deadline) {}
        } catch StreamFault.deadline {
            end = .stillOpen
        } catch {
            end = .reset
        }
        defer { taken = received.count }
        return (rest, end)
    }

    public func close() {
        stream.close()
    }

    private var rest: String { String(decoding: received[taken...], as: UTF8.self) }

    private func receiveMore(until deadline: MonotonicTime) async throws -> Bool {
        let before = received.count
        try await stream.receive(until: deadline) { span in
            for index in span.indices { received.append(span[index]) }
        }
        return received.count > before
    }

    private func position(after marker: [UInt8]) -> Int? {
        guard received.count - taken >= marker.count else { return nil }
        for start in taken...(received.count - marker.count)
        where Array(received[start..<(start + marker.count)]) == marker {
            return start + marker.count
        }
        return nil
    }
}
