public import EventLoop
public import Identifiers
public import Messaging
public import Observability
public import Postgres
public import ResourceAPI
public import ServiceRuntime
import Synchronization

/// What a service is given to be made of.
public struct ServiceTools: Sendable {
    public let clock: any WallClock
    public let logger: Logger
    public let metrics: MetricsRegistry
    public let board: HealthBoard
    /// Where what it tells is written down.
    public let outbox: Outbox
    /// What the cursors of its lists are sealed with.
    public let cursors: CursorSeal
    /// Ids of what comes about without a request.
    public let ids: IDSource
    /// The folder with the shipped data.
    public let data: String

    /// What a service is made with; `ServiceHost` and tests do it.
    public init(
        clock: any WallClock, logger: Logger, metrics: MetricsRegistry, board: HealthBoard, outbox: Outbox,
        cursors: CursorSeal, data: String
    ) {
        (self.clock, self.logger, self.metrics, self.board) = (clock, logger, metrics, board)
        (self.outbox, self.cursors, self.data) = (outbox, cursors, data)
        ids = IDSource(clock)
    }
}

/// Version 7 ids, rising for as long as the process lives, from any thread.
public final class IDSource: Sendable {
    private let generator: Mutex<UUIDGenerator>
    private let clock: any WallClock

    public init(_ clock: any WallClock) {
        var source = SystemRandomNumberGenerator()
        generator = Mutex(UUIDGenerator(seededFrom: &source))
        self.clock = clock
    }

    public func next() -> UUID128 {
        let now = clock.now
        return generator.withLock { $0.next(at: now) }
    }
}

/// Where the parts of a process that answer no requests run, and with what.
public struct ServicePlaces: Sendable {
    /// The loop of the relay, the consumer and the jobs.
    public let loop: Loop
    /// For calls that block.
    public let blocking: BlockingThread
    /// The service's database on that loop, as the application.
    public let database: Database
    /// The same as the system role.
    public let system: Database
    /// How the cluster is reached.
    public let kafka: KafkaSettings
}
