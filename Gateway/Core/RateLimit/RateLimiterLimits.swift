/// What a rate limiter accepts and how much it may hold.
enum RateLimiterLimits {
    /// Policies one limiter knows.
    static let policiesMax = 64
    /// Charges decided together: subject, organisation, address and route class.
    static let chargesMax = 4
    /// Bytes of a policy's name.
    static let nameBytesMax = 32
    /// Requests a policy may allow in its window.
    static let limitMax = 1_000_000
    /// The longest window: a day.
    static let windowSecondsMax = 86_400
    /// Up to this limit every arrival is remembered, four bytes each, and the count is exact.
    static let exactLimitMax = 128
    /// `limit × window` in request-nanoseconds. Sums of two such products must fit 64 bits.
    static let weightMax: UInt64 = 1 << 62
    /// Live keys a limiter holds unless it is told otherwise.
    static let keysMaxDefault = 65_536
    /// Keys a limiter may be told to hold; a place in the table is 48 bytes, and up to 512 more in exact mode.
    static let keysMaxHighest = 4_194_304
    /// Idle keys looked at for one place, of each policy.
    static let evictionLooks = 8
    /// Requests of one key that may be allowed under way at once.
    static let flightsMaxHighest = 1_000_000
    /// Independently locked parts; a power of two.
    static let shards = 32
}
