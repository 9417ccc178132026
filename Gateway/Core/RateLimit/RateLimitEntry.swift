/// What is remembered of one key under one policy: 48 bytes. The two counters mean, in weighted mode, the requests of
/// the previous and of the current window; in exact mode, where the oldest arrival is in the log and how many there
/// are.
struct RateLimitEntry: Sendable {
    var key: UInt64
    /// The window of the clock in which the key was last looked at.
    var epoch: UInt64
    var first: UInt32 = 0
    var second: UInt32 = 0
    /// The place of the key's log in exact mode.
    var log: Int32 = Self.none
    /// The next entry whose hash falls into the same slot; the next free entry when this one is free.
    var next: Int32 = Self.none
    /// Neighbours in the order of epochs, within one policy.
    var older: Int32 = Self.none
    var newer: Int32 = Self.none
    var policy: UInt8
    /// Requests of the key that are under way. While there are any, the place is not given away.
    var flights: UInt32 = 0

    static let none: Int32 = -1
}
