/// What the access line says about one request beside its context.
public struct AccessRecord: Sendable {
    /// The request's method, and the route's template: never the path, which may hold ids and what a user typed.
    public var request: PreparedMembers
    public var status: Int
    public var nanoseconds: UInt64
    public var bytesIn: Int
    public var bytesOut: Int
    /// Which upstream answered, when this process did not.
    public var upstream: String?
    /// How it ended, when not with a whole answer to a request.
    public var outcome: StaticString?

    public init(
        _ request: PreparedMembers, status: Int, nanoseconds: UInt64, bytesIn: Int = 0, bytesOut: Int = 0,
        upstream: String? = nil, outcome: StaticString? = nil
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
    public func access(_ record: borrowing AccessRecord) {
        let level: LogLevel = record.status >= 500 ? .warning : .info
        guard isEnabled(level) else { return }
        log(level, "request") { line in
            line.add(record.request)
            line.add(.status, record.status)
            line.add(.duration, nanoseconds: record.nanoseconds)
            line.add(.bytesIn, record.bytesIn)
            line.add(.bytesOut, record.bytesOut)
            if let upstream = record.upstream { line.add(.upstream, upstream) }
            if let outcome = record.outcome { line.add(.outcome, outcome) }
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
}
