import HTTPClient
import Identifiers

/// A route as a loop uses it: its rules beside the upstream they lead to. An object, so that handing it through a
/// request counts one reference.
final class RouteTarget: Sendable {
    let bodyBytesMax: Int
    let timeouts: ExchangeTimeouts
    /// How long a tunnel may be silent.
    let idle: Duration
    let rateClass: GatewayRoute.RateClass
    let classification: DataClassification
    let needsIdentity: Bool
    let allowsUpgrade: Bool
    /// Nil for what the gateway answers itself.
    let service: ServiceUpstream?

    init(_ route: GatewayRoute, service: ServiceUpstream?) {
        bodyBytesMax = route.bodyBytesMax
        timeouts = ExchangeTimeouts(head: route.timeouts.firstByte, bodyIdle: route.timeouts.idle)
        idle = route.timeouts.idle
        rateClass = route.rateClass
        classification = route.classification
        needsIdentity = route.needsIdentity
        allowsUpgrade = route.allowsUpgrade
        self.service = service
    }
}
