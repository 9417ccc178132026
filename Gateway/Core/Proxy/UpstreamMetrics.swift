import HTTPClient
import Observability
import PlatformProtocol

/// What the upstreams count, as metrics: for each service, all loops together. The figures are those of the last
/// `GatewayLoops.refresh`, which the operators' port asks for before it exposes them.
struct UpstreamMetrics {
    private let loops: GatewayLoops

    /// Declares them all.
    static func declare(in registry: MetricsRegistry, of loops: GatewayLoops) {
        let metrics = UpstreamMetrics(loops: loops)
        metrics.declareCounters(in: registry)
        metrics.declareGauges(in: registry)
        registry.observed(
            "gateway_upstream_faults_total", "Requests a service gave no complete answer to, by what went wrong.",
            as: .counter, by: ["upstream", "fault"]
        ) { metrics.faults }
    }

    private func declareCounters(in registry: MetricsRegistry) {
        let counters: [(name: String, help: String, read: @Sendable (UpstreamCounters) -> UInt64)] = [
            ("requests", "Requests meant for a service.", { $0.requests }),
            ("abandoned", "Answers of a service that were not waited for to their end.", { $0.abandoned }),
            ("connects", "Attempts to open a connection to a service.", { $0.connects }),
            ("retries", "Requests sent to a service a second time.", { $0.retries }),
            ("ejections", "Times that an instance of a service was taken out because it failed.", { $0.ejections }),
            ("idle_drops", "Idle connections that a service closed, or broke.", { $0.idleDrops }),
        ]
        for (name, help, read) in counters {
            registry.observed("gateway_upstream_\(name)_total", help, as: .counter, by: ["upstream"]) {
                sums { Double(read($0.counters)) }
            }
        }
    }

    private func declareGauges(in registry: MetricsRegistry) {
        let gauges: [(name: String, help: String, read: @Sendable (ServiceView) -> Int)] = [
            ("requests_active", "Requests on their way to a service or back.", { $0.counters.active }),
            ("requests_waiting", "Requests waiting for a connection to a service.", { $0.counters.waiting }),
            ("connections_open", "Connections to a service, with those being opened.", { $0.counters.open }),
            ("connections_idle", "Connections to a service without a request.", { $0.counters.idle }),
            (
                "instances_ejected", "Instances of a service taken out now, counted by every loop for itself.",
                { $0.endpoints.count { !$0.isHealthy } }
            ),
        ]
        for (name, help, read) in gauges {
            registry.observed("gateway_upstream_\(name)", help, by: ["upstream"]) { sums { Double(read($0)) } }
        }
    }

    private func sums(_ read: (ServiceView) -> Double) -> [(values: [String], figure: Double)] {
        merged.map { name, views in ([name.rawValue], views.reduce(0) { $0 + read($1) }) }
    }

    /// Faults that have happened.
    private var faults: [(values: [String], figure: Double)] {
        merged.flatMap { name, views in
            UpstreamFault.Kind.allCases.compactMap { kind in
                let count = views.reduce(0) { $0 + $1.counters.faults(kind) }
                return count > 0 ? ([name.rawValue, "\(kind.label)"], Double(count)) : nil
            }
        }
    }

    /// The views of each service.
    private var merged: [(name: ServiceName, views: [ServiceView])] {
        let services = loops.views.flatMap(\.services)
        return ServiceName.allCases.compactMap { name in
            let views = services.filter { $0.name == name }
            return name == .gateway || views.isEmpty ? nil : (name, views)
        }
    }
}
