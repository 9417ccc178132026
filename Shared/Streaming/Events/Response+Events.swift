public import EventLoop
public import HTTPServer
import HTTPWire

/// How one route streams events.
public struct EventStreamSettings: Sendable {
    public var limits = StreamLimits()
    /// How long a reader is asked to wait before it comes back; its own choice when nil.
    public var retry: Duration?
    public var metrics = StreamMetrics.unread(.events)
    /// Told what a handler threw, for the log.
    public var failed: @Sendable (any Error) -> Void = { _ in }

    public init() {}
}

extension Response {
    /// Answers with an event stream and has `serve` feed it. HEAD is answered with the same head, and nothing of `serve`
    /// runs. Nothing on the way may keep, change or hold back what is sent.
    ///
    /// ```swift
    /// return .events(on: request.exchange, settings, expiresAt: expiry) { stream in
    ///     let subscription = hub.subscribe(caller, filter, to: stream, after: stream.lastEventID)
    ///     defer { subscription.end() }
    ///     try await stream.finished()
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - exchange: The request that asks for it.
    ///   - settings: How this route streams.
    ///   - expiresAt: When the caller must prove itself anew; the stream ends then, and the reader's next request says who
    ///     it is.
    ///   - serve: Is given the stream, on its loop.
    /// - Returns: 200.
    public static func events(
        on exchange: ServerExchange, _ settings: EventStreamSettings = EventStreamSettings(),
        expiresAt: MonotonicTime = .never, serve: @escaping (EventStream) async throws -> Void
    ) -> Response {
        var fields = HTTPFields()
        fields.append(.contentType, literal: "text/event-stream")
        fields.append(.cacheControl, literal: "no-store, no-transform")
        fields.append("X-Accel-Buffering", literal: "no")
        fields.append(.xContentTypeOptions, literal: "nosniff")
        return Response(
            .ok, fields: fields,
            body: .stream(length: nil) { writer in
                try await EventStream(exchange, writer, settings, expiresAt: expiresAt).run(serve)
            })
    }
}
