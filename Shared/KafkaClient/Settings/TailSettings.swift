/// What a tail is made with.
public struct TailSettings: Sendable {
    public var connection: KafkaConnection
    /// How long a fetch waits at the broker for something to arrive.
    public var fetchWaitMax = Duration.milliseconds(100)
    /// Bytes at which librdkafka stops fetching for us.
    public var queuedBytesMax = 8 * 1024 * 1024
    /// How often is looked for partitions that were added.
    public var discoveryInterval = Duration.seconds(30)

    public init(_ connection: KafkaConnection) {
        self.connection = connection
    }

    var faults: [KafkaSettingFault] {
        var faults = connection.faults
        faults.check("fetchWaitMax", fetchWaitMax, in: .milliseconds(1) ... .seconds(10))
        faults.check("queuedBytesMax", queuedBytesMax, in: 1024 * 1024...KafkaClientLimits.queuedBytesMax)
        faults.check("discoveryInterval", discoveryInterval, in: .milliseconds(10) ... .seconds(3600))
        return faults
    }

    /// librdkafka assigns nothing without a group's name. Nobody joins this one and nothing is committed to it, so all
    /// tails share it. Where a log has dropped what we had not read, or begins anew, all that is left of it is new to us.
    var properties: [KafkaProperty] {
        connection.properties + [
            KafkaProperty("group.id", "\(connection.clientID).tail"),
            KafkaProperty("auto.offset.reset", "earliest"),
            KafkaProperty("enable.auto.offset.store", false),
            KafkaProperty("enable.auto.commit", false),
            KafkaProperty("fetch.wait.max.ms", fetchWaitMax),
            KafkaProperty("fetch.max.bytes", min(queuedBytesMax, 8 * 1024 * 1024)),
            KafkaProperty("queued.max.messages.kbytes", queuedBytesMax / 1024),
            KafkaProperty("isolation.level", "read_committed"),
            KafkaProperty("allow.auto.create.topics", false),
            KafkaProperty("check.crcs", true),
        ]
    }
}
