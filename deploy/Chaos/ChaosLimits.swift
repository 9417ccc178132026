import EventLoop

/// Every bound of a run.
enum ChaosLimits {
    /// How long the platform may take to come to rest when nothing is wrong any more.
    static let restMax: Duration = .seconds(90)
    /// How long one request may take.
    static let requestMax: Duration = .seconds(15)
    /// How long a client insists on one answer.
    static let insistMax: Duration = .seconds(120)
    /// How long a crash point is waited for before another fault is drawn.
    static let pointMax: Duration = .seconds(6)
    /// Clients beside each other.
    static let clients = 8
    /// Venues, and windows at each of them: few, so that several clients want the same one.
    static let venues = 6
    static let windows = 400
    /// Between two faults, at least and at most.
    static let calm: ClosedRange<Int> = 150...900
    /// What a broker may take to say where a topic ends, and to be read.
    static let brokerMax: Duration = .seconds(60)
    /// Bytes of one message of PostgreSQL's that are looked into.
    static let messageBytesMax = 4 << 20
}
