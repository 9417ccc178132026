import Bytes

/// What the access line says about one request beside its context.
public struct AccessRecord: Sendable {
    /// The request's method, and the route's template: never the path, which may hold ids and what a user typed.
    public var request: PreparedMembers
    public var status: Int
    public var nanoseconds: UInt64
    public var bytesIn: Int
    public var bytesOut: Int
    /// Which upstream answered, when this process did not.
    public var upstream: PreparedMembers?
    /// How it ended, when not with a whole answer to a request.
    public var outcome: StaticString?

    @inlinable
    public init(
        _ request: PreparedMembers, status: Int, nanoseconds: UInt64, bytesIn: Int = 0, bytesOut: Int = 0,
        upstream: PreparedMembers? = nil, outcome: StaticString? = nil
    ) {
        self.request = request
        self.status = status
        self.nanoseconds = nanoseconds
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.upstream = upstream
        self.outcome = outcome
    }
}

extension Logger {
    /// Writes the one line a request leaves. A server fault is a warning: the error itself was logged where it arose.
    /// The line is put together in `storage`, which is empty before and holds it after: whoever writes many uses one.
    public func access(_ record: borrowing AccessRecord, in storage: inout [UInt8]) {
        let level: LogLevel = record.status >= 500 ? .warning : .info
        guard output.isEnabled(level) else { return }
        var lent: [UInt8] = []
        swap(&lent, &storage)
        var line = output.beginRequest(level, context, in: consume lent)
        line.add(record.request)
        line.add(figures: record)
        if let upstream = record.upstream { line.add(upstream) }
        if let outcome = record.outcome { line.add(.outcome, outcome) }
        lent = line.finish()
        output.append(lent, isUrgent: false)
        swap(&lent, &storage)
    }
}

extension LogLine {
    /// Adds what differs from request to request.
    fileprivate mutating func add(figures record: borrowing AccessRecord) {
        let (status, nanoseconds) = (record.status, record.nanoseconds)
        let (bytesIn, bytesOut) = (record.bytesIn, record.bytesOut)
        add([LogKeySet(.status), LogKeySet(.duration), LogKeySet(.bytesIn), LogKeySet(.bytesOut)], atMost: 160) {
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
