public import EventLoop
import Glibc
import JSON

/// Takes commands for a mock cluster on a local socket: a line in, a line of JSON out, as many as the peer likes.
/// Whoever may open the socket's file may use it.
// Safety: made and used on the loop's thread only.
public final class ControlSocket: @unchecked Sendable {
    private let cluster: MockCluster
    private let loop: Loop
    private let path: String
    private let number: Int32
    private let watch: Watch
    private let connections: TaskSet
    private var open: [ObjectIdentifier: LineStream] = [:]
    private var isClosed = false

    /// Listens at `path`, which must be free or left over from somebody who is gone.
    public init(_ path: String, for cluster: MockCluster, on loop: Loop) throws {
        self.cluster = cluster
        self.loop = loop
        self.path = path
        number = try LineStream.makeSocket()
        do {
            try Self.listen(number, at: path)
            watch = try Watch(number, on: loop)
        } catch {
            Glibc.close(number)
            throw error
        }
        connections = TaskSet(on: loop)
    }

    private static func listen(_ number: Int32, at path: String) throws(SystemError) {
        if LineStream.withAddress(path, { bind(number, $0, $1) }) != 0 {
            guard errno == EADDRINUSE, isLeftOver(path) else { throw SystemError("bind") }
            unlink(path)
            guard LineStream.withAddress(path, { bind(number, $0, $1) }) == 0 else { throw SystemError("bind") }
        }
        // Faults are for whoever runs the cluster.
        chmod(path, 0o600)
        guard Glibc.listen(number, 8) == 0 else { throw SystemError("listen") }
    }

    /// Whether nobody answers there any more.
    private static func isLeftOver(_ path: String) -> Bool {
        guard let number = try? LineStream.makeSocket() else { return false }  // Then it is not ours to remove.
        defer { Glibc.close(number) }
        let status = LineStream.withAddress(path) { connect(number, $0, $1) }
        return status != 0 && errno == ECONNREFUSED
    }

    /// Serves until `close`.
    public func serve() async {
        while !isClosed, await watch.readable() == .ready {
            acceptNow()
        }
        await connections.drained()
    }

    /// Ends `serve` and removes the socket's file.
    public func close() {
        loop.checkIsolated()
        guard !isClosed else { return }
        isClosed = true
        watch.cancel()
        Glibc.close(number)
        unlink(path)
        for stream in open.values { stream.close() }
    }

    private func acceptNow() {
        while true {
            let peer = accept(number, nil, nil)
            guard peer >= 0 else {
                watch.isReadable = false
                return
            }
            _ = fcntl(peer, F_SETFL, O_NONBLOCK)
            _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
            guard open.count < MockLimits.controlConnections else {
                Glibc.close(peer)
                continue
            }
            // It has closed the descriptor if it failed.
            guard let stream = try? LineStream(owning: peer, on: loop) else { continue }
            open[ObjectIdentifier(stream)] = stream
            connections.add { [self] in
                await converse(on: stream)
                stream.close()
                open[ObjectIdentifier(stream)] = nil
            }
        }
    }

    private func converse(on stream: LineStream) async {
        while let line = await stream.line() {
            var answer: [UInt8] = []
            self.answer(to: line).write(to: &answer)
            guard await stream.send(String(decoding: answer, as: UTF8.self)) else { return }
        }
    }

    private func answer(to line: String) -> JSONValue {
        do {
            return try cluster.carryOut(MockCommand(parsing: line))
        } catch {
            return ["ok": false, "error": .string(error.description)]
        }
    }
}

/// The other end of a `ControlSocket`, in a test or a tool.
// Safety: used on the loop's thread only.
public final class ControlConnection: @unchecked Sendable {
    private let stream: LineStream

    public init(to path: String, on loop: Loop) throws(SystemError) {
        stream = try LineStream.connect(to: path, on: loop)
    }

    /// Sends a command and returns what the cluster says; nil when it is gone, or too slow.
    public func send(_ command: String, until deadline: MonotonicTime) async -> String? {
        guard await stream.send(command, until: deadline) else { return nil }
        return await stream.line(until: deadline)
    }

    /// Makes something go wrong, or right again. False when the cluster did not.
    public func apply(_ fault: MockFault, until deadline: MonotonicTime) async -> Bool {
        await send(fault.command, until: deadline)?.contains("\"ok\":true") ?? false
    }

    public func close() {
        stream.close()
    }
}
