/// The times of a service's process that no setting changes.
enum HostLimits {
    /// How long a look at the database or the cluster may take.
    static let checkMax = Duration.seconds(3)
    /// The pause between two looks at the database, which readiness follows.
    static let databaseInterval = Duration.seconds(1)
    /// The pause between two looks at the cluster.
    static let busInterval = Duration.seconds(5)
    /// The pause between two looks at whether a consumer hears.
    static let listeningInterval = Duration.milliseconds(500)
    /// How long a sweep of ours may take.
    static let sweepMax = Duration.seconds(30)
    /// The pause between two looks at our own memory.
    static let memoryInterval = Duration.seconds(10)
    /// The pause between two looks at the partitions of the event store and the inbox.
    static let partitionInterval = Duration.seconds(3600)
    /// The pause between two extensions of the audit chain.
    static let chainInterval = Duration.seconds(10)
    /// Connections for sweeps and reads over all organisations.
    static let systemConnections = 2
    /// The time of a pool to finish what is under way when its service stops.
    static let poolCloseMax = Duration.seconds(2)
}
