public import KafkaClient

/// How a consumer works.
public struct ConsumerRuntimeSettings: Sendable {
    /// How the broker is reached. The group is the consumer's name.
    public var kafka: ConsumerSettings
    /// Events handled beside each other. More than the database has connections wait for each other there.
    public var lanes = 8
    /// Bytes of events taken and not dealt with.
    public var queuedBytesMax = MessagingLimits.queuedBytesMax
    /// How long one attempt at an event may take, its transaction included.
    public var handlerMax = Duration.seconds(30)
    /// How long the database may take over the simplest of questions after an attempt whose time was over. If it takes
    /// longer the attempt was prevented; else its handler is too slow, which counts.
    public var databaseAnswerMax = Duration.seconds(1)
    /// Attempts at an event that fails for reasons of its own where it stands, before its key is parked.
    public var attemptsInPlace = MessagingLimits.attemptsInPlace
    /// Attempts at a parked event, before it becomes a dead letter.
    public var attemptsDelayed = MessagingLimits.attemptsDelayed
    /// Attempts that something prevented before the event's partition is not fetched any more meanwhile.
    public var stallsBeforePause = 3
    /// How long what is under way may take when the consumer is asked to stop.
    public var stopMax = Duration.seconds(8)
    /// How often lag and age are looked at.
    public var measureInterval = Duration.seconds(1)

    /// The first and the longest pause while something that is needed is away.
    public var stallPauses = (first: Duration.milliseconds(100), longest: Duration.seconds(10))
    /// The same between the attempts at an event that fails.
    public var failurePauses = (first: Duration.milliseconds(100), longest: Duration.seconds(2))

    /// The same between the attempts at one that is parked.
    public var delayedPauses = (first: Duration.seconds(1), longest: Duration.seconds(300))
    /// How often parked keys are looked through for those that are due.
    public var parkedInterval = Duration.milliseconds(500)
    /// How often what is put aside is counted.
    public var putAsideInterval = Duration.seconds(5)

    public init(_ connection: KafkaConnection) {
        kafka = ConsumerSettings(connection, group: "consumer")
    }

    var stallBackoff: Backoff { Backoff(stallPauses.first, upTo: stallPauses.longest) }
    var failureBackoff: Backoff { Backoff(failurePauses.first, upTo: failurePauses.longest) }
    var delayedBackoff: Backoff { Backoff(delayedPauses.first, upTo: delayedPauses.longest) }
}
