import Bytes

extension Logger {
    /// Writes the one line a request leaves, beside its context. A server fault is a warning: the error itself was logged
    /// where it arose. The line is put together in `storage`, which is empty before and holds it after: whoever writes
    /// many uses one.
    ///
    /// `request` is the method, and the route's template: never the path, which may hold ids and what a user typed.
    /// `upstream` says who answered, when this process did not, and `outcome` how it ended, when not with a whole answer
    /// to a request.
    public func access(
        _ request: PreparedMembers, status: Int, nanoseconds: UInt64, bytesIn: Int, bytesOut: Int,
        upstream: PreparedMembers? = nil, outcome: StaticString? = nil, in storage: inout [UInt8]
    ) {
        let level: LogLevel = status >= 500 ? .warning : .info
        guard output.isEnabled(level) else { return }
        var lent: [UInt8] = []
        swap(&lent, &storage)
        var line = output.beginRequest(level, context, in: consume lent)
        line.add(request)
        // What differs from request to request, in one piece.
        line.add([LogKeySet(.status), LogKeySet(.duration), LogKeySet(.bytesIn), LogKeySet(.bytesOut)], atMost: 160) {
            (room: inout OutputSpan<UInt8>) in
            room.append(LogKey.status.member)
            room.append(decimal: status)
            room.append(LogKey.duration.member)
            room.append(thousandths: nanoseconds / 1000)
            room.append(LogKey.bytesIn.member)
            room.append(decimal: bytesIn)
            room.append(LogKey.bytesOut.member)
            room.append(decimal: bytesOut)
        }
        if let upstream { line.add(upstream) }
        if let outcome { line.add(.outcome, outcome) }
        lent = line.finish()
        output.append(lent, isUrgent: false)
        swap(&lent, &storage)
    }
}

extension PreparedMembers {
    /// What the access lines of a route have in common.
    public init(method: String, route: String) {
        self.init { line in
            line.add(.method, method)
            line.add(.route, route)
        }
    }

    /// Who answered the request.
    public init(upstream: String) {
        self.init { $0.add(.upstream, upstream) }
    }
}
