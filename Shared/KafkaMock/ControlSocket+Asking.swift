public import EventLoop

extension ControlSocket {
    /// Gives a command to the cluster behind the socket at `path`, and returns its answer, a line of JSON; nil when
    /// there was none by the deadline.
    public static func ask(
        _ command: String, at path: String, on loop: Loop, until deadline: MonotonicTime
    ) async throws(SystemError) -> String? {
        let stream = try LineStream.connect(to: path, on: loop)
        defer { stream.close() }
        guard await stream.send(command, until: deadline) else { return nil }
        return await stream.line(until: deadline)
    }
}
