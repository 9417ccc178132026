import Crypto
public import EventLoop
import Glibc
import HTTPClient
import HTTPServer
import HTTPWire
public import Identifiers
import Identity
public import Observability
import PlatformProtocol
public import ServiceRuntime

/// The gateway as a part of its process: one loop for each core on one port, each with its own connections, tokens and
/// upstreams. What operators read has a port, a loop and a place in the process of its own (`operators`), so that it
/// answers while the gateway is busy, and while it stops.
public struct GatewayService: Service {
    public let name = "gateway"
    private let configuration: GatewayConfiguration
    private let setup: GatewaySetup
    private let logger: Logger
    private let metrics: GatewayMetrics
    /// How the gateway is, for its health answers and its life cycle.
    public let board: HealthBoard
    private let telemetry: RequestTelemetry
    private let pages: GatewayPages
    private let loops = GatewayLoops()
    private let listening: @Sendable (SocketAddress) -> Void

    /// Makes everything that can be wrong before anything is started. `listening` tells a test where.
    public init(
        _ configuration: GatewayConfiguration, logger: Logger, registry: MetricsRegistry, clock: any WallClock,
        listening: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) throws {
        self.configuration = configuration
        self.logger = logger
        self.listening = listening
        setup = try GatewaySetup(configuration)
        metrics = GatewayMetrics(in: registry, limiter: setup.limiter, heldBodies: setup.heldBodies)
        UpstreamMetrics.declare(in: registry, of: loops)
        let figures = RequestFigures()
        board = HealthBoard(clock: clock, figures: figures.forHealth)
        telemetry = RequestTelemetry(
            of: PermissionTable.operations.map { ($0.path, $0.method.name.description) }, logger: logger,
            metrics: RequestMetrics(in: registry), figures: figures, clock: clock)
        pages = try GatewayPages(health: board, metrics: registry, startedAt: clock.now)
    }

    /// How long stopping may take: the notice, what is under way, and a little for the rest.
    public var stopMax: Duration {
        configuration.timeouts.notice + configuration.timeouts.drain + ProxyLimits.upstreamDrain + .seconds(4)
    }

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        for skipped in setup.skippedKeys {
            logger.warning("key of the key set is not used") { line in
                line.add(.count, skipped.index)
                line.add(.reason, skipped.reason.label)
            }
        }
        let addresses = try await UpstreamAddresses(resolving: configuration.upstreams)
        let keys = JWTKeyRing(setup.tokenKeys)
        let revocations = RevocationList()
        let service = HTTPService(
            try publicPort, name: name, telemetry: telemetry, logger: logger, listening: listening
        ) { loop in
            let gateway = try GatewayLoop(
                setup, addresses: addresses, keys: keys, revocations: revocations, metrics: metrics,
                limits: upstreamLimits, on: loop)
            loops.join(gateway)
            return GatewayHandler(gateway: gateway, pages: pages, loops: loops)
        }
        try await service.run(lifecycle)
    }

    /// The operators' port, to be started before the gateway and stopped after it.
    public func operators(listening: @escaping @Sendable (SocketAddress) -> Void = { _ in }) throws -> HTTPService {
        var settings = HTTPServiceSettings(try NameResolution.address(configuration.adminListen))
        settings.drainMax = ProxyLimits.adminDrain
        return HTTPService(settings, name: "operators", telemetry: nil, logger: logger, listening: listening) { _ in
            AdminPages(pages: pages, loops: loops)
        }
    }

    // MARK: Limits

    private var publicPort: HTTPServiceSettings {
        get throws {
            var settings = HTTPServiceSettings(try NameResolution.address(configuration.listen))
            settings.loops =
                configuration.loops > 0 ? configuration.loops : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
            settings.limits.headTimeout = configuration.timeouts.head
            settings.limits.idleTimeout = configuration.timeouts.keepAlive
            settings.limits.connectionsMax = configuration.connectionsMax
            settings.limits.connectionsPerAddressMax = configuration.connectionsPerAddressMax
            // Each phase has its own limit at the upstream; this one only catches what those cannot.
            settings.limits.requestDeadline = .seconds(600)
            settings.wireLimits.bodyBytesMax = configuration.bodyBytesMax
            settings.noticeTime = configuration.timeouts.notice
            settings.drainMax = configuration.timeouts.drain
            return settings
        }
    }

    private var upstreamLimits: UpstreamLimits {
        var limits = UpstreamLimits()
        limits.connectTimeout = configuration.timeouts.connect
        limits.headTimeout = configuration.timeouts.firstByte
        limits.bodyIdleTimeout = configuration.timeouts.idle
        limits.connectionsPerEndpointMax = ProxyLimits.connectionsPerEndpointMax
        limits.waitersMax = ProxyLimits.waitersMax
        return limits
    }
}
