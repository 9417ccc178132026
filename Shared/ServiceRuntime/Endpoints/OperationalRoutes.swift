public import APIDescription
public import HTTPServer
import HTTPWire
import JSON
public import Observability
public import PlatformProtocol

/// What every service answers of itself, as rows for its router: health, metrics, version, descriptor, and the
/// descriptions of everything it answers.
///
/// Health and metrics are made anew for each question and may not be kept by anyone on the way. The others do not
/// change while the process runs, so they are rendered once.
public struct OperationalRoutes: Sendable {
    /// The rows, to be added to the service's own.
    public let table: [Route]

    /// The rows of a service that answers `routes` beside these and has these events: its descriptions tell of all of
    /// them. Throws what the
    /// description of a route lacks, and with that the service does not start.
    public init(
        _ descriptor: ServiceDescriptor, version: ServiceVersion, health: HealthBoard, metrics: MetricsRegistry,
        beside routes: [Route], events: ServiceEvents
    ) throws(DescriptionFaults) {
        let versionBytes = version.json.bytes
        let descriptorBytes = JSONValue.object(descriptor.record).bytes
        let own = [
            Route(
                open: .getHealth, answers: .ok(.healthReport), alsoAnswers: [.unavailable(.healthReport)],
                about: "The whole report; 503 while a part is unhealthy."
            ) { _ in Response(health.report()) },
            Route(open: .getLiveness, answers: .ok(.liveness), about: "Whether the process can answer at all.") { _ in
                Response(health.live())
            },
            Route(
                open: .getReadiness, answers: .ok(.readiness), alsoAnswers: [.unavailable(.readiness)],
                about: "Whether work may be sent here; 503 while starting, draining or without what it needs."
            ) { _ in Response(health.ready()) },
            Route(
                open: .getMetrics, answers: .ok(RouteBody(mediaType: "\(MetricsRegistry.contentType)")),
                about: "The text exposition of Prometheus."
            ) { _ in Response(exposing: metrics) },
            Route(open: .getVersion, answers: .ok(.json(ServiceVersion.schema, example: version.json))) { _ in
                .json(versionBytes)
            },
            Route(open: .getDescriptor, answers: .ok(.descriptor(descriptor))) { _ in .json(descriptorBytes) },
        ]
        // The description tells of the rows that answer it as well.
        let description = try ServiceDescription(
            of: descriptor, routes: routes + own + Self.rows(openAPI: [], asyncAPI: []), events: events)
        table = own + Self.rows(openAPI: description.openAPI, asyncAPI: description.asyncAPI)
    }

    private static func rows(openAPI: [UInt8], asyncAPI: [UInt8]) -> [Route] {
        [
            Route(open: .getOpenAPI, answers: .ok(.anyObject), about: "This document.") { _ in .json(openAPI) },
            Route(open: .getAsyncAPI, answers: .ok(.anyObject), about: "Every event it tells or hears.") { _ in
                .json(asyncAPI)
            },
        ]
    }
}

extension Response {
    fileprivate init(_ health: HealthAnswer) {
        self = .json(health.bytes, HTTPStatus(health.status) ?? .internalServerError)
        fields.append(.cacheControl, literal: "no-store")
    }

    /// The text exposition of Prometheus.
    fileprivate init(exposing metrics: MetricsRegistry) {
        var bytes: [UInt8] = []
        metrics.expose(to: &bytes)
        self.init(.ok, body: .bytes(bytes))
        fields.append(.contentType, literal: MetricsRegistry.contentType)
        fields.append(.cacheControl, literal: "no-store")
    }
}

extension RouteAnswer {
    /// The same report, when what it says is bad.
    fileprivate static func unavailable(_ body: RouteBody) -> RouteAnswer {
        RouteAnswer(.serviceUnavailable, body)
    }
}
