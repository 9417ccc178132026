/// Every bound of running the platform on one machine.
public enum LocalPlatformLimits {
    /// How long everything may take from the first process to the last one's readiness: a first start makes six
    /// databases, and a server that was killed recovers.
    public static let startMax: Duration = .seconds(120)
    /// How often a process that starts is asked whether it is ready.
    static let readinessPause: Duration = .milliseconds(25)
    /// How long those who are ready are waited for to hear each other: a group waits for its members to come, and after a
    /// crash for those that are gone.
    static let hearingMax: Duration = .seconds(20)
    /// The pause before a process that died is started again, the first and the longest.
    public static let restartDelays: ClosedRange<Duration> = .milliseconds(500) ... .seconds(30)
    /// A process that has lived as long as this died of something new: the pauses begin anew.
    static let restartForgivenAfter: Duration = .seconds(60)
    /// How long a process may take to end once it is asked to: the gateway's and the services' own time to drain, 25 s,
    /// and some.
    static let drainMax: Duration = .seconds(30)
    /// The longest log that a process goes on writing to when it is started again.
    static let logBytesMax: UInt64 = 64 << 20
    /// How many of a dead process's last lines are shown, and of how many bytes at most.
    static let lastLines = 12
    static let lastLinesBytesMax: UInt64 = 8 << 10
    /// The lifetime of a token, in seconds: what `token` gives unless told otherwise, and the gateway's limit.
    public static let tokenLifetime: Int64 = 12 * 3600
    public static let tokenLifetimeMax: Int64 = 86_400
    /// How long a service may take to hear what another one has told, before a seed gives up.
    public static let heardMax: Duration = .seconds(30)
    /// How many bytes of chance a password and a key have.
    static let secretBytes = 32
    /// How long `down` waits for the end of everything: each of the four groups its time, and some.
    public static let downMax: Duration = .seconds(120)
}
