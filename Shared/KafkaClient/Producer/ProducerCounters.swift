/// What a producer has done and is doing, as plain numbers, read on the loop.
public struct ProducerCounters: Sendable, Equatable {
    /// Records given to librdkafka.
    public internal(set) var submitted: UInt64 = 0
    public internal(set) var delivered: UInt64 = 0
    public internal(set) var notPersisted: UInt64 = 0
    public internal(set) var possiblyPersisted: UInt64 = 0
    public internal(set) var purged: UInt64 = 0
    /// Records refused before they were given to librdkafka: no key, too large, a topic nobody declared.
    public internal(set) var refused: UInt64 = 0
    /// Times the queue was full and records waited.
    public internal(set) var fullQueues: UInt64 = 0

    /// Handles made, the first one included.
    public internal(set) var generations: UInt64 = 0
    /// Generations that ended by a fatal error, and by a deadline or by their owner.
    public internal(set) var fatalErrors: UInt64 = 0
    public internal(set) var abandonments: UInt64 = 0
    /// Handles that librdkafka did not give up in time.
    public internal(set) var stuckHandles: UInt64 = 0
    /// Errors librdkafka told us of, retried or not.
    public internal(set) var errors: UInt64 = 0

    /// Records inside librdkafka, and their bytes.
    public internal(set) var inFlight = 0
    public internal(set) var inFlightBytes = 0
    /// Records waiting for room or for a new handle.
    public internal(set) var waiting = 0

    init() {}
}
