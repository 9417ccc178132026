/// What a producer is made with.
public struct ProducerSettings: Sendable {
    public var connection: KafkaConnection

    /// How long the first record of a batch waits for others to join it. Each commit-to-effect time contains it once.
    public var linger = Duration.milliseconds(5)
    /// The largest record: key, value and headers together.
    public var recordBytesMax = 1_000_000
    /// Records inside librdkafka, sent or not; more wait outside.
    public var queuedRecordsMax = 10_000
    /// Bytes of the same.
    public var queuedBytesMax = 32 * 1024 * 1024
    /// Requests to one broker that are not answered yet. With more than one, the order of a key rests on the broker's
    /// own check of sequence numbers when a request in the middle fails.
    public var requestsInFlightMax = 5
    /// How long the broker may take over one batch (request.timeout.ms).
    public var requestTimeout = Duration.seconds(30)
    /// How long the reports of a generation that has ended are waited for.
    public var reportsWaitMax = Duration.seconds(5)

    public init(_ connection: KafkaConnection) {
        self.connection = connection
    }

    var faults: [KafkaSettingFault] {
        var faults = connection.faults
        faults.check("linger", linger, in: .zero ... .seconds(1))
        faults.check("recordBytesMax", recordBytesMax, in: 1000...KafkaClientLimits.recordBytesMax)
        faults.check("queuedRecordsMax", queuedRecordsMax, in: 1...KafkaClientLimits.queuedRecordsMax)
        faults.check("queuedBytesMax", queuedBytesMax, in: 1024 * 1024...KafkaClientLimits.queuedBytesMax)
        faults.check("requestsInFlightMax", requestsInFlightMax, in: 1...5)
        faults.check("requestTimeout", requestTimeout, in: .milliseconds(100) ... .seconds(300))
        faults.check("reportsWaitMax", reportsWaitMax, in: .milliseconds(100) ... .seconds(60))
        if queuedBytesMax < recordBytesMax {
            faults.append(KafkaSettingFault("queuedBytesMax", "is below recordBytesMax"))
        }
        return faults
    }

    /// Records never expire one by one (message.timeout.ms = 0): a record that expires in the queue while its
    /// successors are delivered is a hole in its key. Our own deadline ends everything at once instead. The
    /// partitioner is Java's, so that every client of a topic agrees where a key lives.
    var properties: [KafkaProperty] {
        connection.properties + [
            KafkaProperty("enable.idempotence", true),
            KafkaProperty("acks", "all"),
            KafkaProperty("max.in.flight.requests.per.connection", requestsInFlightMax),
            KafkaProperty("compression.codec", "lz4"),
            KafkaProperty("partitioner", "murmur2_random"),
            KafkaProperty("message.timeout.ms", 0),
            KafkaProperty("linger.ms", linger),
            KafkaProperty("request.timeout.ms", requestTimeout),
            KafkaProperty("message.max.bytes", recordBytesMax + KafkaClientLimits.recordOverheadBytes),
            KafkaProperty("queue.buffering.max.messages", queuedRecordsMax),
            KafkaProperty("queue.buffering.max.kbytes", queuedBytesMax / 1024),
            KafkaProperty("allow.auto.create.topics", false),
        ]
    }
}
