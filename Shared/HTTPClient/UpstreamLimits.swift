public import HTTPWire

/// Every bound the outgoing side keeps, with its unit. What is exactly at a limit is accepted.
public struct UpstreamLimits: Sendable {
    /// Time for opening a connection.
    public var connectTimeout = Duration.seconds(1)
    /// Time from the last byte of the request to the last byte of the final response's head. A request may ask for
    /// more (long polling) or less.
    public var headTimeout = Duration.seconds(10)
    /// Time between two pieces of a response body, and between two pieces of a request body that the upstream takes.
    public var bodyIdleTimeout = Duration.seconds(30)
    /// Time a connection is kept without a request. Below the 65 s of our own server, so that the side that sends
    /// requests closes first and no request meets a connection that is just being closed.
    public var idleTimeout = Duration.seconds(55)
    /// Time a request waits for a connection when all of them are busy.
    public var waitTimeout = Duration.seconds(2)

    /// Connections to one endpoint, idle and busy together.
    public var connectionsPerEndpointMax = 64
    /// Requests waiting for a connection; one more is refused with `queueFull`.
    public var waitersMax = 256

    /// What the response parser accepts: heads, interim responses, chunks and trailers. Bodies are streamed, so their
    /// length is bounded by whoever collects them.
    public var wire = HTTPWireLimits()
    /// Bytes of a complete body up to which it is copied behind the head, so that both leave in one segment.
    public var joinedBodyBytesMax = 16 * 1024
    /// Bytes of a response body that `HTTPCaller` collects.
    public var answerBytesMax = 1024 * 1024

    /// Retries of one request.
    public var retriesMax = 1
    /// Retries for each hundred requests, so that retries never double the load on an upstream that is in trouble.
    public var retryBudgetPercent = 20
    /// Retries that may be saved up.
    public var retryBudgetMax = 10

    /// Failures in a row after which an endpoint is ejected.
    public var failuresToEject = 5
    /// How long the first ejection lasts; each next one twice as long.
    public var ejectionMin = Duration.seconds(30)
    /// How long an ejection lasts at most.
    public var ejectionMax = Duration.seconds(300)
    /// The share of endpoints that may be ejected at a time, in percent, rounded down.
    public var ejectedPercentMax = 50

    /// The defaults, each of which can be set afterwards.
    public init() {}
}
