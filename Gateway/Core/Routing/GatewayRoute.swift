import Identifiers
import PlatformProtocol

/// One line of the route table: what begins with `prefix` goes to `destination`.
struct GatewayRoute: Sendable, Equatable {
    /// Where requests go.
    enum Destination: Sendable, Equatable {
        /// To one of the upstream's instances.
        case upstream(String)
        /// Answered by the gateway.
        case own(OwnResource)
        /// As if the path began with this canonical prefix instead.
        case alias(of: String)
    }

    /// What the gateway answers by itself.
    enum OwnResource: Sendable, Equatable, CaseIterable {
        case health, problems, version
    }

    /// What a request is counted as.
    enum RateClass: Sendable, Equatable, CaseIterable {
        /// Safe methods are reads, all others writes.
        case byMethod
        /// Long-polling and upgrades: always a read, because a poll that carries messages is a POST.
        case read
        /// Not counted per caller: pages that must answer when everything else is refused.
        case uncounted
    }

    let prefix: String
    let destination: Destination
    var timeouts = RouteTimeouts()
    var bodyBytesMax = 10 << 20
    var rateClass = RateClass.byMethod
    var classification = DataClassification.confidential
    /// Whether a request must carry an identity.
    var needsIdentity = true
    /// Whether a connection may leave HTTP here for WebSocket.
    var allowsUpgrade = false

    init(_ prefix: String, to destination: Destination) {
        self.prefix = prefix
        self.destination = destination
    }

    /// The route with some of its properties changed.
    func with(_ change: (inout GatewayRoute) -> Void) -> GatewayRoute {
        var copy = self
        change(&copy)
        return copy
    }
}

/// How long an upstream may take.
struct RouteTimeouts: Sendable, Equatable {
    var connect = Duration.seconds(1)
    /// From the last byte of the request's head to the first of the response.
    var firstByte = Duration.seconds(10)
    /// Without a byte in either direction while a body is under way.
    var idle = Duration.seconds(30)

    static let max = Duration.seconds(600)

    var isPossible: Bool {
        [connect, firstByte, idle].allSatisfy { $0 > .zero && $0 <= Self.max } && connect <= firstByte
    }
}
