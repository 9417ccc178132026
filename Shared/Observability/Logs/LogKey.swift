/// Every member a log line may have beside the fixed ones (time, level, service, message, traceId, spanId, requestId,
/// org). One list, so that the same thing has the same name in every service and nothing personal slips in under a
/// name made up on the spot.
public enum LogKey: UInt8, Sendable, CaseIterable {
    // The request.
    case method, route, status, duration, bytesIn, bytesOut, upstream, protocolVersion, outcome
    // Who, always through `Classified`.
    case subject, peer
    // Events.
    case eventID, eventType, topic, partition, offset, aggregateID, aggregateVersion, consumer, handler, correlationID
    // The process and its parts.
    case component, name, version, host, port, signal, exitCode, phase, state, setting, path
    // Figures.
    case count, limit, size, attempt, waiting, elapsed, deadline, dropped
    // What went wrong.
    case error, errorType, errorDetail, reason, code, line

    /// The member's name as it stands in a line, with all that surrounds it: one append instead of three.
    @inline(__always)
    var member: StaticString {
        switch self {
        case .method: ",\"method\":"
        case .route: ",\"route\":"
        case .status: ",\"status\":"
        case .duration: ",\"duration\":"
        case .bytesIn: ",\"bytesIn\":"
        case .bytesOut: ",\"bytesOut\":"
        case .upstream: ",\"upstream\":"
        case .protocolVersion: ",\"protocolVersion\":"
        case .outcome: ",\"outcome\":"
        case .subject: ",\"subject\":"
        case .peer: ",\"peer\":"
        case .eventID: ",\"eventId\":"
        case .eventType: ",\"eventType\":"
        case .topic: ",\"topic\":"
        case .partition: ",\"partition\":"
        case .offset: ",\"offset\":"
        case .aggregateID: ",\"aggregateId\":"
        case .aggregateVersion: ",\"aggregateVersion\":"
        case .consumer: ",\"consumer\":"
        case .handler: ",\"handler\":"
        case .correlationID: ",\"correlationId\":"
        case .component: ",\"component\":"
        case .name: ",\"name\":"
        case .version: ",\"version\":"
        case .host: ",\"host\":"
        case .port: ",\"port\":"
        case .signal: ",\"signal\":"
        case .exitCode: ",\"exitCode\":"
        case .phase: ",\"phase\":"
        case .state: ",\"state\":"
        case .setting: ",\"setting\":"
        case .path: ",\"path\":"
        case .count: ",\"count\":"
        case .limit: ",\"limit\":"
        case .size: ",\"size\":"
        case .attempt: ",\"attempt\":"
        case .waiting: ",\"waiting\":"
        case .elapsed: ",\"elapsed\":"
        case .deadline: ",\"deadline\":"
        case .dropped: ",\"dropped\":"
        case .error: ",\"error\":"
        case .errorType: ",\"errorType\":"
        case .errorDetail: ",\"errorDetail\":"
        case .reason: ",\"reason\":"
        case .code: ",\"code\":"
        case .line: ",\"line\":"
        }
    }
}
