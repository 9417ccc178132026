/// Every bound of an event on its way. Each is inclusive: exactly the limit is accepted.
public enum EventLimits {
    /// The envelope. Brokers refuse batches above 1 048 588 bytes unless told otherwise; the rest is for key, headers
    /// and the batch's own head.
    public static let valueBytesMax = 1_000_000
    /// The message's key. Ours are 36 bytes; others' may be anything short.
    public static let keyBytesMax = 256
    /// How many headers a message may have, repetitions included.
    public static let headersMax = 64
    /// A header's name.
    public static let headerNameBytesMax = 128
    /// A header's value.
    public static let headerValueBytesMax = 4_096
    /// The members of an envelope's metadata, `requestId` and `traceparent` included.
    public static let metadataMembersMax = 32
}
