/// Every bound of the database client, with its unit. What is exactly at a limit is accepted.
public struct PostgresLimits: Sendable {
    /// Connections of one pool, which belongs to one loop.
    public var connections = 4
    /// Units of work under way on one connection, one behind the other.
    public var unitsPerConnectionMax = 16
    /// How long the unit in front may keep a connection busy before no more are sent behind it: they would be late
    /// through no fault of theirs, and a write that is late once it is sent has an unknown outcome.
    public var slowAfter = Duration.milliseconds(250)
    /// Units waiting for a connection; one more is refused with `overloaded`.
    public var waitersMax = 256
    /// How long a unit waits for a connection.
    public var waitTimeout = Duration.seconds(2)
    /// How long a unit may take in all when it names no deadline; the server's statement timeout, too.
    public var unitTimeout = Duration.seconds(10)
    /// How long an open transaction may keep the server waiting for its next statement.
    public var idleInTransactionTimeout = Duration.seconds(30)

    /// Bytes of one statement's result.
    public var resultBytesMax = 16 * 1024 * 1024
    /// Rows of one statement's result.
    public var resultRowsMax = 100_000
    /// Bytes of all parameters of one statement, with 16 for each of them and for each piece of text between.
    public var parameterBytesMax = 16 * 1024 * 1024
    /// Statements of one unit of work.
    public var statementsPerUnitMax = 1_000
    /// Statements that a connection keeps prepared.
    public var preparedStatementsMax = 256

    /// Attempts at a unit that the server ended for a serialization failure or a deadlock, the first included.
    public var attemptsMax = 4
    /// The longest pause before the second attempt; it doubles with each further one up to the next, and is drawn at
    /// random below.
    public var retryDelayMin = Duration.milliseconds(5)
    public var retryDelayMax = Duration.milliseconds(100)

    /// Time for opening a connection.
    public var connectTimeout = Duration.seconds(5)
    /// The longest pause after the first failure to connect; it doubles up to the next, and is drawn at random below.
    public var reconnectDelayMin = Duration.milliseconds(50)
    public var reconnectDelayMax = Duration.seconds(5)
    /// How long a connection stays without work before it is asked whether it is alive.
    public var idleCheckInterval = Duration.seconds(30)
    /// How long the server may take for that answer, and over the end of a statement that its own timeout should have
    /// ended; after that the connection is given up.
    public var answerGrace = Duration.seconds(5)
    /// Over TCP, how long a connection may be silent before the kernel asks whether the other end is there, how long it
    /// waits for the answer, and how many of these may be missing. Both ends do: ours notices a server that has
    /// vanished, and the server ends the session of a client that has, and with it the locks that this holds.
    public var keepAliveIdle = Duration.seconds(15)
    public var keepAliveInterval = Duration.seconds(5)
    public var keepAliveProbes = 3
    /// Over TCP, how long either end lets what it has sent go unacknowledged; the kernels' own patience is a quarter of
    /// an hour.
    public var unacknowledgedMax = Duration.seconds(30)
    /// How old a connection may get; nil is any age.
    public var connectionLifetime: Duration?

    /// Parameters of one statement; the protocol's own bound.
    public static let parametersMax = 65_535
    /// Elements of one array.
    public static let arrayElementsMax = 65_536
    /// Bytes of a statement's text that an error names it by.
    static let labelBytesMax = 80

    /// The defaults, each of which can be set afterwards.
    public init() {}
}
