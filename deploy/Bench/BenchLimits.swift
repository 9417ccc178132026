/// The bounds of a bench, with what each is for.
enum BenchLimits {
    /// A server that does not listen by then is broken.
    static let startWait = Duration.seconds(10)
    /// A server that has not ended by then is killed.
    static let stopWait = Duration.seconds(5)
    /// The longest answer a probe reads.
    static let answerBytesMax = 65_536
    /// Bookings that one run of a client may create, over all its callers.
    static let bookingsPerRun = 64_000_000
    /// Connections from one source address: far below the ephemeral ports of one address.
    static let connectionsPerSource = 8_000
    /// The part of the descriptors left free: near its limit nginx closes idle connections to make room.
    static let descriptorsFreePart = 4
}
