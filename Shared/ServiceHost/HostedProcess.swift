import Crypto
import EventLoop
import HTTPServer
import Identifiers
import Identity
import KafkaClient
import Messaging
import Migrations
import Observability
import PlatformProtocol
import Postgres
import ResourceAPI
import ServiceRuntime

/// The parts of one service's process, made and in order. It is made on the main loop.
struct HostedProcess<Running: PlatformService> {
    let board: HealthBoard
    let entries: [ServiceEntry]
    private let platform: PlatformSettings

    /// How long stopping may take.
    var graceMax: Duration { platform.notice + platform.drain + LifecycleLimits.stopMax * 2 }

    init(
        _ settings: Running.Settings, _ output: LogOutput, clock: any WallClock, on loop: Loop, blocking: BlockingThread
    ) throws {
        let platform = settings.platform
        self.platform = platform
        let parts = HostParts(clock: clock, output: output)
        board = parts.board
        let gate = OutboxGate(rowsMax: platform.outboxRowsMax)
        let outbox = Outbox(try EventPublisher(Running.name, publishes: Running.publishes), gate: gate, clock: clock)
        let tools = ServiceTools(
            clock: clock, logger: parts.logger, metrics: parts.metrics, board: board, outbox: outbox,
            cursors: CursorSeal(key: SecretBytes(platform.cursorKey.revealed.span)), data: platform.data)
        let service = try Running(settings, tools)
        let places = try Self.places(platform, parts.pools, on: loop, blocking: blocking)
        let http = try Self.http(service, platform, parts, places)
        var entries = [
            ServiceEntry(PoolService(name: "system pool", database: places.system)),
            ServiceEntry(PoolService(name: "events pool", database: places.database)),
            ServiceEntry(parts.checks(places)), ServiceEntry(parts.busWatch(places)),
            ServiceEntry(try Self.relay(platform, gate, parts, places)),
        ]
        if let consumer = try Self.consumer(service, platform, gate, parts, places) {
            entries += tools.entries(of: consumer, on: loop)
        }
        entries.append(ServiceEntry(try Self.jobs(service, parts, places)))
        entries += try service.parts(places)
        entries.append(ServiceEntry(http, stopMax: platform.notice + platform.drain + .seconds(4)))
        self.entries = entries
    }

    private static func places(
        _ platform: PlatformSettings, _ pools: DatabasePools, on loop: Loop, blocking: BlockingThread
    ) throws -> ServicePlaces {
        var limits = PostgresLimits()
        limits.connections = platform.connections
        let app = Database(try platform.databaseSettings(as: .app), on: loop, blocking: blocking, limits: limits)
        limits.connections = HostLimits.systemConnections
        let system = Database(try platform.databaseSettings(as: .system), on: loop, blocking: blocking, limits: limits)
        pools.join(app, as: "events")
        pools.join(system, as: "system")
        return ServicePlaces(loop: loop, blocking: blocking, database: app, system: system, kafka: platform.kafka)
    }

    private static func relay(
        _ platform: PlatformSettings, _ gate: OutboxGate, _ parts: HostParts, _ places: ServicePlaces
    ) throws -> OutboxRelay {
        OutboxRelay(
            database: try platform.databaseSettings(as: .system),
            producer: ProducerSettings(platform.kafka.connection), topics: OutboxRelay.topics(of: Running.name),
            gate: gate, on: places.loop, blocking: places.blocking, clock: parts.clock, logger: parts.logger,
            metrics: RelayMetrics(parts.metrics))
    }

    /// Nil for a service that hears nothing.
    private static func consumer(
        _ service: Running, _ platform: PlatformSettings, _ gate: OutboxGate, _ parts: HostParts,
        _ places: ServicePlaces
    ) throws -> ConsumerRuntime? {
        let subscriptions = try service.subscriptions()
        guard !subscriptions.isEmpty else { return nil }
        var settings = ConsumerRuntimeSettings(platform.kafka.connection)
        settings.kafka.sessionTimeout = platform.kafka.sessionTimeout
        settings.kafka.fetchWaitMax = platform.kafka.fetchWaitMax
        settings.lanes = min(MessagingLimits.lanes.upperBound, platform.connections * 2)
        return ConsumerRuntime(
            try EventConsumer(Running.name, subscriptions: subscriptions), settings: settings,
            database: places.database, system: places.system, gate: gate, blocking: places.blocking, clock: parts.clock,
            logger: parts.logger, metrics: ConsumerMetrics(parts.metrics))
    }

    private static func jobs(_ service: Running, _ parts: HostParts, _ places: ServicePlaces) throws -> JobRunner {
        let (pools, clock) = (parts.pools, parts.clock)
        let upkeep = EventStoreUpkeep(clock: clock, logger: parts.logger, metrics: parts.metrics)
        let common = [
            PeriodicJob("idempotency keys", every: .seconds(600)) { databases in
                _ = try await IdempotencySweep.run(databases.system)
            },
            PeriodicJob("decided dead letters", every: .seconds(3_600)) { databases in
                _ = try await DeadLetterSweep.run(
                    databases.system, at: clock.now, by: .now + HostLimits.sweepMax)
            },
            PeriodicJob("pool figures", every: .seconds(1)) { _ in pools.refresh() },
        ]
        let events = upkeep.jobs(of: Running.name, hears: Set(try service.subscriptions().map(\.type)))
        return JobRunner(
            common + events + service.jobs(), PeriodicJob.Databases(app: places.database, system: places.system),
            logger: parts.logger, metrics: parts.metrics)
    }

    private static func http(
        _ service: Running, _ platform: PlatformSettings, _ parts: HostParts, _ places: ServicePlaces
    ) throws -> HTTPService {
        let keys = JWTKeyRing(try acceptedKeys(platform))
        let descriptor = ServiceDescriptor.of(Running.name)
        // The table is the same on every loop; this one is for what is printed from it.
        let described = try service.routes(in: places.database)
        let operational = try OperationalRoutes(
            descriptor,
            version: ServiceVersion(
                service: Running.name.rawValue, version: descriptor.version, revision: nil,
                startedAt: parts.clock.now),
            health: parts.board, metrics: parts.metrics, beside: described,
            events: try service.events)
        let table = described + operational.table
        var settings = HTTPServiceSettings(try NameResolution.address(platform.listen))
        settings.loops = platform.loops
        settings.noticeTime = platform.notice
        settings.drainMax = platform.drain
        let database = try platform.databaseSettings(as: .app)
        var limits = PostgresLimits()
        limits.connections = platform.connections
        let telemetry = RequestTelemetry(
            of: table, logger: parts.logger, metrics: RequestMetrics(in: parts.metrics), figures: parts.figures,
            clock: parts.clock)
        return HTTPService(settings, telemetry: telemetry, logger: parts.logger) { [limits] loop in
            let pool = Database(database, on: loop, blocking: places.blocking, limits: limits)
            parts.pools.join(pool, as: "requests")
            let authenticator = BearerAuthenticator(
                try IdentityVerifier.internal(audience: Running.name, keys: keys), clock: parts.clock)
            let routes = try service.routes(in: pool) + operational.table
            return ServiceHandler(router: try Router(routes, authenticator: authenticator), database: pool)
        }
    }

    private static func acceptedKeys(_ platform: PlatformSettings) throws -> JWTKeySet {
        let set = try JWKSet(parsing: platform.internalKeys.revealed.span, source: .configured)
        return try InternalKeys.accepted(set.keys.keys)
    }
}
