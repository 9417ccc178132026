/// Every bound of reading, sealing, keeping and replaying events.
public enum EventStoreLimits {
    /// Events of one page; fewer when they are so large that a result would not hold them.
    public static let pageMax = 200
    /// Events of one story, whose tree is made in memory.
    public static let storyMax = 2_000
    /// Rows that one run of the sealer binds, which is how many are suspect when a link turns out to be bad.
    public static let rowsPerRun = 500
    /// Runs of the sealer before its job pauses, so that a backlog is worked off without an end in sight.
    static let runsAtOnce = 200
    /// How long a reader waits for those who write to finish, before it makes do with what is settled.
    static let settlingMax = Duration.seconds(20)
    /// The pause between two looks at who still writes.
    static let settlingPause = Duration.milliseconds(20)
    /// Months for which there are ranges ahead of time. A clock may be wrong by more than an hour.
    public static let monthsAhead = 3
    /// Rows that are moved out of a default partition under its lock.
    static let rowsMovedMax = 10_000
    /// How far strays are counted.
    static let straysCountedMax = 100_000
    /// How long one step of maintenance may take; nearly all of it is reading a partition that is to be bounded.
    static let maintenanceStepMax = Duration.seconds(50)
    /// Positions that a replay looks through at once for the types it wants.
    static let replayWindow = 5_000
    /// Events that a replay applies in one transaction.
    static let replayBatch = 100
    /// How long a projection may be closed to writers while its shadow catches up and is swapped in.
    static let swapMax = Duration.seconds(30)
    /// Differences of one table that are told.
    public static let differencesMax = 1_000
    /// Bytes of an error that a subscription keeps.
    static let errorBytesMax = 1_000
}
