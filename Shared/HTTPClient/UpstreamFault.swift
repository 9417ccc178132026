public import EventLoop
import Glibc
public import HTTPWire

/// Why an exchange with an upstream did not come to a complete response.
public enum UpstreamFault: Error, Sendable {
    /// No connection could be opened.
    case connectFailed(StreamFault)
    /// There is no endpoint to send to: none is configured, or the upstream was closed.
    case noHealthyEndpoint
    /// Too many requests wait for a connection already.
    case queueFull
    /// The upstream took longer than one of its limits allows.
    case timedOut(Phase)
    /// The caller's own deadline came first. Never held against the endpoint.
    case deadline(Phase)
    /// What came is no HTTP/1.1 response we accept.
    case protocolError(HTTPParseFault)
    /// The connection ended before the response did.
    case closedEarly(midBody: Bool)
    /// The calling task was cancelled, or the upstream was told to end what it is doing.
    case cancelled
    /// The source of the request's body failed or gave another number of bytes than was announced.
    case bodySourceFailed(any Error)

    /// What was waited for.
    public enum Phase: UInt8, Sendable, CaseIterable {
        /// A free connection.
        case waiting
        /// A new connection.
        case connecting
        /// Room for the request.
        case sending
        /// The head of the final response.
        case head
        /// The next piece of the response's body.
        case body
    }
}

/// The source of a request body gave more or fewer bytes than the request's `Content-Length` announced.
public struct BodyLengthMismatch: Error, Equatable {
    /// Bytes announced.
    public let announced: Int
    /// Bytes given before the mismatch was seen.
    public let given: Int
}

extension UpstreamFault {
    /// The kinds of faults without their details: what counters are kept by.
    public enum Kind: Int, Sendable, CaseIterable {
        case connectFailed, connectTimedOut, noHealthyEndpoint, queueFull, waitTimedOut, sendTimedOut, headTimedOut
        case bodyTimedOut, deadline, protocolError, closedBeforeHead, closedMidBody, cancelled, bodySourceFailed
    }

    /// The fault without its details.
    public var kind: Kind {
        switch self {
        case .connectFailed: .connectFailed
        case .noHealthyEndpoint: .noHealthyEndpoint
        case .queueFull: .queueFull
        case .timedOut(.waiting): .waitTimedOut
        case .timedOut(.connecting): .connectTimedOut
        case .timedOut(.sending): .sendTimedOut
        case .timedOut(.head): .headTimedOut
        case .timedOut(.body): .bodyTimedOut
        case .deadline: .deadline
        case .protocolError: .protocolError
        case .closedEarly(let midBody): midBody ? .closedMidBody : .closedBeforeHead
        case .cancelled: .cancelled
        case .bodySourceFailed: .bodySourceFailed
        }
    }

    /// Bounded, for metrics and logs.
    public var label: StaticString { kind.label }

    /// What a gateway answers when nothing of a response has been passed on yet. For `cancelled` there is usually
    /// nobody left to answer.
    public var status: HTTPStatus {
        switch kind {
        case .connectFailed, .protocolError, .closedBeforeHead, .closedMidBody: .badGateway
        case .noHealthyEndpoint, .queueFull, .waitTimedOut, .cancelled: .serviceUnavailable
        case .connectTimedOut, .sendTimedOut, .headTimedOut, .bodyTimedOut, .deadline: .gatewayTimeout
        case .bodySourceFailed: .badRequest
        }
    }

    /// Whether the endpoint is to blame, as opposed to the caller or ourselves.
    var countsAgainstEndpoint: Bool {
        if case .connectFailed(.system(let error)) = self, Self.ownShortages.contains(error.code) { return false }
        return switch kind {
        case .connectFailed, .connectTimedOut, .sendTimedOut, .headTimedOut, .bodyTimedOut, .protocolError,
            .closedBeforeHead, .closedMidBody:
            true
        case .noHealthyEndpoint, .queueFull, .waitTimedOut, .deadline, .cancelled, .bodySourceFailed:
            false
        }
    }
}

extension UpstreamFault {
    /// What the kernel says when it is this machine that cannot open another connection.
    private static let ownShortages: Set<Int32> = [EMFILE, ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL]
}

extension UpstreamFault.Kind {
    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .connectFailed: "connect_failed"
        case .connectTimedOut: "connect_timed_out"
        case .noHealthyEndpoint: "no_healthy_endpoint"
        case .queueFull: "queue_full"
        case .waitTimedOut: "wait_timed_out"
        case .sendTimedOut: "send_timed_out"
        case .headTimedOut: "head_timed_out"
        case .bodyTimedOut: "body_timed_out"
        case .deadline: "deadline"
        case .protocolError: "protocol_error"
        case .closedBeforeHead: "closed_before_head"
        case .closedMidBody: "closed_mid_body"
        case .cancelled: "cancelled"
        case .bodySourceFailed: "body_source_failed"
        }
    }
}
