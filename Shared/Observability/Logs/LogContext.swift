public import Identifiers

/// What every line about one piece of work carries, so that all of them can be found from any one.
public struct LogContext: Sendable {
    public var trace: TraceContext?
    public var requestID: UUID128?
    public var organization: UUID128?

    public init(trace: TraceContext? = nil, requestID: UUID128? = nil, organization: UUID128? = nil) {
        self.trace = trace
        self.requestID = requestID
        self.organization = organization
    }
}
