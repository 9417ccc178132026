/// Every bound of the Kafka client that is not a setting, and the bounds of those that are.
public enum KafkaClientLimits {
    /// The largest record any setting may allow: key, value and headers together.
    public static let recordBytesMax = 16 * 1024 * 1024
    /// Bytes the wire format may add to one record.
    static let recordOverheadBytes = 1024
    /// Headers of one record. More are refused when sent, and left out when received: their bytes count as the
    /// record's, so there may be half a million of them.
    public static let headersMax = 1024

    /// Records inside librdkafka, whatever the settings say.
    public static let queuedRecordsMax = 100_000
    /// Bytes inside librdkafka, whatever the settings say.
    public static let queuedBytesMax = 1024 * 1024 * 1024
    /// Records given to one `deliver`.
    public static let deliveryRecordsMax = 10_000
    /// Deliveries under way at a time; one more is refused.
    public static let deliveriesMax = 1024
    /// Records handed out at a time, whatever the settings say.
    public static let outstandingMax = 1_000_000
    /// Records of one partition between the first unfinished one and the last one handed out: the partition is held
    /// there, and goes on at half of it.
    public static let windowMax = 10_000
    /// Records that one `next` gives.
    public static let batchRecordsMax = 10_000
    /// Topics of one client.
    public static let topicsMax = 1024

    /// Events taken from a queue before others on the loop have their turn.
    static let eventsPerTurn = 128
    /// How long one metadata request may keep the blocking thread.
    static let metadataWait = Duration.seconds(1)
    /// How long a tail's question for the ends of its partitions may keep the blocking thread.
    static let endsWait = Duration.seconds(2)
    /// Pause between two attempts to learn about topics.
    static let metadataPause = Duration.milliseconds(250)
    /// Pause between two attempts while the cluster lacks one.
    static let missingTopicPause = Duration.seconds(5)
    /// How long the committed offsets of a new assignment are asked for on the blocking thread.
    static let committedWait = Duration.seconds(5)
    /// How long librdkafka may take to give a handle up before we go on without it.
    static let destroyWait = Duration.seconds(10)
    /// The same when it is known that it will take long.
    static let abandonWait = Duration.milliseconds(500)
    /// How often a closing consumer looks whether librdkafka is done.
    static let closePoll = Duration.milliseconds(10)
    /// Bytes kept of a reason or log line of librdkafka's.
    static let reasonBytes = 512
}
