import HTTPServer
import HTTPWire
import Identifiers
import PlatformProtocol

/// The routes of this platform, made from what the shared protocol says of its services: their fixed prefixes, the
/// aliases of older names, the transport of Socket.IO, and what the gateway answers itself.
enum PlatformRoutes {
    /// The services behind the gateway.
    static let services: [ServiceDescriptor] = ServiceDescriptor.all.filter {
        $0.name != .gateway
    }

    /// The services as upstreams are named.
    static var upstreams: Set<String> { Set(services.map(\.name.rawValue)) }

    static let own: [(prefix: String, resource: GatewayRoute.OwnResource)] = [
        ("/health", .health), ("/problems", .problems), ("/version", .version),
    ]

    /// A booking or an audit trail is its organisation's; where states allow what is anyone's. The class of a single
    /// operation can be higher: it is in the permission table.
    static func classification(of service: ServiceName) -> DataClassification {
        switch service {
        case .booking, .kits, .compliance: .confidential
        case .regions, .gateway: .internal
        case .staff, .notifications: .pii
        }
    }

    /// The whole list. `timeouts` and `bodyBytesMax` hold for every service.
    static func all(timeouts: RouteTimeouts = RouteTimeouts(), bodyBytesMax: Int = 10 << 20) -> [GatewayRoute] {
        var routes: [GatewayRoute] = []
        for service in services {
            for prefix in service.prefixes where prefix.hasPrefix("/api/") {
                routes.append(
                    GatewayRoute(prefix, to: .upstream(service.name.rawValue)).with {
                        $0.timeouts = timeouts
                        $0.bodyBytesMax = bodyBytesMax
                        $0.classification = classification(of: service.name)
                        $0.allowsUpgrade = service.name == .notifications
                    })
            }
        }
        routes.append(socketIO)
        // The seeds' first path, before it had a version, beside the aliases of the integration plan.
        routes.append(GatewayRoute("/api/bookings", to: .alias(of: "/api/v1/bookings")))
        routes += PathAlias.all.map { GatewayRoute($0.prefix, to: .alias(of: $0.target)) }
        routes += own.map { own in
            GatewayRoute(own.prefix, to: .own(own.resource)).with {
                $0.bodyBytesMax = 0
                $0.rateClass = .uncounted
                $0.classification = .public
                $0.needsIdentity = false
            }
        }
        return routes
    }

    private static var socketIO: GatewayRoute {
        GatewayRoute("/socket.io", to: .upstream(ServiceName.notifications.rawValue)).with {
            // A poll is held open until there is something to tell: 25 s of ping interval and 20 s of grace.
            $0.timeouts.firstByte = .seconds(50)
            $0.timeouts.idle = .seconds(50)
            $0.bodyBytesMax = 1_000_000
            $0.rateClass = .read
            $0.classification = .pii
            // Socket.IO brings its token inside its own handshake; the service checks it there.
            $0.needsIdentity = false
            $0.allowsUpgrade = true
        }
    }

    /// Every row of the permission table, so that a found operation's number is its row's.
    static func operations() throws(TemplateTable.Faults) -> TemplateTable {
        try TemplateTable(PermissionTable.operations.map { (HTTPMethod($0.method), $0.path) })
    }
}
