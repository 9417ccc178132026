public import HTTPServer
import HTTPWire
import JSON
public import Observability
public import PlatformProtocol

/// What every service answers of itself, as rows for its router: health, metrics, version, descriptor.
///
/// Health and metrics are made anew for each question and may not be kept by anyone on the way. Version and descriptor
/// do not change while the process runs, so they are rendered once.
public struct OperationalRoutes: Sendable {
    /// The rows, to be added to the service's own.
    public let table: [Route]

    public init(
        _ descriptor: ServiceDescriptor, version: ServiceVersion, health: HealthBoard, metrics: MetricsRegistry
    ) {
        let versionBytes = version.json.bytes
        let descriptorBytes = JSONValue.object(descriptor.record).bytes
        table = [
            Route(open: .getHealth) { _ in Response(health.report()) },
            Route(open: .getLiveness) { _ in Response(health.live()) },
            Route(open: .getReadiness) { _ in Response(health.ready()) },
            Route(open: .getMetrics) { _ in Response(exposing: metrics) },
            Route(open: .getVersion) { _ in .json(versionBytes) },
            Route(open: .getDescriptor) { _ in .json(descriptorBytes) },
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
