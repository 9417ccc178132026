import Bytes
public import Identifiers

/// What every line about one piece of work carries, so that all of them can be found from any one.
public struct LogContext: Sendable {
    public var trace: TraceContext?
    public var requestID: UUID128?
    public var organization: UUID128?

    @inlinable
    public init(trace: TraceContext? = nil, requestID: UUID128? = nil, organization: UUID128? = nil) {
        self.trace = trace
        self.requestID = requestID
        self.organization = organization
    }
}

extension LogContext {
    /// All members at their longest.
    static let bytesMax = 192

    /// Appends the members there are, each with its leading comma: `bytesMax` bytes at most.
    func append(to bytes: inout OutputSpan<UInt8>) {
        if let trace {
            bytes.append(",\"traceId\":\"")
            trace.traceID.append(to: &bytes)
            bytes.append("\",\"spanId\":\"")
            trace.spanID.append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if let requestID {
            bytes.append(",\"requestId\":\"")
            requestID.append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if let organization {
            bytes.append(",\"org\":\"")
            organization.append(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
