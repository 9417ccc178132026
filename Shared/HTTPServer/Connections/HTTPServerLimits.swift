/// Every bound and time limit of a server beyond those of the wire (`HTTPWireLimits`), in one place. What a route may
/// change for itself (its deadline) is a default here.
public struct HTTPServerLimits: Sendable, Equatable {
    /// Connections at once, of all endpoints that share a ledger; one more is answered 503 and closed.
    public var connectionsMax = 20_000

    /// Connections from one address (of IPv6, one /64), likewise.
    public var connectionsPerAddressMax = 20_000

    /// How long a connection may wait for its first or next request.
    public var idleTimeout: Duration = .seconds(65)

    /// From the first byte of a request to the end of its head.
    public var headTimeout: Duration = .seconds(10)

    /// How long a body may stay below `transferBytesPerSecondMin` before its sender is given up; see `Pace`.
    public var bodyGrace: Duration = .seconds(10)

    /// How long a response may stay below `transferBytesPerSecondMin` before its reader is given up; see `Pace`.
    public var responseGrace: Duration = .seconds(10)

    /// The least pace of a body or a response once its grace is used up.
    public var transferBytesPerSecondMin = 1024

    /// How long a handler may take before its task is cancelled and the client is told.
    public var requestDeadline: Duration = .seconds(30)

    /// How long a request goes on after its client has finished sending. A client may rightly shut its side and wait
    /// for the answer; one that has gone looks just the same, and its work must not go on for ever.
    public var halfCloseGrace: Duration = .seconds(2)

    /// What is read and thrown away of a body nobody wanted, so that the connection can go on, in bytes.
    public var drainBytesMax = 64 << 10

    /// How long a closing connection still listens, so that our last answer is not lost in a reset.
    public var lingerTimeout: Duration = .seconds(1)

    /// Requests served over one connection; the last answer says `Connection: close`.
    public var requestsPerConnectionMax = Int.max

    public init() {}
}
