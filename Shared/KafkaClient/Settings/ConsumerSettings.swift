/// What a consumer is made with.
public struct ConsumerSettings: Sendable {
    public var connection: KafkaConnection
    /// The consumer group: its members share the partitions, its committed offsets outlive them.
    public var group: String

    /// Without a heartbeat for this long the group takes our partitions away. Brokers refuse less than 6 s.
    public var sessionTimeout = Duration.seconds(10)
    public var heartbeatInterval = Duration.seconds(2)
    /// How long a fetch waits at the broker for something to arrive.
    public var fetchWaitMax = Duration.milliseconds(100)
    /// Bytes, and records, at which librdkafka stops fetching for us. It looks only once a second whether there is room
    /// again (before 2.3, which made that a setting), so what it holds must last for a second: with a bound of 1000
    /// records a consumer got 1800 a second, whatever its own speed.
    public var queuedBytesMax = 16 * 1024 * 1024
    public var queuedRecordsMax = 100_000
    /// Records handed out and neither finished nor released; `next` gives none beyond.
    public var outstandingMax = 5000
    /// How often finished offsets are committed.
    public var commitInterval = Duration.milliseconds(500)
    /// How long handlers may go on with records of partitions that are being taken away.
    public var revokeWaitMax = Duration.seconds(5)
    /// How long the broker's answer to a commit is waited for when partitions are being taken away.
    public var commitWaitMax = Duration.seconds(5)

    public init(_ connection: KafkaConnection, group: String) {
        self.connection = connection
        self.group = group
    }

    var faults: [KafkaSettingFault] {
        var faults = connection.faults
        if group.isEmpty { faults.append(KafkaSettingFault("group", "is empty")) }
        faults.check("sessionTimeout", sessionTimeout, in: .seconds(6) ... .seconds(300))
        faults.check("heartbeatInterval", heartbeatInterval, in: .milliseconds(100)...sessionTimeout / 3)
        faults.check("fetchWaitMax", fetchWaitMax, in: .milliseconds(1) ... .seconds(10))
        faults.check("queuedRecordsMax", queuedRecordsMax, in: 1...KafkaClientLimits.queuedRecordsMax)
        faults.check("queuedBytesMax", queuedBytesMax, in: 1024 * 1024...KafkaClientLimits.queuedBytesMax)
        faults.check("outstandingMax", outstandingMax, in: 1...KafkaClientLimits.outstandingMax)
        faults.check("commitInterval", commitInterval, in: .milliseconds(10) ... .seconds(60))
        faults.check("revokeWaitMax", revokeWaitMax, in: .zero ... .seconds(60))
        faults.check("commitWaitMax", commitWaitMax, in: .milliseconds(100) ... .seconds(60))
        return faults
    }

    /// One eager assignor for all members: `cooperative-sticky` aborts, loops or loses its assignment in librdkafka
    /// before 2.10 (#4312, #4783, #4908). A new group starts with the oldest record, because the default would skip
    /// whatever was published before it joined. Offsets are stored and committed by us alone.
    var properties: [KafkaProperty] {
        connection.properties + [
            KafkaProperty("group.id", group),
            KafkaProperty("partition.assignment.strategy", "roundrobin"),
            KafkaProperty("session.timeout.ms", sessionTimeout),
            KafkaProperty("heartbeat.interval.ms", heartbeatInterval),
            KafkaProperty("max.poll.interval.ms", max(.seconds(120), sessionTimeout)),
            KafkaProperty("auto.offset.reset", "earliest"),
            KafkaProperty("enable.auto.offset.store", false),
            KafkaProperty("enable.auto.commit", false),
            KafkaProperty("fetch.wait.max.ms", fetchWaitMax),
            KafkaProperty("fetch.max.bytes", min(queuedBytesMax, 8 * 1024 * 1024)),
            KafkaProperty("queued.min.messages", queuedRecordsMax),
            KafkaProperty("queued.max.messages.kbytes", queuedBytesMax / 1024),
            KafkaProperty("isolation.level", "read_committed"),
            KafkaProperty("allow.auto.create.topics", false),
            KafkaProperty("check.crcs", true),
        ]
    }
}
