import EventLoop
import HTTPServer
import HTTPWire
import Identifiers
import Identity
import JSON
import Observability
import PlatformProtocol
import RealtimeDomain
import ResourceAPI
import Streaming

/// `GET /stream`: what happens in the caller's organisation, as it happens. A client that asks for WebSocket gets it,
/// another one an event stream.
struct StreamRoute: Sendable {
    let hub: Hub
    let logger: Logger
    let metrics: Metrics

    /// What streams tell about themselves, made once a process.
    struct Metrics: Sendable {
        let webSocket: StreamMetrics
        let events: StreamMetrics

        init(_ registry: MetricsRegistry) {
            (webSocket, events) = StreamMetrics.both(in: registry)
        }
    }

    var route: Route {
        Route(
            .named("streamUpdates"), asks: StreamFilter.self, OrganizationChoice.self,
            answers: .ok(RouteBody(mediaType: "text/event-stream")), alsoAnswers: [RouteAnswer(.switchingProtocols)],
            about: """
                Server-sent events, or WebSocket where the request asks for the upgrade. Each message tells that something \
                happened, to what, and where that stands. An event stream goes on behind Last-Event-ID; over WebSocket \
                {"resume": cursor} does the same. A message "reset" means: what you show may be old, fetch it anew.
                """,
            handler: stream)
    }

    @Sendable private func stream(
        _ request: AuthenticatedRequest, _ filter: StreamFilter, _ choice: OrganizationChoice
    ) async throws -> Response {
        let caller = try request.caller(of: .named("streamUpdates"), in: choice.organizationID)
        let watcher = Watcher(caller)
        guard request.exchange.head.fields.hasToken(.upgrade, "websocket") else {
            return events(request.exchange, watcher, filter.live)
        }
        return try webSocket(request.exchange, watcher, filter.live)
    }

    /// A stream ends now and then, and its reader, which comes back by itself, says anew who it is.
    private func events(_ exchange: ServerExchange, _ watcher: Watcher, _ filter: LiveFilter) -> Response {
        var settings = EventStreamSettings()
        settings.metrics = metrics.events
        settings.retry = .seconds(2)
        settings.failed = { [logger] in logger.error("event stream failed", $0) }
        let end = MonotonicTime.now + StreamRouteLimits.eventStreamMax
        return .events(on: exchange, settings, expiresAt: end) { [hub] stream in
            let subscription = hub.subscribe(watcher, filter, to: stream, after: stream.lastEventID)
            defer { subscription.end() }
            try await stream.finished()
        }
    }

    /// No cookie carries an identity, so pages of any origin may connect: without a token they get nowhere. The gateway
    /// ends the connection when the token does.
    private func webSocket(
        _ exchange: ServerExchange, _ watcher: Watcher, _ filter: LiveFilter
    ) throws -> Response {
        var settings = WebSocketSettings { _ in true }
        settings.metrics = metrics.webSocket
        settings.failed = { [logger] in logger.error("websocket failed", $0) }
        settings.messages = StreamRouteLimits.messages
        return try .webSocket(on: exchange, settings) { [hub] session in
            var subscription = hub.subscribe(watcher, filter, to: session)
            defer { subscription.end() }
            while let message = await session.next() {
                guard let cursor = Self.resumed(message) else {
                    return session.close(.policyViolation, reason: "only {\"resume\": cursor} is understood")
                }
                subscription.end()
                subscription = hub.subscribe(watcher, filter, to: session, after: cursor)
            }
        }
    }

    /// The cursor of `{"resume": "…"}`; nil for anything else.
    private static func resumed(_ message: WebSocketMessage) -> String? {
        // What is no JSON is no cursor either.
        guard case .text(let bytes) = message, case .object(let object)? = try? JSONValue(parsing: bytes),
            object.members.count == 1, case .string(let cursor)? = object["resume"]
        else { return nil }
        return cursor
    }
}

/// The bounds of streams.
enum StreamRouteLimits {
    /// How long an event stream lasts before its reader has to come back.
    static let eventStreamMax = Duration.seconds(900)
    /// What a client may say over WebSocket.
    static let messages = WebSocketLimits(messageBytesMax: 4096, frameBytesMax: 4096)
}

/// What of the stream somebody wants.
struct StreamFilter: QueryReadable {
    let topics: [String]
    let aggregates: [UUID128]
    let types: [HeardEvent]

    static let query = QueryType(
        Self.init,
        Parameter("topic", .text(length: 1...100).repeated(atMost: HubLimits.filterItemsMax), "Of these topics only"),
        Parameter("aggregateId", .uuid.repeated(atMost: HubLimits.filterItemsMax), "About these things only"),
        Parameter("type", .oneOf().repeated(atMost: HubLimits.filterItemsMax), "Of these types only"))

    var live: LiveFilter {
        LiveFilter(
            topics: topics.isEmpty ? nil : Set(topics), aggregates: aggregates.isEmpty ? nil : Set(aggregates),
            events: types.isEmpty ? nil : Set(types))
    }
}
