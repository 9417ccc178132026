/// How a relay works.
public struct RelaySettings: Sendable {
    /// Rows of one batch.
    public var batchRows = MessagingLimits.relayBatchRows
    /// How long a batch is waited for before the next is read beside it. What is late is under way meanwhile, and its
    /// keys are left out: this is how long a partition without a leader can hold up the others.
    public var batchWait = Duration.milliseconds(100)
    /// Rows under way beside each other; nothing is read beyond.
    public var underWayMax = MessagingLimits.relayUnderWayRows
    /// How long a row may wait for the broker's answer before everything under way is taken back and sent anew.
    public var deliveryMax = Duration.seconds(10)
    /// The pause after the first read that finds nothing; it doubles up to the next. A commit in this process ends it.
    public var pollMin = Duration.milliseconds(10)
    /// The longest pause: how late events of other processes' commits are noticed when nothing else goes on.
    public var pollMax = Duration.milliseconds(500)
    /// How often a relay without the lock tries it.
    public var standbyPoll = Duration.seconds(1)
    /// How often the table's size and oldest row are looked at.
    public var measureInterval = Duration.seconds(1)
    /// How long a statement may take.
    public var statementMax = Duration.seconds(10)
    /// How long what is under way may take when the relay is asked to stop.
    public var stopMax = Duration.seconds(5)

    /// The first and the longest pause while the broker takes nothing.
    public var brokerPauses = (first: Duration.milliseconds(100), longest: Duration.seconds(5))
    /// The same while the database is away.
    public var databasePauses = (first: Duration.milliseconds(100), longest: Duration.seconds(5))
    /// The same for one key whose row failed while others were delivered.
    public var keyPauses = (first: Duration.milliseconds(100), longest: Duration.seconds(10))
    /// The same for one key whose row the broker refuses.
    public var quarantinePauses = (first: Duration.seconds(30), longest: Duration.seconds(600))

    public init() {}

    var brokerBackoff: Backoff { Backoff(brokerPauses.first, upTo: brokerPauses.longest) }
    var databaseBackoff: Backoff { Backoff(databasePauses.first, upTo: databasePauses.longest) }
    var keyBackoff: Backoff { Backoff(keyPauses.first, upTo: keyPauses.longest) }
    var quarantineBackoff: Backoff { Backoff(quarantinePauses.first, upTo: quarantinePauses.longest) }
}
