/// What a private server may take.
enum LocalPostgresLimits {
    /// The oldest version that the migrations are written for.
    static let versionMin = 15
    /// How long a server may take to accept connections: a recovery after a kill takes part of it.
    static let startMax: Duration = .seconds(60)
    /// Below the ports that the kernel gives to outgoing connections, which come and go.
    static let ports = 10_000..<32_000
    static let portAttemptsMax = 20
    /// The path of a socket has 107 bytes at most, and what we append to the parent has less than 40.
    static let parentPathBytesMax = 64
    /// How much room there must be in memory for a server's files: it has 40 MB, and each database 8 MB.
    static let memoryBytesMin: Int64 = 4 << 30
    /// How long a folder without a locked owner is left alone.
    static let sweptAgeMin: Duration = .seconds(900)
    /// How much of a log goes into an error.
    static let logTailBytesMax: UInt64 = 2_000
    /// How long the keeper of kept data may take to end the server of an owner that is gone: its own steps and some.
    static let handoverMax: Duration = .seconds(30)
}
