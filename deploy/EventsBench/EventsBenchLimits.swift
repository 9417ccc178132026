/// The bounds of the program, with what each is for.
enum EventsBenchLimits {
    /// A child that has not said what it was to say by then is stuck.
    static let childWait = Duration.seconds(90)
    /// A broker's answer to a question from outside.
    static let brokerWait = Duration.seconds(10)
    /// A statement that was sent is carried out by then.
    static let statementWait = Duration.seconds(1)
    /// How long a relay may take to take over, or to go on.
    static let takeoverWait = Duration.seconds(60)
    /// How long everything may take to be done once nobody is killed any more.
    static let drainWait = Duration.seconds(120)
    /// Connections of the writer's pool, and of the consumer's, which has as many lanes.
    static let connections = 8
    /// How long a child may live before it is killed from outside because it did not come to its crash point.
    static let crashWait = Duration.seconds(4)
    static let consumerCrashWait = Duration.seconds(25)
    /// The lease of drivers that nobody kills.
    static let usualLease = Duration.seconds(40)
    /// The lease of drivers that are killed all the time: what a dead one held is soon another one's.
    static let killedLease = Duration.milliseconds(800)
}
