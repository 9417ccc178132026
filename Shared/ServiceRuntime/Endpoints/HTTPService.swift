public import EventLoop
public import HTTPServer
public import HTTPWire
public import Observability

/// One address served by a process: loops with their threads, an endpoint on each, and their orderly end.
///
/// Model: `run` starts the threads, listens, says that it has started, and serves until it is asked to stop. Then it
/// goes on for `noticeTime`, in which readiness already says no and load balancers look elsewhere; closes the
/// listeners; lets the requests that are under way finish for `drainMax`; ends what is left; and stops the threads.
///
/// Failure: an address that cannot be listened on is thrown before the service counts as started, and nothing is left
/// behind. Cancellation skips the notice and ends every connection at once.
///
/// Not here: what is answered. `handler` is asked for one on each loop, because what a handler keeps (verified tokens,
/// connections to others) belongs to its loop.
public struct HTTPService: Service {
    public let name: String
    private let settings: HTTPServiceSettings
    private let telemetry: RequestTelemetry?
    private let logger: Logger
    private let listening: @Sendable (SocketAddress) -> Void
    private let handler: @Sendable (Loop) throws -> any HTTPHandler

    /// Without `telemetry` requests leave no trace: for a port of operators. `listening` is told the address in use, once connections are taken; it differs from the settings' when they ask
    /// for port 0.
    public init(
        _ settings: HTTPServiceSettings, name: String = "http", telemetry: RequestTelemetry?, logger: Logger,
        listening: @escaping @Sendable (SocketAddress) -> Void = { _ in },
        handler: @escaping @Sendable (Loop) throws -> any HTTPHandler
    ) {
        precondition(settings.loops > 0, "a service needs a loop")
        self.name = name
        self.settings = settings
        self.telemetry = telemetry
        self.logger = logger
        self.listening = listening
        self.handler = handler
    }

    public func run(_ lifecycle: ServiceLifecycle) async throws {
        var threads: [LoopThread] = []
        // Their loops are idle by then, so each thread ends in microseconds; this task is on none of them.
        defer { for thread in threads { thread.stop() } }
        for index in 0..<settings.loops { threads.append(try LoopThread(name: "\(name)-\(index)")) }
        let endpoints = try await listen(on: threads.map(\.loop), ConnectionLedger(settings.limits))
        await withDiscardingTaskGroup { group in
            for endpoint in endpoints {
                group.addTask(executorPreference: endpoint.loop) { await serve(endpoint, lifecycle) }
            }
            announce(endpoints[0].address)
            lifecycle.started()
        }
    }

    /// An endpoint on each loop, all of one port: the first one's, which the kernel may have chosen.
    private func listen(on loops: [Loop], _ ledger: ConnectionLedger) async throws -> [HTTPEndpoint] {
        var endpoints: [HTTPEndpoint] = []
        do {
            for loop in loops {
                let address = endpoints.first?.address ?? settings.address
                let endpoint = try await withTaskExecutorPreference(loop) {
                    try await makeEndpoint(address, on: loop, ledger)
                }
                endpoints.append(endpoint)
            }
        } catch {
            for endpoint in endpoints {
                await withTaskExecutorPreference(endpoint.loop) { await endpoint.drain(within: .zero) }
            }
            throw error
        }
        return endpoints
    }

    /// Runs on `loop`, as every endpoint must from its beginning.
    private func makeEndpoint(
        _ address: SocketAddress, on loop: Loop, _ ledger: ConnectionLedger
    ) async throws -> HTTPEndpoint {
        let handler = try handler(loop)
        do {
            return try HTTPEndpoint(
                address, on: loop, isShared: settings.loops > 1, limits: settings.limits,
                wireLimits: settings.wireLimits, ledger: ledger, samplesNewTraces: settings.samplesNewTraces,
                observe: telemetry?.observe, inFlight: telemetry?.inFlight,
                connections: telemetry?.connections ?? ConnectionMetrics(), handler: handler)
        } catch {
            await handler.close()
            throw error
        }
    }

    private func serve(_ endpoint: HTTPEndpoint, _ lifecycle: ServiceLifecycle) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await endpoint.run() }
            await lifecycle.stopRequested()
            // A cancelled sleep ends at once, and so does the notice.
            if settings.noticeTime > .zero { try? await endpoint.loop.sleep(for: settings.noticeTime) }
            await withTaskCancellationHandler {
                await endpoint.drain(within: settings.drainMax)
            } onCancel: {
                endpoint.loop.execute { endpoint.breakOff() }
            }
        }
    }

    private func announce(_ address: SocketAddress) {
        logger.info("listening") { line in
            line.add(.component, name)
            line.add(.host, address.host)
            line.add(.port, address.port)
        }
        listening(address)
    }
}

/// Where and within which bounds an `HTTPService` serves.
public struct HTTPServiceSettings: Sendable {
    public var address: SocketAddress
    /// Loops, each with a thread of its own; the kernel spreads the connections over them.
    public var loops = 1
    public var limits = HTTPServerLimits()
    public var wireLimits = HTTPWireLimits()
    /// Whether requests that bring no trace begin one that is recorded.
    public var samplesNewTraces = false
    /// How long connections are still taken after readiness has said no. Zero where nothing spreads load by it.
    public var noticeTime: Duration = .zero
    /// The time of requests under way to finish. With `noticeTime`, less than the `stopMax` of the service's entry.
    public var drainMax: Duration = .seconds(8)

    public init(_ address: SocketAddress) {
        self.address = address
    }
}
