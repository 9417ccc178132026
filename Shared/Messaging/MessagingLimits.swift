/// Every bound of this module that is not a setting, and the defaults of those that are. Inclusive: exactly the limit is
/// accepted.
public enum MessagingLimits {
    // MARK: Outbox

    /// A record's key, value and headers together. A broker refuses batches above 1 048 588 bytes unless told otherwise.
    public static let recordBytesMax = 1_040_000
    /// Rows in an outbox before writes are refused: ten minutes at 500 events a second, half a gigabyte at the most
    /// usual sizes.
    public static let outboxRowsMax = 300_000
    /// What a refused writer is told to wait.
    static let outboxRetryAfterSeconds = 5

    // MARK: Relay

    /// Rows of one batch, and the bytes of their payloads: more is left to the next one. A batch has at least one row.
    public static let relayBatchRows = 500
    static let relayBatchBytes = 8 * 1024 * 1024
    /// Rows that wait for the broker's answers, and the bytes of their payloads: nothing is read beyond, so the producer
    /// has at most a batch more.
    public static let relayUnderWayRows = 5_000
    static let relayUnderWayBytes = 16 * 1024 * 1024
    /// Keys that are held back at a time. Beyond, nothing is read until one of them is free.
    static let heldKeysMax = 10_000
    /// Bytes kept of a failure's text in a row.
    static let lastErrorBytes = 200

    // MARK: Consumer

    /// Lanes of one consumer.
    public static let lanes = 1...64
    /// Bytes of records taken from the broker and not dealt with; no more are taken beyond.
    public static let queuedBytesMax = 16 * 1024 * 1024
    /// Records taken from the broker at a time.
    static let takenAtOnce = 100
    /// Attempts at an event whose handler fails for reasons of its own.
    public static let attemptsInPlace = 3
    /// Attempts at such an event later, while its key is parked: with pauses that double from a second, four minutes.
    public static let attemptsDelayed = 8
    /// Parked keys that one process tries at a time.
    static let parkedAtOnce = 4
    /// How much longer than a handler may take nobody else tries a parked key.
    static let parkedClaimSlack = Duration.seconds(15)
    /// How long looking through parked keys, or counting them, may take.
    static let parkedLookMax = Duration.seconds(5)

    // MARK: Dead letters

    /// Letters of one page of what is asked for.
    public static let deadLetterPage = 1...500
    /// Bytes of a value that are kept. Longer ones are cut, and stay whole where they lie in their topic.
    static let deadLetterValueBytes = 900_000
    /// Headers of the original that are kept, and their bytes.
    static let deadLetterHeaders = 256
    static let deadLetterHeaderBytes = 64 * 1024
    /// Bytes of the failure's description, and of a key.
    static let deadLetterTextBytes = 1024
    static let deadLetterKeyBytes = 1024
}
