import EventLoop
public import HTTPServer
import HTTPWire
public import Identifiers
public import Observability
import PlatformProtocol

/// What each request leaves behind: one access line, its share of the rate, errors and duration of its route, and,
/// when it failed through our fault, what went wrong.
///
/// Model: everything that depends on the route is resolved once, here; a request then costs a clock reading and a few
/// atomic additions, and its line if lines are written. Paths never become labels or log values: what no route matched
/// is `unmatched`, what was no request is `malformed`.
///
/// Failure: none; telling must not hurt the work.
public struct RequestTelemetry: Sendable {
    /// Follows the requests being answered; for `HTTPEndpoint`.
    public let inFlight: Gauge
    /// The connections they come over; for `HTTPEndpoint` as well.
    public let connections: ConnectionMetrics

    /// An object, so that looking one up counts one reference and not those of all its metrics.
    private final class Row: Sendable {
        let template: String
        let members: PreparedMembers
        let metrics: RouteMetrics

        init(_ template: String, _ method: String, _ metrics: RequestMetrics) {
            self.template = template
            members = PreparedMembers(method: method, route: template)
            self.metrics = metrics.route(template, method: method)
        }
    }

    private let logger: Logger
    private let figures: RequestFigures
    private let clock: any WallClock
    /// In the order of the table that `ExchangeNotes.route` counts.
    private let routes: [Row]
    /// By the method's raw value.
    private let unmatched: [Row]
    private let malformed: Row

    /// Telemetry of the routes that `ExchangeNotes.route` counts, by template and method. Any number of these may share
    /// one `metrics`.
    public init(
        of routes: [(template: String, method: String)], logger: Logger, metrics: RequestMetrics,
        figures: RequestFigures, clock: any WallClock
    ) {
        self.logger = logger
        self.figures = figures
        self.clock = clock
        self.routes = routes.map { Row($0.template, $0.method, metrics) }
        unmatched = HTTPMethod.allCases.map { Row("unmatched", $0.name.description, metrics) }
        malformed = Row("malformed", "none", metrics)
        inFlight = metrics.inFlight
        connections = metrics.connections
    }

    /// Telemetry of a router's routes.
    public init(
        of routes: [Route], logger: Logger, metrics: RequestMetrics, figures: RequestFigures, clock: any WallClock
    ) {
        self.init(
            of: routes.map { ($0.operation.path, $0.operation.method.name.description) }, logger: logger,
            metrics: metrics, figures: figures, clock: clock)
    }

    /// Takes note of an exchange that has just been answered. For `HTTPEndpoint`'s `observe`: called on its loop.
    public func observe(_ exchange: ServerExchange) {
        let nanoseconds = exchange.elapsedNanoseconds
        let notes = exchange.notes
        let ending = exchange.ending
        let row =
            ending == .refused
            ? malformed
            : routes.indices.contains(notes.route) ? routes[notes.route] : unmatched[Int(exchange.head.method.rawValue)]
        row.metrics.record(status: notes.status, nanoseconds: nanoseconds)
        figures.count()
        let isFault = notes.status >= 500 || ending == .brokenOff
        if isFault { figures.countFault(at: clock.now) }
        guard isFault || logger.isEnabled(.info) else { return }
        let context = LogContext(
            trace: exchange.trace, requestID: exchange.requestID, organization: notes.organization)
        let logger = logger.with(context)
        if isFault, let failure = exchange.failure {
            logger.report(failure, ending, route: row.template)
        }
        var storage = exchange.loop.takeBuffer()
        logger.access(
            row.members, status: notes.status, nanoseconds: nanoseconds, bytesIn: notes.bytesReceived,
            bytesOut: notes.bytesSent, upstream: notes.upstream, outcome: ending.outcome, in: &storage)
        exchange.loop.returnBuffer(consume storage)
    }
}

extension Logger {
    /// Writes what made a request fail, as far as it may be known: the internal message of a problem, the label and
    /// description of an error that vouches for them, else the name of its type.
    fileprivate func report(_ failure: any Error, _ ending: ServerExchange.Ending, route: String) {
        error(ending == .brokenOff ? "answer broken off" : "request failed") { line in
            line.add(.route, route)
            if let problem = failure as? Problem ?? (failure as? any ProblemConvertible)?.problem {
                line.add(.code, problem.code.rawValue)
                if let message = problem.internalMessage { line.add(.errorDetail, message) }
            }
            line.add(error: failure)
        }
    }
}

extension ServerExchange.Ending {
    /// What the access line says of it; nil for the usual end.
    fileprivate var outcome: StaticString? {
        switch self {
        case .answered: nil
        case .refused: "refused"
        case .brokenOff: "broken_off"
        case .clientGone: "client_gone"
        }
    }
}
