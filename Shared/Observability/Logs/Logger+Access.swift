/// What the access line says about one request beside its context.
public struct AccessRecord: Sendable {
    /// The request's method.
    public var method: String
    /// The route's template, never the path: the path may hold ids and what a user typed.
    public var route: String
    public var status: Int
    public var duration: Duration
    public var bytesIn: Int
    public var bytesOut: Int
    /// Which upstream answered, when this process did not.
    public var upstream: String?
    /// How it ended, when not with a whole answer to a request.
    public var outcome: StaticString?

    public init(
        method: String, route: String, status: Int, duration: Duration, bytesIn: Int = 0, bytesOut: Int = 0,
        upstream: String? = nil, outcome: StaticString? = nil
    ) {
        self.method = method
        self.route = route
        self.status = status
        self.duration = duration
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
            line.add(.method, record.method)
            line.add(.route, record.route)
            line.add(.status, record.status)
            line.add(.duration, record.duration)
            line.add(.bytesIn, record.bytesIn)
            line.add(.bytesOut, record.bytesOut)
            if let upstream = record.upstream { line.add(.upstream, upstream) }
            if let outcome = record.outcome { line.add(.outcome, outcome) }
        }
    }
}
