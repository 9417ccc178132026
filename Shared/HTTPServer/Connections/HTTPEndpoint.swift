import Bytes
public import EventLoop
import Glibc
public import HTTPWire
import Identifiers
public import Observability

/// An address served on one loop: accepts connections, gives each a task, and lets them go in order.
///
/// Purpose: HTTP/1.1 between a socket and a handler. The protocol itself is `HTTPWire`'s; what is here is time and
/// space: deadlines, limits, back-pressure, and what happens when a peer does not do its part.
///
/// Model: one task a connection, on the endpoint's loop (`ServerExchange+Serve.swift`). A process that serves one port
/// on several loops makes one endpoint on each, with `isShared`.
///
/// Failure: what a peer does wrong is answered precisely and ends its own connection only. A handler that throws is
/// answered with a problem document; when its answer had begun, the connection is reset.
///
/// Not here: TLS, HTTP/2, compression, static files.
// Safety: everything but `address` is used on the loop's thread only; entry points check it.
public final class HTTPEndpoint: @unchecked Sendable {
    public let loop: Loop
    public let address: SocketAddress
    public let limits: HTTPServerLimits
    public let wireLimits: HTTPWireLimits
    let times: Times
    let handler: any HTTPHandler
    let observe: (@Sendable (ServerExchange) -> Void)?
    let samplesNewTraces: Bool
    let inFlight: Gauge?
    /// What has become of its connections; with the metrics of a process, those of other loops as well.
    public let connections: ConnectionMetrics
    /// Requests whose heads were complete, since the start.
    public internal(set) var requestCount = 0

    private let listener: TCPListener
    private let tasks: TaskSet
    private var exchanges: [ObjectIdentifier: ServerExchange] = [:]
    private let ledger: ConnectionLedger
    private var ids: UUIDGenerator
    private var random: FastRandom
    private var dateField = DateField()
    private var dateTick = MonotonicTime(nanoseconds: 0)
    private(set) var isDraining = false
    private var isHandlerClosed = false

    /// The limits that every request needs, in nanoseconds.
    struct Times {
        let idle: UInt64
        let head: UInt64
        let request: UInt64

        init(_ limits: HTTPServerLimits) {
            idle = limits.idleTimeout.clampedNanoseconds
            head = limits.headTimeout.clampedNanoseconds
            request = limits.requestDeadline.clampedNanoseconds
        }
    }

    /// Starts listening. Must be called on `loop`; connections are served once `run` is called.
    ///
    /// `observe` is called on the loop after each answer, for the access log and the metrics; `inFlight` follows the
    /// requests being answered. `ledger` counts the open connections against the limits; endpoints on several loops that
    /// serve one port share one.
    public init(
        _ address: SocketAddress, on loop: Loop, isShared: Bool = false, limits: HTTPServerLimits = HTTPServerLimits(),
        wireLimits: HTTPWireLimits = HTTPWireLimits(), ledger: ConnectionLedger? = nil, samplesNewTraces: Bool = false,
        observe: (@Sendable (ServerExchange) -> Void)? = nil, inFlight: Gauge? = nil,
        connections: ConnectionMetrics = ConnectionMetrics(), handler: any HTTPHandler
    ) throws {
        listener = try TCPListener(address, on: loop, isShared: isShared)
        self.address = listener.address
        self.loop = loop
        self.limits = limits
        self.wireLimits = wireLimits
        times = Times(limits)
        self.handler = handler
        self.observe = observe
        self.inFlight = inFlight
        self.connections = connections
        self.ledger = ledger ?? ConnectionLedger(limits)
        self.samplesNewTraces = samplesNewTraces
        tasks = TaskSet(on: loop)
        var seed = SystemRandomNumberGenerator()
        ids = UUIDGenerator(seededFrom: &seed)
        random = FastRandom(seededFrom: &seed)
    }

    /// Connections open at this moment.
    public var connectionCount: Int { exchanges.count }

