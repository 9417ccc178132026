import EventLoop

/// How long one exchange may wait for what, as every request needs it: a `Duration` costs a division of 128 bits each time
/// it is made a number.
public struct ExchangeTimeouts: Sendable {
    /// Nanoseconds from the end of the request to the head of its response.
    let head: UInt64
    /// Nanoseconds without a byte of a body.
    let bodyIdle: UInt64

    public init(head: Duration, bodyIdle: Duration) {
        self.head = head.clampedNanoseconds
        self.bodyIdle = bodyIdle.clampedNanoseconds
    }
}
