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
/// upstreams, and a loopback port for operators on the first.
public struct GatewayService: Service {
    public let name = "gateway"
    private let configuration: GatewayConfiguration
    private let setup: GatewaySetup
    private let logger: Logger
    private let metrics: GatewayMetrics
    /// How the gateway is, for its health answers and its life cycle.
    public let board: HealthBoard
    private let telemetry: RequestTelemetry
    private let startedAt: Timestamp
    private let onListening: (@Sendable (_ port: SocketAddress, _ admin: SocketAddress) -> Void)?

    /// Makes everything that can be wrong before anything is started. `onListening` tells a test where.
    public init(
        _ configuration: GatewayConfiguration, logger: Logger, registry: MetricsRegistry, clock: any WallClock,
        onListening: (@Sendable (SocketAddress, SocketAddress) -> Void)? = nil
    ) throws {
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        setup = try GatewaySetup(configuration)
        startedAt = clock.now
        metrics = GatewayMetrics(in: registry, limiter: setup.limiter, heldBodies: setup.heldBodies)
        let figures = RequestFigures()
        board = HealthBoard(clock: clock, figures: figures.forHealth)
        telemetry = RequestTelemetry(
            of: PermissionTable.operations.map { ($0.path, $0.method.name.description) }, logger: logger,
            metrics: RequestMetrics(in: registry), figures: figures, clock: clock)
    }

    /// How long stopping may take: what is under way, and a little for the rest.
    public var stopMax: Duration { configuration.timeouts.drain + .seconds(5) }

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        for skipped in setup.skippedKeys {
            logger.warning("key of the key set is not used") { line in
                line.add(.count, skipped.index)
                line.add(.reason, skipped.reason.label)
            }
        }
        let resolved = try await resolve()
        let threads = try (0..<loopCount).map { try LoopThread(name: "gateway-\($0)") }
        let shared = SharedParts(
            keys: JWTKeyRing(setup.tokenKeys), revocations: RevocationList(),
            pages: try GatewayPages(health: board, metrics: metrics.registry, startedAt: startedAt))
        var doors: [Door] = []
        for (index, thread) in threads.enumerated() {
            let door = try await open(on: thread.loop, isFirst: index == 0, at: doors.first?.address, shared, resolved)
            doors.append(door)
        }
        logger.info("listening") { line in
            line.add(.host, configuration.listen.host)
            line.add(.port, doors.first?.address.port ?? 0)
            line.add(.count, doors.count)
        }
        if let first = doors.first, let admin = first.admin { onListening?(first.address, admin.address) }
        lifecycle.started()
        await lifecycle.stopRequested()
        await withDiscardingTaskGroup { group in
            for door in doors {
                group.addTask(executorPreference: door.loop) { await door.close(within: configuration.timeouts.drain) }
            }
        }
        for thread in threads { thread.stop() }
    }

    private var loopCount: Int {
        configuration.loops > 0 ? configuration.loops : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    // MARK: Names

    private struct Resolved: Sendable {
        var endpoints: [ServiceName: [SocketAddress]] = [:]
        var authorities: [ServiceName: [UInt8]] = [:]
    }

    /// Turns the names of upstreams into addresses, before any loop depends on them.
    private func resolve() async throws -> Resolved {
        let thread = try BlockingThread(name: "resolver")
        defer { thread.stop() }
        var resolved = Resolved()
        for (name, instances) in configuration.upstreams {
            guard let service = ServiceName(exactly: name) else { continue }
            resolved.authorities[service] = instances.first.map { Array($0.description.utf8) }
            for instance in instances {
                resolved.endpoints[service, default: []] += try await thread.run {
                    try NameResolution.addresses(of: instance.host, port: instance.port)
                }
            }
        }
        return resolved
    }

    // MARK: Doors

    /// What all loops use.
    private struct SharedParts: Sendable {
        let keys: JWTKeyRing
        let revocations: RevocationList
        let pages: GatewayPages
    }

    /// One loop's share of the public port.
    private struct Door: Sendable {
        let loop: Loop
        let address: SocketAddress
        let gateway: GatewayLoop
        let endpoint: HTTPEndpoint
        let admin: HTTPEndpoint?
        let serving: TaskSet

        func close(within grace: Duration) async {
            await endpoint.drain(within: grace)
            await admin?.drain(within: .seconds(1))
            await serving.drained()
            await gateway.close()
        }
    }

    private func open(
        on loop: Loop, isFirst: Bool, at chosen: SocketAddress?, _ shared: SharedParts, _ resolved: Resolved
    ) async throws -> Door {
        try await withThrowingTaskGroup { group in
            group.addTask(executorPreference: loop) {
                try makeDoor(on: loop, isFirst: isFirst, at: chosen, shared, resolved)
            }
            guard let door = try await group.next() else { preconditionFailure("a group of one has one result") }
            return door
        }
    }

    private func makeDoor(
        on loop: Loop, isFirst: Bool, at chosen: SocketAddress?, _ shared: SharedParts, _ resolved: Resolved
    ) throws -> Door {
        let gateway = try GatewayLoop(
            setup, endpoints: resolved.endpoints, authorities: resolved.authorities, keys: shared.keys,
            revocations: shared.revocations, metrics: metrics, limits: upstreamLimits, on: loop)
        let endpoint = try HTTPEndpoint(
            try chosen ?? NameResolution.address(configuration.listen), on: loop, isShared: loopCount > 1,
            limits: serverLimits, wireLimits: wireLimits, observe: telemetry.observe, inFlight: telemetry.inFlight,
            handler: GatewayHandler(gateway: gateway, pages: shared.pages))
        let serving = TaskSet(on: loop)
        serving.add { await endpoint.run() }
        var admin: HTTPEndpoint?
        if isFirst {
            let opened = try HTTPEndpoint(
                try NameResolution.address(configuration.adminListen), on: loop,
                handler: AdminPages(pages: shared.pages, gateway: gateway))
            serving.add { await opened.run() }
            admin = opened
        }
        return Door(
            loop: loop, address: endpoint.address, gateway: gateway, endpoint: endpoint, admin: admin,
            serving: serving)
    }

    // MARK: Limits

    private var serverLimits: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.headTimeout = configuration.timeouts.head
        limits.idleTimeout = configuration.timeouts.keepAlive
        limits.connectionsMax = max(1, configuration.connectionsMax / loopCount)
        limits.connectionsPerAddressMax = max(1, configuration.connectionsPerAddressMax / loopCount)
        // Each phase has its own limit at the upstream; this one only catches what those cannot.
        limits.requestDeadline = .seconds(600)
        return limits
    }

    private var wireLimits: HTTPWireLimits {
        var limits = HTTPWireLimits()
        limits.bodyBytesMax = configuration.bodyBytesMax
        return limits
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