    /// Accepts until `drain` closes the listener.
    public func run() async {
        loop.checkIsolated()
        while !isDraining {
            do {
                for stream in try await listener.accept() { admit(stream) }
            } catch StreamFault.cancelled {
                return
            } catch {
                // Out of descriptors or memory: those who are here are served, and leaving they make room.
                connections.acceptFailures.add()
                // Only cancellation ends this pause early, and then the loop's condition decides.
                try? await loop.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Stops accepting, lets what is under way finish, and after `grace` ends what is left. Returns when every
    /// connection is closed, and the handler is.
    public func drain(within grace: Duration) async {
        loop.checkIsolated()
        isDraining = true
        listener.close()
        for exchange in exchanges.values { exchange.drain() }
        let timer = loop.makeTimer { [unowned self] in breakOff() }
        loop.arm(timer, at: .now + grace)
        await tasks.drained()
        loop.release(timer)
        guard !isHandlerClosed else { return }
        isHandlerClosed = true
        await handler.close()
    }

    /// Ends every connection now, whatever it is doing; `drain`, if it waits, then returns.
    public func breakOff() {
        loop.checkIsolated()
        for exchange in exchanges.values {
            if exchange.abort == .none { exchange.abort = .shutdown }
            exchange.cancelTask()
            exchange.stream.interrupt()
        }
        tasks.cancelAll()
    }

    private func admit(_ stream: TCPStream) {
        connections.accepted.add()
        let host = stream.peer.accountable
        guard !isDraining, ledger.enter(host) else {
            connections.refused.add()
            refuse(stream)
            return
        }
        connections.open.add()
        let handle = TaskHandle()
        let cancellation = CancellationSignal()
        let exchange = ServerExchange(stream, of: self, cancellation) {
            handle.task?.cancel()
            cancellation.fire()
        }
        exchanges[ObjectIdentifier(stream)] = exchange
        let carried = CarriedExchange(exchange)
        handle.task = tasks.add { [self] in
            await carried.exchange.serve()
            leave(stream, host)
        }
    }

    private func leave(_ stream: TCPStream, _ host: SocketAddress) {
        exchanges.removeValue(forKey: ObjectIdentifier(stream))?.end()
        ledger.leave(host)
        connections.open.subtract()
    }

    /// One try to say why; a client that floods us is not waited for.
    private func refuse(_ stream: TCPStream) {
        var out: [UInt8] = []
        out.append(
            "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")
        // A peer that cannot even take this is closed all the same.
        _ = try? stream.sendNow(out.span)
        stream.close()
    }

    /// The value for `Date`, at most a second old.
    func currentDate() -> [UInt8] {
        if loop.now >= dateTick {
            let now = wallClock.microsecondsSinceEpoch
            dateField.refresh(second: Int(now / 1_000_000))
            dateTick = loop.now + .microseconds(1_000_000 - now % 1_000_000)
        }
        return dateField.bytes
    }

    /// The wall clock, read now.
    var wallClock: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSinceEpoch: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    func nextID() -> UUID128 {
        ids.next(at: wallClock)
    }

    func served(_ reader: TraceContextReader) -> TraceContext {
        reader.served(from: &random, sampleNewTraces: samplesNewTraces)
    }

    /// What an exchange shows before its first request.
    static let noRequest: HTTPRequestHead = {
        do {
            return HTTPRequestHead(method: .get, target: try HTTPTarget("/"))
        } catch {
            preconditionFailure("the path of the root is a target")
        }
    }()
}

/// The task of a connection, for its exchange to cancel.
// Safety: written and read on the loop's thread only.
private final class TaskHandle: @unchecked Sendable {
    var task: Task<Void, Never>?
}

/// Carries an exchange into its task.
// Safety: the exchange is used on its loop's thread only, and the task runs nowhere else.
private struct CarriedExchange: @unchecked Sendable {
    let exchange: ServerExchange

    init(_ exchange: ServerExchange) {
        self.exchange = exchange
    }
}
