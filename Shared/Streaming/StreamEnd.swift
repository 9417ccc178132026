// Streaming: conversations that go on after a request was answered, over WebSocket and over server-sent events.
//
// Purpose: what a handler needs to talk to a client for hours. `Response.webSocket` answers a handshake and gives the
// handler a `WebSocketSession`; `Response.events` gives it an `EventStream`. Both take what is sent without waiting and
// keep what the client has not read in a bounded queue, so that one publisher can serve thousands of clients in a loop.
//
// Model: an idle client costs a connection and no task beside the one every connection has. Reading is pulled: nothing
// is read from a client whose handler does not ask (`next`). Writing is pushed: a message goes out at the end of the
// loop's turn, and only when the kernel takes no more does it wait here. The protocols themselves are `HTTPWire`'s and
// the WHATWG's; what is added is time and space.
//
//     open ──the handler is done, a drain, an expiry, an overflow──▶ closing ──the peer's close, or the time is up──▶ over
//       └────the peer's close, a fault, silence──────────────────────────────────────────────────────────────────────▶ over
//
// Failure: whatever a peer does ends its own stream only, with a `StreamEnd` that is counted. A reader that is too slow
// is told so and cut off, never waited for: it comes back and asks for what it missed.
//
// Not here: who may connect, what is sent to whom, compression (see `WebSocketMachine`), Engine.IO.

public import HTTPWire

/// Why a stream ended: the first thing that made it end.
public enum StreamEnd: Error, Equatable, Sendable {
    /// The peer closed a WebSocket.
    case peer
    /// Our handler was done.
    case finished
    /// The server stops.
    case draining
    /// The caller must prove itself anew.
    case expired
    /// More was sent than may wait for a slow reader.
    case overflowed
    /// The peer took no bytes for too long.
    case stalled
    /// The peer answered no ping.
    case silent
    /// The peer broke the protocol or a limit.
    case fault(WebSocketFault)
    /// The connection broke, or ended without a word.
    case lost
    /// The task was cancelled: the client hung up, or the server's patience is over.
    case cancelled
    /// Our handler threw.
    case failed

    /// Bounded, for metrics and logs.
    public var label: StaticString {
        switch self {
        case .peer: "peer"
        case .finished: "finished"
        case .draining: "draining"
        case .expired: "expired"
        case .overflowed: "overflowed"
        case .stalled: "stalled"
        case .silent: "silent"
        case .fault(let fault): fault.label
        case .lost: "lost"
        case .cancelled: "cancelled"
        case .failed: "failed"
        }
    }

    /// Every label there is.
    static let labels: [String] =
        ([.peer, .finished, .draining, .expired, .overflowed, .stalled, .silent, .lost, .cancelled, .failed]
        + WebSocketFault.allCases.map { .fault($0) }).map { (end: StreamEnd) in "\(end.label)" }
}

extension WebSocketCloseCode {
    /// The caller's token has ended: get a new one and come back. In the range for applications, as an HTTP status would
    /// be; 1008 would tell a client nothing it can act on.
    public static let tokenExpired: WebSocketCloseCode = {
        guard let code = WebSocketCloseCode(rawValue: 4_401) else {
            preconditionFailure("4401 is in the range for applications")
        }
        return code
    }()
}
