/// When to ping an idle peer and when to give it up, over whatever clock the owner's timers use. The owner keeps one
/// timer per connection, asks `decide` when it fires, and sets it again to the instant returned; what the peer sends
/// only moves a number, so that busy connections cost no timer work.
public struct WebSocketKeepAlive<Time: InstantProtocol>: Sendable where Time.Duration == Duration {
    /// What to do now.
    public enum Decision: Equatable, Sendable {
        /// Nothing before this instant.
        case wait(until: Time)
        /// Send a ping, and ask again at this instant.
        case ping(thenUntil: Time)
        /// The peer is silent: end the connection.
        case giveUp
    }

    private let interval: Duration
    private let timeout: Duration
    private var heardAt: Time
    private var pingedAt: Time?

    /// Pings after `interval` without a byte from the peer, and gives up `timeout` after an unanswered ping.
    public init(interval: Duration, timeout: Duration, now: Time) {
        precondition(interval > .zero, "an interval takes time")
        precondition(timeout > .zero, "a timeout takes time")
        self.interval = interval
        self.timeout = timeout
        heardAt = now
    }

    /// Anything at all came from the peer, which proves it alive as well as a pong would.
    public mutating func heard(at now: Time) {
        heardAt = now
        pingedAt = nil
    }

    /// To be asked when the timer fires; early or repeated questions do no harm.
    public mutating func decide(at now: Time) -> Decision {
        if let pingedAt {
            let end = pingedAt.advanced(by: timeout)
            return now < end ? .wait(until: end) : .giveUp
        }
        let due = heardAt.advanced(by: interval)
        guard now >= due else { return .wait(until: due) }
        pingedAt = now
        return .ping(thenUntil: now.advanced(by: timeout))
    }
}
