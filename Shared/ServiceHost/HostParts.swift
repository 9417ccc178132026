import EventLoop
import Identifiers
import Observability
import Postgres
import ServiceRuntime

/// What the parts of a process tell about themselves through.
struct HostParts: Sendable {
    let clock: any WallClock
    let logger: Logger
    let metrics = MetricsRegistry()
    let figures = RequestFigures()
    let board: HealthBoard
    let pools = DatabasePools()
    private let database: HealthComponent
    private let bus: HealthComponent
    private let memory: HealthComponent

    init(clock: any WallClock, output: LogOutput) {
        self.clock = clock
        logger = Logger(output)
        board = HealthBoard(clock: clock, figures: figures.forHealth)
        database = board.register(.database, "postgres", isRequired: true)
        bus = board.register(.eventBus, "kafka")
        memory = board.register(.memory, "process")
        ProcessMetrics.declare(in: metrics, startedAt: clock.now)
        output.declareMetrics(in: metrics)
        pools.declareMetrics(in: metrics)
    }

    /// Looks at what the service depends on by using it.
    func checks(_ places: ServicePlaces) -> HealthChecks {
        HealthChecks([
            .use(database, every: HostLimits.databaseInterval) {
                try await withTaskExecutorPreference(places.loop) {
                    try await places.database.ping(by: .now + HostLimits.checkMax)
                }
            },
            .ask(memory, every: HostLimits.memoryInterval) { .memory(at: clock.now) },
        ])
    }

    func busWatch(_ places: ServicePlaces) -> BusWatch {
        BusWatch(component: bus, connection: places.kafka.connection, loop: places.loop)
    }
}
